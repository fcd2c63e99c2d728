/** Results that callers own. */

const slabSize = 64 * 1024;
const largest = 4 * 1024;
/** Up to this length a loop beats the native call. */
const looped = 96;

let slab = new Uint8Array(slabSize);
let used = 0;

/**
 * A copy of the first `length` bytes. Small ones share a slab, as Node's own Buffers do: a typed array with memory of
 * its own costs ten times as much as a view.
 */
export function owned(bytes: Uint8Array, length: number): Uint8Array {
  if (length > largest) return bytes.slice(0, length);
  if (used + length > slabSize) {
    slab = new Uint8Array(slabSize);
    used = 0;
  }
  const out = slab.subarray(used, used + length);
  used += length;
  copyInto(bytes, length, out, 0);
  return out;
}

/** Copies the first `length` bytes. */
export function copyInto(bytes: Uint8Array, length: number, target: Uint8Array, offset: number): void {
  if (length > looped) target.set(bytes.subarray(0, length), offset);
  else for (let i = 0; i < length; i++) target[offset + i] = bytes[i] as number;
}
