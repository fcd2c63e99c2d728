/**
 * `TaskRequest { header = 1; payload = 2 { data = 1; metadata = 2 }; sealed = 3 }`: the composed gRPC message of wire.md
 * section 2, whatever the message's own name.
 */
import { concat } from './bytes.js';
import { badFrame, type EnvelopeFormat, type Parts } from './format.js';

const one = 0x0a;
const two = 0x12;
const sealed = 0x1a;

export const protobufEnvelope: EnvelopeFormat = {
  payload: payloadOf,
  join: (header, data, metadata) => concat([field(one, header), field(two, payloadOf(data, metadata))]),
  split(frame): Parts {
    const top = fieldsOf(frame, [one, two, sealed]);
    const header = top.get(one);
    const payload = top.get(two);
    if (header === undefined) throw badFrame('the envelope has no header', 0);
    if (payload === undefined) throw badFrame('the envelope has no payload', 0);
    const inner = fieldsOf(payload, [one, two]);
    const data = inner.get(one);
    if (data === undefined) throw badFrame('the payload has no data', 0);
    return { header, payload, data, metadata: inner.get(two) };
  },
};

function payloadOf(data: Uint8Array, metadata: Uint8Array | undefined): Uint8Array {
  return concat([field(one, data), ...(metadata === undefined ? [] : [field(two, metadata)])]);
}

function field(tag: number, bytes: Uint8Array): Uint8Array {
  const head = [tag];
  for (let left = bytes.length; ; left >>>= 7) {
    if (left < 0x80) {
      head.push(left);
      return concat([Uint8Array.from(head), bytes]);
    }
    head.push((left & 0x7f) | 0x80);
  }
}

/** The envelope is strict: known fields, each at most once, since the last of two would go unsigned. */
function fieldsOf(bytes: Uint8Array, known: readonly number[]): Map<number, Uint8Array> {
  const fields = new Map<number, Uint8Array>();
  let at = 0;
  while (at < bytes.length) {
    const tag = bytes[at] ?? 0;
    if (!known.includes(tag)) throw badFrame('an unknown field in the envelope', at);
    if (fields.has(tag)) throw badFrame('an envelope field stands twice', at);
    let size = 0;
    let shift = 0;
    let byte: number;
    do {
      at++;
      byte = bytes[at] ?? 0xff;
      if (at >= bytes.length || shift > 28) throw badFrame('a length is cut off', at);
      size += (byte & 0x7f) * 2 ** shift;
      shift += 7;
    } while (byte >= 0x80);
    const start = at + 1;
    if (start + size > bytes.length) throw badFrame('a field ends after the message', start);
    fields.set(tag, bytes.subarray(start, start + size));
    at = start + size;
  }
  return fields;
}
