/** Snappy's block format: by `snappyjs`, an optional peer, loaded when it is first asked for. */
import type * as Snappyjs from 'snappyjs';

export interface Snappy {
  readonly compress: (bytes: Uint8Array) => Uint8Array;
  /** Throws where the bytes are no snappy block, or say that they unfold to more than `most` bytes. */
  readonly decompress: (bytes: Uint8Array, most: number) => Uint8Array;
}

/** @throws {Error} naming the package to install. */
export async function loadSnappy(): Promise<Snappy> {
  const { compress, uncompress } = await load();
  return {
    compress,
    decompress(bytes, most) {
      // The library takes the length at its word and makes room for it.
      if (unfoldedSize(bytes) > most) throw new RangeError(`a snappy block unfolds to more than ${most} bytes`);
      return uncompress(bytes, most);
    },
  };
}

async function load(): Promise<typeof Snappyjs> {
  try {
    return await import('snappyjs');
  } catch (cause) {
    throw new Error('snappy needs the package snappyjs: npm install snappyjs', { cause });
  }
}

/** A block begins with its unfolded length as a varint; Infinity where it does not. */
function unfoldedSize(bytes: Uint8Array): number {
  let size = 0;
  for (let at = 0; at < 5; at++) {
    const byte = bytes[at];
    if (byte === undefined) return Infinity;
    size += (byte & 0x7f) * 2 ** (7 * at);
    if (byte < 0x80) return size;
  }
  return Infinity;
}
