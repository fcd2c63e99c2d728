/** What travels beside a frame on every transport: ids for whoever does not open envelopes. Names in lower case. */
import type { Header } from './header.js';
import { traceparent } from './tracing.js';
import type { TransportHeaders } from './transport.js';

/** The document's `X-*` headers and `traceparent`. */
export function besideHeaders(header: Header): TransportHeaders {
  return {
    'x-correlation-id': header.correlation_id,
    'x-trace-id': header.tracing.trace_id,
    'x-agent-version': header.version,
    traceparent: traceparent(header.tracing),
  };
}
