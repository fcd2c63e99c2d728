/**
 * A record of two opaque values: `{ header: bytes, payload: { data: bytes, metadata: [null, bytes] } }`. Header, data
 * and metadata each name their writer by single-object encoding, so that they evolve on their own.
 */
import { concat } from './bytes.js';
import { badFrame, type EnvelopeFormat, type Parts } from './format.js';

export const avroEnvelope: EnvelopeFormat = {
  payload: (data, metadata) => concat(payloadParts(data, metadata)),
  join: (header, data, metadata) => concat([...sized(header), ...payloadParts(data, metadata)]),
  split(frame): Parts {
    const header = bytesAt(frame, 0);
    const data = bytesAt(frame, header.end);
    const branch = frame[data.end];
    if (branch === undefined || (branch !== 0 && branch !== 2))
      throw badFrame('expected a union of null and bytes', data.end);
    const metadata = branch === 2 ? bytesAt(frame, data.end + 1) : undefined;
    const end = metadata?.end ?? data.end + 1;
    if (end !== frame.length) throw badFrame('bytes after the envelope', end);
    return {
      header: header.value,
      payload: frame.subarray(header.end),
      data: data.value,
      metadata: metadata?.value,
    };
  },
};

function payloadParts(data: Uint8Array, metadata: Uint8Array | undefined): readonly Uint8Array[] {
  return metadata === undefined
    ? [...sized(data), Uint8Array.of(0)]
    : [...sized(data), Uint8Array.of(2), ...sized(metadata)];
}

function sized(bytes: Uint8Array): Uint8Array[] {
  const head: number[] = [];
  for (let left = bytes.length * 2; ; left = Math.floor(left / 128)) {
    if (left < 128) {
      head.push(left);
      return [Uint8Array.from(head), bytes];
    }
    head.push((left % 128) + 128);
  }
}

function bytesAt(frame: Uint8Array, start: number): { value: Uint8Array; end: number } {
  let zigzag = 0;
  let at = start;
  for (let shift = 1; ; shift *= 128, at++) {
    const byte = frame[at];
    if (byte === undefined || shift > 2 ** 35) throw badFrame('a length is cut off', at);
    zigzag += (byte & 0x7f) * shift;
    if (byte < 0x80) break;
  }
  if (zigzag % 2 !== 0) throw badFrame('a negative length', start);
  const from = at + 1;
  const end = from + zigzag / 2;
  if (end > frame.length) throw badFrame('a value ends after the message', from);
  return { value: frame.subarray(from, end), end };
}
