/** A request's body as bytes, never more of it in memory than its limit. */
import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import type { Encoding } from '../../codec/codec.js';
import { AgentError } from '../../error.js';
import type { Frame, TransportHeaders } from '../../transport.js';
import { mediaType, ndjson } from './content.js';
import { lineReader } from './ndjson.js';

/**
 * @param limit bytes; a longer `Content-Length` is refused before anything is read.
 * @throws {AgentError} `too_large`, `malformed` for JSON that is not UTF-8, `connection_lost`.
 */
export async function readBody(
  request: IncomingMessage,
  headers: TransportHeaders,
  encoding: Encoding,
  limit: number,
): Promise<Uint8Array> {
  if (Number(headers['content-length'] ?? 0) > limit) throw tooLarge(limit);
  const body = await collect(request, limit);
  if (encoding === 'json' && !isUtf8(body)) throw AgentError.of('malformed', 'the body is not UTF-8');
  return body;
}

function collect(request: IncomingMessage, limit: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    let size = 0;
    const take = (chunk: Uint8Array): void => {
      size += chunk.length;
      if (size <= limit) return void chunks.push(chunk);
      chunks.length = 0;
      request.off('data', take);
      reject(tooLarge(limit));
    };
    request.on('data', take);
    request.once('end', () => {
      const [only] = chunks;
      resolve(chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks));
    });
    request.once('error', (cause) =>
      reject(AgentError.of('connection_lost', 'the request was cut off', { outcome: 'unknown', cause })),
    );
  });
}

/**
 * The caller's stream: a line for each item, read as fast as they are asked for.
 * @throws {AgentError} `content_type_unsupported`, before anything is read.
 */
export function readItems(request: IncomingMessage, headers: TransportHeaders, limit: number): AsyncIterable<Frame> {
  if (mediaType(headers['content-type'] ?? '') !== ndjson)
    throw AgentError.of('content_type_unsupported', `a stream is ${ndjson}`);
  return items(request, headers, limit);
}

async function* items(
  request: IncomingMessage,
  headers: TransportHeaders,
  limit: number,
): AsyncGenerator<Frame, void, undefined> {
  // What it names an envelope in is not counted.
  const reader = lineReader(limit + 16);
  try {
    // The answer still has to go the same way.
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      for (const { kind, value } of reader.push(chunk as Uint8Array)) {
        if (kind !== 'item') throw AgentError.of('malformed', 'a line of the stream is no item');
        yield { encoding: 'json', body: value, headers };
      }
    }
  } catch (thrown) {
    if (thrown instanceof AgentError && thrown.reason === 'protocol_violation')
      throw AgentError.of('malformed', thrown.message, { cause: thrown });
    throw AgentError.from(thrown, 'connection_lost', 'unknown');
  }
}

function tooLarge(limit: number): AgentError {
  return AgentError.of('too_large', `the body has more than ${limit} bytes`);
}

/**
 * `X-Agent-Header`: base64url of the header's canonical JSON, unpadded.
 * @throws {AgentError} `malformed`
 */
export function headerFromText(text: string): Uint8Array {
  const bytes = Buffer.from(text, 'base64url');
  // Node skips what is not base64url; what does not come out the same was not the one spelling of these bytes.
  if (bytes.toString('base64url') !== text || !isUtf8(bytes))
    throw AgentError.of('malformed', 'x-agent-header is not the base64url of a header');
  return bytes;
}

export function headerToText(json: Uint8Array): string {
  return Buffer.from(json.buffer, json.byteOffset, json.byteLength).toString('base64url');
}
