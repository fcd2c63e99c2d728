/**
 * What messages of a call say about themselves on any broker, in headers beside the frame's: requests and cancels on
 * their way out, what comes back on the reply address.
 */
import type { Encoding } from '../codec/codec.js';
import type { Frame, TransportHeaders } from '../transport.js';

/**
 * `open` is the request of a caller who streams: its body is the call's header alone, as JSON. `item` and `end` are a
 * stream of either side, `credit` lets the other side send more of them.
 */
export type MessageKind =
  'request' | 'open' | 'cancel' | 'accepted' | 'update' | 'item' | 'end' | 'credit' | 'reply' | 'done' | 'error';

/** Which call of which caller a message belongs to: where its answers go, and a name of its own there. */
export interface CallId {
  readonly replyTo: string;
  readonly call: string;
}

/** Our headers beside the frame's. */
export const names = {
  kind: 'aw-kind',
  encoding: 'aw-encoding',
  deadline: 'aw-deadline',
  replyTo: 'aw-reply-to',
  call: 'aw-call',
  /** How many more items or updates the other side may send. */
  credit: 'aw-credit',
  /** On `accepted`: where whoever took the call hears items and credit. */
  streamTo: 'aw-stream-to',
  code: 'aw-code',
  reason: 'aw-reason',
  outcome: 'aw-outcome',
  path: 'aw-path',
  message: 'aw-message',
} as const;

export function headersOf(kind: MessageKind, id: CallId, frame?: Frame): Record<string, string> {
  return {
    ...frame?.headers,
    ...(frame === undefined ? {} : { [names.encoding]: frame.encoding }),
    [names.kind]: kind,
    [names.replyTo]: id.replyTo,
    [names.call]: id.call,
  };
}

export function callOf(headers: TransportHeaders): CallId {
  return { replyTo: headers[names.replyTo] ?? '', call: headers[names.call] ?? '' };
}

const encodings: readonly string[] = ['json', 'protobuf', 'avro'] satisfies Encoding[];

/** The frame of a message; undefined where it names no encoding that there is. */
export function frameOf(headers: TransportHeaders, body: Uint8Array): Frame | undefined {
  const encoding = headers[names.encoding];
  return encoding !== undefined && encodings.includes(encoding)
    ? { encoding: encoding as Encoding, body, headers }
    : undefined;
}
