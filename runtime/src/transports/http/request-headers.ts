/** The document's headers on their way in (Transport Protocols, 1). */
import { AgentError } from '../../error.js';
import { copiesBeside } from '../../beside.js';
import type { TransportHeaders } from '../../transport.js';

/** What a second value of would let two readers of one request see two things. */
const single: ReadonlySet<string> = new Set([
  'authorization',
  'content-encoding',
  'content-type',
  'traceparent',
  'x-agent-header',
  'x-agent-version',
  'x-correlation-id',
  'x-request-timeout',
  'x-trace-id',
]);

/** Names in lower case. @throws {AgentError} `malformed` where one of the document's stands twice. */
export function requestHeaders(raw: readonly string[]): TransportHeaders {
  // A header may be named `__proto__`.
  const headers = Object.create(null) as Record<string, string>;
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = (raw[index] ?? '').toLowerCase();
    const value = raw[index + 1] ?? '';
    const before = headers[name];
    if (before !== undefined && single.has(name)) throw AgentError.of('malformed', `${name} stands twice`);
    headers[name] = before === undefined ? value : `${before}, ${value}`;
  }
  return headers;
}

/** What the envelope's header must agree with. @throws {AgentError} `header_mismatch` */
export function copiesOf(headers: TransportHeaders, agentId: string | undefined): Readonly<Record<string, string>> {
  const copies = copiesBeside(headers);
  return agentId === undefined ? copies : { ...copies, agent_id: agentId };
}

/** `X-Request-Timeout` in seconds, as milliseconds. @throws {AgentError} `malformed` */
export function timeoutOf(headers: TransportHeaders): number | undefined {
  const text = headers['x-request-timeout'];
  if (text === undefined) return undefined;
  if (!/^\d{1,9}(?:\.\d{1,9})?$/.test(text))
    throw AgentError.of('malformed', 'x-request-timeout is not a number of seconds');
  return Number(text) * 1000;
}
