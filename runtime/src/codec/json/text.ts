/** Text out of bytes, with the platform's fastest call where it has one. */

interface Latin1 {
  latin1Slice(start: number, end: number): string;
}

// Looked up as a global: the runtime's core imports no `node:` module, and browsers have no Buffer.
const native = typeof Buffer === 'function' ? Buffer : undefined;

// Differs from latin1 in 0x80..0x9f only, where no string is ever cut from; it too gives one unit per byte.
const oneUnitPerByte = new TextDecoder('windows-1252');
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** One UTF-16 unit per byte: right where the bytes are ASCII. */
export type AsciiSlice = (start: number, end: number) => string;

export function asciiSlicer(bytes: Uint8Array): AsciiSlice {
  if (native === undefined) return (start, end) => oneUnitPerByte.decode(bytes.subarray(start, end));
  const buffer = native.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) as Buffer & Latin1;
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
