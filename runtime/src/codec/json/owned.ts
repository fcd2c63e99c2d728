/** Copies that callers own. */
import type { JsonWriter } from './writer.js';

const slabSize = 64 * 1024;
const largest = 4 * 1024;

let slab = new Uint8Array(slabSize);
let used = 0;

/**
 * The written bytes. Small ones share a slab, as Node's own Buffers do: a typed array with memory of its own costs ten
 * times as much as a view.
 */
export function owned(writer: JsonWriter): Uint8Array {
  const { written, length } = writer;
  if (length <= 64 || length > largest) return new Uint8Array(written);
  if (used + length > slabSize) {
    slab = new Uint8Array(slabSize);
    used = 0;
  }
  const out = slab.subarray(used, used + length);
  out.set(written);
  used += length;
  return out;
}
