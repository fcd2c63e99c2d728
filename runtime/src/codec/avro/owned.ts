/** Copies that callers own. */

const slabSize = 16 * 1024;
const largest = 2 * 1024;

let slab = new Uint8Array(slabSize);
let used = 0;

/**
 * A copy of `view`. Small ones share a slab, as Node's own Buffers do: a typed array with memory of its own costs ten
 * times as much as a view.
 */
export function owned(view: Uint8Array): Uint8Array {
  const size = view.length;
  if (size <= 64 || size > largest) return new Uint8Array(view);
  if (used + size > slabSize) {
    slab = new Uint8Array(slabSize);
    used = 0;
  }
  slab.set(view, used);
  const out = slab.subarray(used, used + size);
  used += size;
  return out;
}
