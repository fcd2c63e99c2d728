/** Content types, matched exactly and once: a lenient match is how validation gets bypassed. */
import type { Encoding } from '../../codec/codec.js';
import { contentTypes, encodingOf } from '../../envelope/content-type.js';
import { AgentError } from '../../error.js';
import type { TransportHeaders } from '../../transport.js';

export const ndjson = 'application/x-ndjson';
export const problemJson = 'application/problem+json';

const parts = /^([a-z]+\/[a-z0-9.+-]+)(?:[ \t]*;[ \t]*charset=("?)([a-z0-9_-]+)\2)?$/i;

/**
 * The encoding of a body: one of ours; JSON with UTF-8 or no charset.
 * @throws {AgentError} `content_type_unsupported`
 */
export function bodyEncoding(headers: TransportHeaders): Encoding {
  const [, type, , charset] = parts.exec(headers['content-type'] ?? '') ?? [];
  const encoding = type === undefined ? undefined : encodingOf(type.toLowerCase());
  if (encoding === undefined || (charset !== undefined && (encoding !== 'json' || !isUtf8Name(charset))))
    throw AgentError.of('content_type_unsupported', 'expected application/json in utf-8, or another encoding by name');
  const coding = headers['content-encoding'];
  if (coding !== undefined && coding.toLowerCase() !== 'identity')
    throw AgentError.of('content_type_unsupported', 'bodies are taken as they are, not compressed');
  return encoding;
}

function isUtf8Name(charset: string): boolean {
  return charset.toLowerCase() === 'utf-8';
}

/** What a body of this encoding is labelled with (D02 writes the charset out). */
export function contentTypeOf(encoding: Encoding): string {
  const contentType = contentTypes[encoding];
  return encoding === 'json' ? `${contentType}; charset=utf-8` : contentType;
}

/** The media type of a header value, without parameters. */
export function mediaType(value: string): string {
  return (value.split(';', 1)[0] ?? '').trim().toLowerCase();
}

/** Whether the client asks for updates by name; a wildcard does not. */
export function acceptsUpdates(headers: TransportHeaders): boolean {
  const { accept } = headers;
  if (accept === undefined || !accept.includes('ndjson')) return false;
  return accept.split(',').some((range) => mediaType(range) === ndjson && !/;\s*q=0(?:\.0*)?\s*(?:;|$)/i.test(range));
}
