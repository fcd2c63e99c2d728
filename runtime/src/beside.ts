/** What travels beside a frame on every transport: ids for whoever does not open envelopes. Names in lower case. */
import type { Header } from './header.js';
import { AgentError } from './error.js';
import { parseTraceparent, traceparent } from './tracing.js';
import type { TransportHeaders } from './transport.js';

/** Which of the operations that take this type of message is meant, where the route does not say it. */
export const operationHeader = 'x-agent-operation';

/** The document's `X-*` headers and `traceparent`; with `operation` for requests. */
export function besideHeaders(header: Header, operation?: string): TransportHeaders {
  return {
    ...(operation === undefined ? {} : { [operationHeader]: operation }),
    'x-correlation-id': header.correlation_id,
    'x-trace-id': header.tracing.trace_id,
    'x-agent-version': header.version,
    traceparent: traceparent(header.tracing),
  };
}

/**
 * What the envelope's header must agree with.
 * @throws {AgentError} `header_mismatch` where `x-trace-id` is not the trace of `traceparent`.
 */
export function copiesBeside(headers: TransportHeaders): Readonly<Record<string, string>> {
  const correlation = headers['x-correlation-id'];
  const named = headers['x-trace-id'];
  const parent = headers['traceparent'];
  // The version's two digits and a dash stand before the trace; where it is the named one, no more has to be known.
  const traced = named !== undefined && parent?.startsWith(named, 3) ? named : parseTraceparent(parent)?.trace_id;
  if (named !== undefined && traced !== undefined && named !== traced)
    throw AgentError.of('header_mismatch', 'x-trace-id is not the trace of traceparent', {
      path: '/header/tracing/trace_id',
    });
  const trace = named ?? traced;
  return {
    ...(correlation === undefined ? {} : { correlation_id: correlation }),
    ...(trace === undefined ? {} : { trace_id: trace }),
  };
}
