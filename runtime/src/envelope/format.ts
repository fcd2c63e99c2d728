/** How one encoding frames an envelope; a codec brings it along, so that no client carries the others. */
import { CodecError } from '../codec/codec.js';

/** The parts of an envelope as byte spans of one frame; nothing is decoded yet. */
export interface Parts {
  readonly header: Uint8Array;
  /** What a signature covers: `{ data, metadata }` in the frame's encoding, as sent. */
  readonly payload: Uint8Array;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array | undefined;
}

export interface EnvelopeFormat {
  /** The payload's bytes as `join` will write them. */
  payload(data: Uint8Array, metadata: Uint8Array | undefined): Uint8Array;
  join(header: Uint8Array, data: Uint8Array, metadata: Uint8Array | undefined): Uint8Array;
  /** @throws {CodecError} `invalid_bytes` with the offset. */
  split(frame: Uint8Array): Parts;
}

export function badFrame(message: string, offset: number): CodecError {
  return new CodecError('invalid_bytes', [{ path: '', message }], offset);
}
