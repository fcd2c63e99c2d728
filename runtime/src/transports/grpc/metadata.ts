/** What travels beside a frame, as gRPC's metadata. */
import { AgentError } from '../../error.js';
import type { TransportHeaders } from '../../transport.js';
import type { Grpc } from './grpc-js.js';

/** The header that opens a caller's stream, as canonical JSON; where a peer has none, its first item's header does. */
export const openingKey = 'x-agent-header-bin';
/** In a response's initial metadata: the call was durably taken over. */
export const acceptedKey = 'x-agent-accepted';
/** On the exchange, either way: bytes of one message that the other side may send. */
export const maxMessageKey = 'x-agent-max-message';

/** What a second value of would let two readers of one call see two things. */
const single: ReadonlySet<string> = new Set([
  'authorization',
  'traceparent',
  'x-agent-operation',
  'x-agent-version',
  'x-correlation-id',
  'x-trace-id',
]);

/** Names in lower case, values that are text. @throws {AgentError} `malformed` where one of ours stands twice. */
export function headersOf(metadata: Grpc.Metadata): TransportHeaders {
  // A key may be named `__proto__`.
  const headers = Object.create(null) as Record<string, string>;
  for (const key of Object.keys(metadata.getMap())) {
    if (key.endsWith('-bin')) continue;
    const values = metadata.get(key);
    // Node has joined what stood there more than once.
    if (single.has(key) && values.join().includes(',')) throw AgentError.of('malformed', `${key} stands twice`);
    headers[key] = values.join(', ');
  }
  return headers;
}

/** @throws {AgentError} `header_invalid` where a value is not printable ASCII, which is all that metadata takes. */
export function metadataOf(grpc: typeof Grpc, headers: TransportHeaders): Grpc.Metadata {
  const metadata = new grpc.Metadata();
  try {
    for (const [name, value] of Object.entries(headers)) metadata.set(name, value);
  } catch (cause) {
    throw AgentError.of('header_invalid', 'a header cannot be sent over gRPC', { cause });
  }
  return metadata;
}

export function bytesIn(metadata: Grpc.Metadata, key: string): Uint8Array | undefined {
  const [value] = metadata.get(key);
  return value instanceof Uint8Array ? value : undefined;
}

/** Undefined where the other side says nothing. */
export function limitIn(metadata: Grpc.Metadata): number | undefined {
  const [value] = metadata.get(maxMessageKey);
  return typeof value === 'string' && /^\d{1,12}$/.test(value) ? Number(value) : undefined;
}
