/** The dialling side: a frame becomes a request, what comes back is read by `response.ts`. */
import type { Clock } from '../../clock.js';
import type { Encoding } from '../../codec/codec.js';
import type { Agent } from '../../contract.js';
import { AgentError } from '../../error.js';
import { givesStream } from '../../streams.js';
import type { Dialer, Frame, Outbound } from '../../transport.js';
import { headerToText } from './body.js';
import { contentTypeOf, mediaType, ndjson, problemJson } from './content.js';
import { brokenCall } from './failure.js';
import { lineOf } from './ndjson.js';
import { responseReader } from './response.js';
import { targetOf } from './target.js';
import type { HttpPool, HttpRequest } from './undici.js';

export interface DialerParts {
  readonly agent: Agent;
  readonly pool: HttpPool;
  readonly basePath: string;
  readonly encoding: Encoding;
  /** Bytes of one answer or update that are accepted. */
  readonly maxResponse: number;
  readonly clock: Clock;
  readonly close: () => Promise<void>;
}

export function createDialer(parts: DialerParts): Dialer {
  const { agent, pool, encoding, maxResponse } = parts;
  return {
    encoding,
    close: parts.close,
    async send(outbound, reaction) {
      const refusal = unfit(outbound);
      if (refusal !== undefined) return reaction.fail(refusal);
      try {
        const reader = responseReader({ agent, encoding, maxResponse, outbound, reaction });
        await pool.request(requestOf(parts, outbound), reader);
      } catch (thrown) {
        reaction.fail(brokenCall(thrown, pool.neverConnected(thrown), outbound.signal));
      }
    },
  };
}

function requestOf({ basePath, clock }: DialerParts, outbound: Outbound): HttpRequest {
  const { method, path, bodyless } = targetOf(outbound, basePath);
  const { encoding, signal } = outbound;
  const headers: Record<string, string> = { ...outbound.headers, accept: acceptOf(outbound) };
  if (Number.isFinite(outbound.deadline))
    headers['x-request-timeout'] = (Math.max(1, outbound.deadline - clock.now()) / 1000).toFixed(3);
  if (outbound.items !== undefined) {
    headers['x-agent-header'] = headerToText(outbound.body);
    headers['content-type'] = ndjson;
    return { method, path, headers, body: linesOf(outbound.items), signal };
  }
  if (bodyless) headers['x-agent-header'] = headerToText(outbound.headerJson());
  else headers['content-type'] = contentTypeOf(encoding);
  return { method, path, headers, body: bodyless ? null : outbound.body, signal };
}

/** What HTTP/1.1 cannot carry. */
function unfit({ operation, encoding }: Outbound): AgentError | undefined {
  if (operation.stream === 'both')
    return AgentError.of(
      'operation_unsupported',
      `${operation.name} streams both ways, which takes a WebSocket or gRPC`,
    );
  return operation.stream !== undefined && encoding !== 'json'
    ? AgentError.of('content_type_unsupported', 'streams over HTTP are lines of JSON')
    : undefined;
}

async function* linesOf(items: AsyncIterable<Frame>): AsyncGenerator<Uint8Array> {
  for await (const { body } of items) yield lineOf('item', body);
}

function acceptOf({ operation, encoding }: Outbound): string {
  if (encoding !== 'json') return `${mediaType(contentTypeOf(encoding))}, ${problemJson}`;
  const several = operation.updates !== undefined || givesStream(operation);
  return several ? `${ndjson}, application/json` : 'application/json';
}
