/** What travels beside a frame on every transport: ids for whoever does not open envelopes. Names in lower case. */
import type { Header } from './header.js';
import { traceparent } from './tracing.js';
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
