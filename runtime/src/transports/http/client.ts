/** The dialling side: a frame becomes a request, the response becomes what the caller is told. */
import type { Clock } from '../../clock.js';
import type { Encoding } from '../../codec/codec.js';
import type { Agent } from '../../contract.js';
import { AgentError } from '../../error.js';
import type { Dialer, Frame, Outbound, Reaction, TransportHeaders } from '../../transport.js';
import { headerToText } from './body.js';
import { contentTypeOf, mediaType, ndjson, problemJson } from './content.js';
import { bareStatus, brokenCall } from './failure.js';
import { lineReader, type Line } from './ndjson.js';
import { errorOfProblem } from './problem.js';
import { targetOf } from './target.js';
import type { HttpPool, HttpRequest, HttpResponse } from './undici.js';

export interface DialerParts {
  readonly agent: Agent;
  readonly pool: HttpPool;
  readonly basePath: string;
  readonly encoding: Encoding;
  readonly maxResponse: number;
  readonly clock: Clock;
  readonly close: () => Promise<void>;
}

export function createDialer(parts: DialerParts): Dialer {
  return {
    encoding: parts.encoding,
    close: parts.close,
    async send(outbound, reaction) {
      try {
        const response = await parts.pool.request(requestOf(parts, outbound));
        await readResponse(parts, outbound, response, reaction);
      } catch (thrown) {
        reaction.fail(brokenCall(thrown, parts.pool.neverConnected(thrown), outbound.signal));
      }
    },
  };
}

function requestOf({ basePath, clock }: DialerParts, outbound: Outbound): HttpRequest {
  const { method, path, bodyless } = targetOf(outbound, basePath);
  const streams = outbound.operation.updates !== undefined && outbound.encoding === 'json';
  const headers: Record<string, string> = {
    ...outbound.headers,
    accept: streams ? `${ndjson}, application/json` : `${mediaType(contentTypeOf(outbound.encoding))}, ${problemJson}`,
  };
  if (Number.isFinite(outbound.deadline))
    headers['x-request-timeout'] = (Math.max(1, outbound.deadline - clock.now()) / 1000).toFixed(3);
  if (bodyless) headers['x-agent-header'] = headerToText(outbound.headerJson());
  else headers['content-type'] = contentTypeOf(outbound.encoding);
  return { method, path, headers, body: bodyless ? null : outbound.body, signal: outbound.signal };
}

async function readResponse(
  { agent, encoding, maxResponse }: DialerParts,
  outbound: Outbound,
  response: HttpResponse,
  reaction: Reaction,
): Promise<void> {
  const headers = headersOf(response);
  const type = mediaType(headers['content-type'] ?? '');
  const frame = (body: Uint8Array): Frame => ({ encoding, body, headers });
  if (type === problemJson) {
    const body = await readAll(response, headers, maxResponse);
    return reaction.fail(errorOfProblem(body, agent, outbound.operation) ?? bareStatus(response.statusCode));
  }
  if (response.statusCode === 200 && type === ndjson) {
    checkCorrelation(headers, outbound, response);
    return readLines(response, maxResponse, (line) => react(line, agent, outbound, reaction, frame));
  }
  if (response.statusCode === 204) {
    await response.body.dump();
    return reaction.reply(undefined);
  }
  if (response.statusCode === 200 && type === mediaType(contentTypeOf(encoding))) {
    checkCorrelation(headers, outbound, response);
    return reaction.reply(frame(await readAll(response, headers, maxResponse)));
  }
  await response.body.dump();
  reaction.fail(bareStatus(response.statusCode));
}

/** True when the line was the last. */
function react(
  { kind, value }: Line,
  agent: Agent,
  outbound: Outbound,
  reaction: Reaction,
  frame: (body: Uint8Array) => Frame,
): boolean {
  switch (kind) {
    case 'accepted':
      reaction.accepted();
      return false;
    case 'update':
      reaction.update(frame(value));
      return false;
    case 'reply':
      reaction.reply(outbound.operation.reply === undefined ? undefined : frame(value));
      return true;
    case 'error':
      reaction.fail(
        errorOfProblem(value, agent, outbound.operation) ??
          AgentError.of('protocol_violation', 'the error line holds no problem details', { outcome: 'unknown' }),
      );
      return true;
  }
}

async function readLines(response: HttpResponse, limit: number, take: (line: Line) => boolean): Promise<void> {
  const reader = lineReader(limit);
  let over = false;
  for await (const chunk of response.body) {
    for (const line of reader.push(chunk as Uint8Array)) {
      if (over) throw AgentError.of('protocol_violation', 'a line after the last', { outcome: 'unknown' });
      over = take(line);
    }
  }
  if (!over) throw AgentError.of('connection_lost', 'the answer ended before the reply', { outcome: 'unknown' });
}

async function readAll(response: HttpResponse, headers: TransportHeaders, limit: number): Promise<Uint8Array> {
  const { body } = response;
  const length = headers['content-length'];
  // The parser holds a response to its Content-Length.
  if (length !== undefined && Number(length) <= limit) return body.bytes();
  const chunks: Uint8Array[] = [];
  let size = length === undefined ? 0 : Number(length);
  if (size <= limit) {
    for await (const chunk of body) {
      size += (chunk as Uint8Array).length;
      if (size > limit) break;
      chunks.push(chunk as Uint8Array);
    }
  }
  if (size > limit) {
    discard(response);
    throw AgentError.of('too_large', `the answer has more than ${limit} bytes`, { outcome: 'unknown' });
  }
  return Buffer.concat(chunks);
}

/** Gives up on the rest of a response, and with it on the connection. */
function discard({ body }: HttpResponse): void {
  body.on('error', () => undefined);
  body.destroy();
}

/** D11: the same both ways. The envelope says it too, and is checked above us. */
function checkCorrelation(headers: TransportHeaders, outbound: Outbound, response: HttpResponse): void {
  const correlation = headers['x-correlation-id'];
  if (correlation === undefined || correlation === outbound.header.correlation_id) return;
  discard(response);
  throw AgentError.of('protocol_violation', 'x-correlation-id is of another call', { outcome: 'unknown' });
}

function headersOf(response: HttpResponse): TransportHeaders {
  return Object.fromEntries(
    Object.entries(response.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}
