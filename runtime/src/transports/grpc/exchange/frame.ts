/**
 * The exchange: calls of one caller share one stream, which costs a quarter of a gRPC call each and lets updates come
 * before the reply.
 *
 *     package agentwire.v1;
 *     service Exchange { rpc Open(stream Frame) returns (stream Frame); }
 *     message Frame {
 *       enum Kind { NONE = 0; REQUEST = 1; CANCEL = 2; CREDIT = 3; ACCEPTED = 4; UPDATE = 5; REPLY = 6; ERROR = 7; }
 *       uint64 call = 1;                  // chosen by the caller, never twice on one stream
 *       Kind kind = 2;
 *       bytes envelope = 3;               // REQUEST, UPDATE, REPLY: the framed envelope in Protobuf
 *       uint64 timeout = 4;               // REQUEST: milliseconds that are left
 *       uint32 credit = 5;                // REQUEST, CREDIT: how many more updates may be sent
 *       bytes status = 6;                 // ERROR: google.rpc.Status
 *       map<string, string> headers = 7;  // REQUEST: what travels beside the envelope
 *     }
 */
import type { TransportHeaders } from '../../../transport.js';
import { entriesOf, fieldsOf, mapOf, message } from '../wire.js';

export const exchangePath = '/agentwire.v1.Exchange/Open';

const kinds = ['request', 'cancel', 'credit', 'accepted', 'update', 'reply', 'error'] as const;
export type Kind = (typeof kinds)[number];

export interface ExchangeFrame {
  readonly call: number;
  readonly kind: Kind;
  readonly envelope?: Uint8Array;
  readonly timeout?: number;
  readonly credit?: number;
  readonly status?: Uint8Array;
  readonly headers?: TransportHeaders;
}

export function encodeFrame({ call, kind, envelope, timeout, credit, status, headers }: ExchangeFrame): Buffer {
  return message(
    [1, call],
    [2, kinds.indexOf(kind) + 1],
    [3, envelope],
    [4, timeout],
    [5, credit],
    [6, status],
    ...(headers === undefined ? [] : entriesOf(7, headers)),
  );
}

/** Undefined where the kind is of a later release. @throws {Malformed} */
export function decodeFrame(bytes: Uint8Array): ExchangeFrame | undefined {
  const fields = fieldsOf(bytes);
  const kind = kinds[fields.number(2) - 1];
  if (kind === undefined) return undefined;
  const envelope = fields.bytes(3);
  const status = fields.bytes(6);
  const timeout = fields.number(4);
  return {
    call: fields.number(1),
    kind,
    ...(envelope === undefined ? {} : { envelope }),
    ...(timeout === 0 ? {} : { timeout }),
    credit: fields.number(5),
    ...(status === undefined ? {} : { status }),
    ...(kind === 'request' ? { headers: mapOf(fields, 7) } : {}),
  };
}

/** Bytes that a frame may have beside its envelope. */
export const overhead: number = 16 * 1024;
