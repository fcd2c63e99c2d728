/** A response as it comes: a reply, a problem, nothing, or a line for each thing that happens. */
import type { Encoding } from '../../codec/codec.js';
import type { Agent } from '../../contract.js';
import { concat } from '../../envelope/bytes.js';
import { AgentError } from '../../error.js';
import type { Frame, Outbound, Reaction, TransportHeaders } from '../../transport.js';
import { contentTypeOf, mediaType, ndjson, problemJson } from './content.js';
import { bareStatus } from './failure.js';
import { lineReader, type Line } from './ndjson.js';
import { errorOfProblem } from './problem.js';
import type { ResponseReader } from './undici.js';

export interface ReaderParts {
  readonly agent: Agent;
  readonly encoding: Encoding;
  readonly maxResponse: number;
  readonly outbound: Outbound;
  readonly reaction: Reaction;
}

type BodyReader = Pick<ResponseReader, 'data' | 'end'>;

export function responseReader(parts: ReaderParts): ResponseReader {
  let body: BodyReader | undefined;
  return {
    head(status, headers) {
      body = bodyReader(parts, status, headers);
    },
    data: (chunk) => body?.data(chunk),
    end: () => body?.end(),
  };
}

function bodyReader(parts: ReaderParts, status: number, headers: TransportHeaders): BodyReader {
  const { agent, encoding, maxResponse, outbound, reaction } = parts;
  const type = mediaType(headers['content-type'] ?? '');
  if (type === problemJson)
    return whole(headers, maxResponse, (body) =>
      reaction.fail(errorOfProblem(body, agent, outbound.operation) ?? bareStatus(status)),
    );
  if (status === 204) return ignored(() => reaction.reply(undefined));
  if (status === 200 && type === ndjson) {
    checkCorrelation(headers, outbound);
    return lines(maxResponse, (line) => react(line, parts, headers));
  }
  if (status === 200 && type === mediaType(contentTypeOf(encoding))) {
    checkCorrelation(headers, outbound);
    return whole(headers, maxResponse, (body) => reaction.reply({ encoding, body, headers }));
  }
  return ignored(() => reaction.fail(bareStatus(status)));
}

/** True when the line was the last, a promise where there is no room for more at once. */
function react({ kind, value }: Line, parts: ReaderParts, headers: TransportHeaders): boolean | Promise<void> {
  const { agent, outbound, reaction } = parts;
  const frame: Frame = { encoding: parts.encoding, body: value, headers };
  switch (kind) {
    case 'accepted':
      reaction.accepted();
      return false;
    case 'update':
      return reaction.update(frame);
    case 'item':
      return reaction.item(frame);
    case 'end':
      reaction.reply(undefined);
      return true;
    case 'reply':
      reaction.reply(outbound.operation.reply === undefined ? undefined : frame);
      return true;
    case 'error':
      reaction.fail(
        errorOfProblem(value, agent, outbound.operation) ??
          AgentError.of('protocol_violation', 'the error line holds no problem details', { outcome: 'unknown' }),
      );
      return true;
  }
}

function lines(limit: number, take: (line: Line) => boolean | Promise<void>): BodyReader {
  const reader = lineReader(limit);
  let over = false;
  const readFrom = (found: readonly Line[], index: number): void | Promise<void> => {
    for (let at = index; ; at++) {
      const line = found[at];
      if (line === undefined) return;
      if (over) throw AgentError.of('protocol_violation', 'a line after the last', { outcome: 'unknown' });
      const taken = take(line);
      if (typeof taken !== 'boolean') return taken.then(() => readFrom(found, at + 1));
      over = taken;
    }
  };
  return {
    data: (chunk) => readFrom(reader.push(chunk), 0),
    end() {
      if (!over) throw AgentError.of('connection_lost', 'the answer ended before the reply', { outcome: 'unknown' });
    },
  };
}

function whole(headers: TransportHeaders, limit: number, take: (body: Uint8Array) => void): BodyReader {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const check = (bytes: number): void => {
    if (bytes > limit)
      throw AgentError.of('too_large', `the answer has more than ${limit} bytes`, { outcome: 'unknown' });
  };
  check(Number(headers['content-length'] ?? 0));
  return {
    data(chunk) {
      size += chunk.length;
      check(size);
      chunks.push(chunk);
    },
    end() {
      const [only] = chunks;
      take(chunks.length === 1 && only !== undefined ? only : concat(chunks));
    },
  };
}

/** What is in the way of the next exchange on this connection, and says nothing to us. */
function ignored(take: () => void): BodyReader {
  return { data: () => undefined, end: take };
}

/** D11: the same both ways. The envelope says it too, and is checked above us. */
function checkCorrelation(headers: TransportHeaders, outbound: Outbound): void {
  const correlation = headers['x-correlation-id'];
  if (correlation === undefined || correlation === outbound.header.correlation_id) return;
  throw AgentError.of('protocol_violation', 'x-correlation-id is of another call', { outcome: 'unknown' });
}
