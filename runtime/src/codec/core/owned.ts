/** Results that callers own. */

const slabSize = 64 * 1024;
const largest = 4 * 1024;
/** Up to this length an array of its own costs less than a view of a slab. */
const alone = 64;

let slab = new Uint8Array(slabSize);
let used = 0;

/** The views of a writer's buffer from its start, by length, made when first used: a new one costs as much as the copy. */
export type Heads = (Uint8Array | undefined)[];

/** Filled, so that the engine keeps a plain array and not a dictionary of sparse lengths. */
export function noHeads(): Heads {
  return Array.from({ length: largest + 1 }, () => undefined);
}

/**
 * A copy of the first `length` bytes. Small ones share a slab, as Node's own Buffers do: a typed array with memory of
 * its own costs ten times as much as a view.
 */
export function owned(bytes: Uint8Array, length: number, heads?: Heads): Uint8Array {
  if (length > largest) return bytes.slice(0, length);
  const head = headOf(bytes, length, heads);
  if (length <= alone) return new Uint8Array(head);
  if (used + length > slabSize) {
    slab = new Uint8Array(slabSize);
    used = 0;
  }
  const out = new Uint8Array(slab.buffer, used, length);
  slab.set(head, used);
  used += length;
  return out;
}

/** Copies the first `length` bytes. */
export function copyInto(bytes: Uint8Array, length: number, target: Uint8Array, offset: number, heads: Heads): void {
  target.set(headOf(bytes, length, heads), offset);
}

/** The first `length` bytes as a view. */
export function headOf(bytes: Uint8Array, length: number, heads: Heads | undefined): Uint8Array {
  if (heads === undefined || length > largest) return bytes.subarray(0, length);
  return (heads[length] ??= bytes.subarray(0, length));
}
