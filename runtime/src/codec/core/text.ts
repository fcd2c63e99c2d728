/** Text in and out of bytes, with the platform's fastest call where it has one. */

interface NativeBytes {
  readonly latin1Slice: (start: number, end: number) => string;
}

/** ES2024, and in every platform that the runtime supports. */
type WellFormed = string & { isWellFormed(): boolean };

interface NativeBuffer {
  readonly from: (buffer: ArrayBufferLike, offset: number, length: number) => NativeBytes;
}

// Looked up on the global object: the runtime's core imports no `node:` module, and browsers have no Buffer.
const native = (globalThis as { readonly Buffer?: unknown }).Buffer as NativeBuffer | undefined;

// Differs from latin1 in 0x80..0x9f only, where no string is ever cut from; it too gives one unit per byte.
const oneUnitPerByte = new TextDecoder('windows-1252');
// A byte order mark is a character like any other.
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** One UTF-16 unit per byte: right where the bytes are ASCII. */
export type AsciiSlice = (start: number, end: number) => string;

/** Made once per buffer: wrapping bytes costs as much as a short text. */
export function asciiSlicer(bytes: Uint8Array): AsciiSlice {
  if (native === undefined) return (start, end) => oneUnitPerByte.decode(bytes.subarray(start, end));
  const buffer = native.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return (start, end) => buffer.latin1Slice(start, end);
}

/** The text of UTF-8 bytes, or undefined where they are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array, start: number, end: number): string | undefined {
  try {
    return strict.decode(bytes.subarray(start, end));
  } catch {
    return undefined;
  }
}

/** Whether a text has half of a surrogate pair, which UTF-8 cannot carry. */
export function hasLoneSurrogate(text: string): boolean {
  return !(text as WellFormed).isWellFormed();
}

/** Whether all bytes are ASCII; four at a time. */
export function isAscii(view: DataView, start: number, end: number): boolean {
  let seen = 0;
  let at = start;
  for (; at + 4 <= end; at += 4) seen |= view.getInt32(at, true);
  for (; at < end; at++) seen |= view.getUint8(at);
  return (seen & 0x80808080) === 0;
}
