/**
 * One WebSocket message: a head of a few JSON members and perhaps a body, one framed envelope.
 *
 *     text    {"type":"message","seq":7,"data":{"header":…,"payload":…}}
 *     binary  length of the head (32 bits, big-endian), the head as JSON, the body's bytes
 *
 * A body in JSON is the member `data` of a text message, any other one follows its head in a binary message. What has no
 * body is text on every connection.
 */
import { CodecError } from '../../codec/codec.js';
import type { JsonValue } from '../../codec/json-value.js';
import { concat, utf8 } from '../../envelope/bytes.js';
import { jsonMembers } from '../../envelope/json.js';

export interface Data {
  readonly binary: boolean;
  readonly bytes: Uint8Array;
}

export type Head = Readonly<Record<string, JsonValue>>;

export interface Body {
  readonly json: boolean;
  readonly bytes: Uint8Array;
}

export type Packet = { readonly kind: 'packet'; readonly head: Head; readonly body?: Body } | Fault;

/** What a peer may not send: the status that its connection is closed with (RFC 6455 7.4.1), and why. */
export interface Fault {
  readonly kind: 'fault';
  readonly status: 1002 | 1003 | 1007;
  readonly why: string;
}

const dataKey = utf8(',"data":');
const brace = utf8('}');
const lengthSize = 4;

export function writePacket(head: Head, body?: Body): Data {
  const text = JSON.stringify(head);
  if (body === undefined) return { binary: false, bytes: utf8(text) };
  if (body.json) return { binary: false, bytes: concat([utf8(text.slice(0, -1)), dataKey, body.bytes, brace]) };
  const bytes = utf8(text);
  const length = new Uint8Array(lengthSize);
  new DataView(length.buffer).setUint32(0, bytes.length);
  return { binary: true, bytes: concat([length, bytes, body.bytes]) };
}

export function readPacket({ binary, bytes }: Data): Packet {
  try {
    return binary ? readBinary(bytes) : readText(bytes);
  } catch (thrown) {
    if (thrown instanceof CodecError || thrown instanceof SyntaxError || thrown instanceof TypeError)
      return { kind: 'fault', status: 1007, why: 'the message is no JSON object' };
    throw thrown;
  }
}

/** The head is parsed with a zero in place of the body, which stays a span of bytes. */
function readText(bytes: Uint8Array): Packet {
  const { data } = jsonMembers(bytes);
  if (data === undefined) return { kind: 'packet', head: parseHead(decoder.decode(bytes)) };
  const start = data.byteOffset - bytes.byteOffset;
  const [before, after] = [bytes.subarray(0, start), bytes.subarray(start + data.length)];
  const { data: _, ...head } = parseHead(`${decoder.decode(before)}0${decoder.decode(after)}`);
  return { kind: 'packet', head, body: { json: true, bytes: data } };
}

function readBinary(bytes: Uint8Array): Packet {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = bytes.length < lengthSize ? Infinity : lengthSize + view.getUint32(0);
  if (end > bytes.length) return { kind: 'fault', status: 1007, why: 'the head ends after the message' };
  const text = bytes.subarray(lengthSize, end);
  // A member that stands twice is refused here.
  jsonMembers(text);
  const head = parseHead(decoder.decode(text));
  return { kind: 'packet', head, body: { json: false, bytes: bytes.subarray(end) } };
}

const decoder = new TextDecoder('utf-8', { fatal: true });

function parseHead(text: string): Head {
  return JSON.parse(text) as Head;
}
