/** Text into bytes: `encodeInto` into a view that stands ready costs half of what it costs into a new one. */

const encoder = new TextEncoder();
/** Offsets that get a cached view: messages are rarely longer, and each view costs about 100 bytes. */
const cached = 16 * 1024;

/** The views of one buffer from an offset to its end, made when first used. */
export type Tails = (Uint8Array | undefined)[];

/** Filled, so that the engine keeps a plain array and not a dictionary of sparse offsets. */
export function noTails(): Tails {
  return Array.from({ length: cached }, () => undefined);
}

/** Writes the UTF-8 of `text` at `offset`, as much as there is room for, and returns how many bytes it took. */
export function textInto(bytes: Uint8Array, tails: Tails, offset: number, text: string): number {
  const tail = offset < cached ? (tails[offset] ??= bytes.subarray(offset)) : bytes.subarray(offset);
  return encoder.encodeInto(text, tail).written;
}
