/** Messages to frames and back, with an agent's codecs; every codec error becomes an `AgentError` with a path. */
import { CodecError, type Codec, type Encoding, type Framed } from '../codec/codec.js';
import type { AgentFacts, MessageCodecs, Operations, PayloadCodecs } from '../contract.js';
import { AgentError, type Reason } from '../error.js';
import type { Header } from '../header.js';
import type { Message } from '../message-factory.js';
import type { Signs } from '../protection.js';
import type { EnvelopeFormat, Parts } from './format.js';

type Codecs = Pick<AgentFacts<Operations>, 'type' | 'header' | 'messages'>;

/** An envelope as bytes, with its header as it stands there. */
export interface Encoded {
  readonly header: Header;
  readonly body: Uint8Array;
}

export interface EncodeOptions {
  /** Of a payload that does not fit its schema (default `payload_invalid`). */
  readonly reason?: Reason;
  /** Signs it: the header is completed once the payload's bytes are known. */
  readonly security?: Signs | undefined;
}

/** @throws {AgentError} `payload_invalid` with the path of the first issue, `operation_unsupported` without a codec. */
export function encodeMessage(
  codecs: Codecs,
  encoding: Encoding,
  message: Message,
  { reason = 'payload_invalid', security }: EncodeOptions = {},
): Encoded {
  const { data, metadata } = payloadCodecs(codecs, message.header.message_type, encoding);
  const { payload } = message;
  if (payload.metadata !== undefined && metadata === undefined) {
    throw AgentError.of('payload_invalid', `${message.header.message_type} has no metadata`, {
      path: '/payload/metadata',
    });
  }
  const format = envelopeOf(codecs, encoding);
  const dataBytes = checked(reason, '/payload/data', () => wire(data).encode(payload.data));
  const metadataBytes =
    payload.metadata === undefined
      ? undefined
      : checked(reason, '/payload/metadata', () => metadata && wire(metadata).encode(payload.metadata));
  const header = security?.sign(message.header, encoding, format.payload(dataBytes, metadataBytes)) ?? message.header;
  const headerBytes = checked('header_invalid', '/header', () => wire(headerCodec(codecs, encoding)).encode(header));
  return { header, body: format.join(headerBytes, dataBytes, metadataBytes) };
}

/** @throws {AgentError} `malformed` */
export function splitFrame(codecs: Codecs, encoding: Encoding, frame: Uint8Array): Parts {
  return checked('malformed', '', () => envelopeOf(codecs, encoding).split(frame));
}

/** @throws {AgentError} `header_invalid` with the path. */
export function decodeHeader(codecs: Codecs, encoding: Encoding, bytes: Uint8Array): Header {
  // Headers outlive their frames (presence, dedupe, replies), and a sliced string would keep the whole frame alive.
  return checked('header_invalid', '/header', () =>
    wire(headerCodec(codecs, encoding)).decode(bytes, { strings: 'copy' }),
  );
}

/** @throws {AgentError} `payload_invalid` (or `reason`) with the path. */
export function decodePayload(
  codecs: Codecs,
  message_type: string,
  encoding: Encoding,
  parts: Parts,
  reason: Reason = 'payload_invalid',
): { readonly data: unknown; readonly metadata?: unknown } {
  const { data, metadata } = payloadCodecs(codecs, message_type, encoding);
  const value = checked(reason, '/payload/data', () => wire(data).decode(parts.data));
  const bytes = parts.metadata;
  if (bytes === undefined) return { data: value };
  if (metadata === undefined)
    throw AgentError.of(reason, `${message_type} has no metadata`, { path: '/payload/metadata' });
  return { data: value, metadata: checked(reason, '/payload/metadata', () => wire(metadata).decode(bytes)) };
}

export function headerCodec(codecs: Codecs, encoding: Encoding): Codec<Header> {
  const codec = codecs.header[encoding];
  if (codec === undefined) throw AgentError.of('operation_unsupported', `${codecs.type} has no ${encoding} codecs`);
  return codec as Codec<Header>;
}

export function payloadCodecs(codecs: Codecs, message_type: string, encoding: Encoding): PayloadCodecs {
  const message: MessageCodecs | undefined = Object.hasOwn(codecs.messages, message_type)
    ? codecs.messages[message_type]
    : undefined;
  if (message === undefined)
    throw AgentError.of('message_type_unknown', `${codecs.type} knows no message of this type`, {
      path: '/header/message_type',
    });
  const codec = message[encoding];
  if (codec === undefined)
    throw AgentError.of('content_type_unsupported', `${message_type} is not offered as ${encoding}`, {
      path: '/header/content_type',
    });
  return codec;
}

function envelopeOf(codecs: Codecs, encoding: Encoding): EnvelopeFormat {
  const { envelope } = headerCodec(codecs, encoding);
  if (envelope === undefined) throw AgentError.of('operation_unsupported', `${encoding} frames no envelopes`);
  return envelope;
}

/** The form that envelopes carry. */
function wire<T>(codec: Codec<T>): Framed<T> {
  return codec.framed ?? codec;
}

/** A codec's words begin with what it found. Text of a payload goes no further than its `CodecError`. */
function withoutText(words: string): string {
  return words.replace(/^"(?:[^"\\]|\\.)*"(?:\.\.\.)?/, 'the text');
}

function checked<R>(reason: Reason, base: string, run: () => R): R {
  try {
    return run();
  } catch (thrown) {
    if (!(thrown instanceof CodecError)) throw thrown;
    const path = `${base}${thrown.path}`;
    const words = withoutText(thrown.issues[0]?.message ?? 'not readable');
    const actual =
      thrown.code === 'limit_exceeded' ? 'too_large' : thrown.code === 'schema_unknown' ? 'schema_unknown' : reason;
    throw AgentError.of(actual, path === '' ? words : `${path}: ${words}`, { path, cause: thrown });
  }
}
