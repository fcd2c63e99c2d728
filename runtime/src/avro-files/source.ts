/** Bytes that come in pieces, taken in the lengths that a format asks for. */
import { broken, tooLarge } from './compression.js';

export interface Source {
  /** Exactly this many bytes: a view of what came. */
  take(length: number): Promise<Uint8Array>;
  /** An Avro long within 2^53 - 1. */
  long(): Promise<number>;
  /** Avro bytes of at most this length. */
  bytes(most: number): Promise<Uint8Array>;
  /** Whether all bytes have been taken. */
  ended(): Promise<boolean>;
}

export function sourceOf(chunks: Uint8Array | AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Source {
  const pieces = chunks instanceof Uint8Array ? [chunks] : chunks;
  const iterator = iteratorOf(pieces);
  let rest: Uint8Array = new Uint8Array(0);

  /** Whether as many bytes are at hand. A large piece grows by doubling, since it comes in many small ones. */
  async function fill(length: number): Promise<boolean> {
    if (rest.length >= length) return true;
    const parts = [rest];
    let have = rest.length;
    while (have < length) {
      const next = await iterator.next();
      if (next.done === true) break;
      parts.push(next.value);
      have += next.value.length;
    }
    rest = joined(parts, have);
    return have >= length;
  }

  const source: Source = {
    async take(length) {
      if (!(await fill(length))) throw broken('the file breaks off');
      const taken = rest.subarray(0, length);
      rest = rest.subarray(length);
      return taken;
    },
    async long() {
      let zigzag = 0n;
      for (let shift = 0n; shift < 64n; shift += 7n) {
        const [byte = 0] = await source.take(1);
        zigzag |= BigInt(byte & 0x7f) << shift;
        if (byte >= 0x80) continue;
        const value = Number((zigzag >> 1n) ^ -(zigzag & 1n));
        if (!Number.isSafeInteger(value)) break;
        return value;
      }
      throw broken('a number of the file is too large');
    },
    async bytes(most) {
      const length = await source.long();
      if (length < 0) throw broken('a length of the file is negative');
      if (length > most) throw tooLarge(most);
      return source.take(length);
    },
    ended: async () => !(await fill(1)),
  };
  return source;
}

function iteratorOf(
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncIterator<Uint8Array> | Iterator<Uint8Array> {
  return Symbol.asyncIterator in pieces ? pieces[Symbol.asyncIterator]() : pieces[Symbol.iterator]();
}

function joined(parts: readonly Uint8Array[], size: number): Uint8Array {
  const [only, second] = parts.filter((part) => part.length > 0);
  if (only === undefined) return new Uint8Array(0);
  if (second === undefined) return only;
  const out = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
