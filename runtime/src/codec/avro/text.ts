/** Text in and out of bytes, with the platform's fastest call where it has one. */

interface NativeBuffer {
  readonly from: (buffer: ArrayBufferLike, offset: number, length: number) => NativeBytes;
}

interface NativeBytes {
  readonly latin1Slice: (start: number, end: number) => string;
}

// Looked up on the global object: the runtime's core imports no `node:` module, and browsers have no Buffer.
const native = (globalThis as { readonly Buffer?: unknown }).Buffer as NativeBuffer | undefined;

/** Differs from latin1 in 0x80..0x9f only, and callers use it for ASCII only; it too gives one unit per byte. */
const windows1252 = new TextDecoder('windows-1252');
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** One UTF-16 unit per byte, right where the bytes are ASCII. */
export type AsciiSlice = (start: number, end: number) => string;

export function asciiSlicer(bytes: Uint8Array): AsciiSlice {
  if (native === undefined) return (start, end) => windows1252.decode(bytes.subarray(start, end));
  const buffer = native.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return (start, end) => buffer.latin1Slice(start, end);
}

/** The text of UTF-8 bytes, or undefined where they are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array, start: number, end: number): string | undefined {
  try {
    return utf8.decode(bytes.subarray(start, end));
  } catch {
    return undefined;
  }
}
