/** Bytes to text, the two ways that a reader needs: one cheap text of a whole message, and strict UTF-8. */

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
// A browser's latin1 is windows-1252, which differs above 0x7f; only ASCII is ever cut out of this text.
const loose = new TextDecoder('latin1');

interface Latin1 {
  latin1Slice(start: number, end: number): string;
}

interface BufferLike {
  from(buffer: ArrayBufferLike, offset: number, length: number): Latin1;
}

const nodeBuffer: BufferLike | undefined = (globalThis as { readonly Buffer?: unknown }).Buffer as
  BufferLike | undefined;

/** Cuts texts out of bytes, one character per byte: right for ASCII. */
export interface Slicer {
  slice(start: number, end: number): string;
}

/** Made once per buffer: wrapping bytes costs as much as a short text. */
export function slicerOf(bytes: Uint8Array): Slicer {
  if (nodeBuffer === undefined) return { slice: (start, end) => loose.decode(bytes.subarray(start, end)) };
  const buffer = nodeBuffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { slice: (start, end) => buffer.latin1Slice(start, end) };
}

/** The text of UTF-8 bytes, or undefined where they are not UTF-8. A byte order mark is kept: it is a character. */
export function utf8(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes);
  } catch {
    return undefined;
  }
}
