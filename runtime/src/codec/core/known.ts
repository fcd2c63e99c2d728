/** Texts whose bytes stand ready, in words of four, little-endian: to store or to compare at once. */

/** Their length is one byte in every encoding. */
const longest = 63;

export interface Known {
  readonly text: string;
  readonly length: number;
  readonly words: Int32Array;
  /** The bytes of the last word that belong to the text. */
  readonly mask: number;
}

/** Matches no text that is looked for. */
export const nothingKnown: Known = { text: '', length: -1, words: new Int32Array(0), mask: 0 };

/**
 * Undefined where a text is empty, long, or of anything but printable ASCII without quote and backslash, so that it
 * stands in JSON as it is. The text is a copy: a caller's may be a slice of a whole message.
 */
export function knownOf(text: string): Known | undefined {
  const { length } = text;
  if (length === 0 || length > longest) return undefined;
  const words = new Int32Array((length + 3) >> 2);
  let copy = '';
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x20 || code > 0x7e || code === 0x22 || code === 0x5c) return undefined;
    copy += String.fromCharCode(code);
    words[i >> 2] = (words[i >> 2] as number) | (code << (8 * (i & 3)));
  }
  return { text: copy, length, words, mask: (length & 3) === 0 ? -1 : (1 << (8 * (length & 3))) - 1 };
}

/** Writes the text; up to three zero bytes stand behind it. */
export function putKnown(view: DataView, at: number, { words }: Known): void {
  for (let i = 0; i < words.length; i++, at += 4) view.setInt32(at, words[i] as number, true);
}

/** Whether the text stands there. */
export function isKnownAt(view: DataView, from: number, { words, mask }: Known): boolean {
  const last = words.length - 1;
  let at = from;
  if (at + words.length * 4 > view.byteLength) return false;
  for (let i = 0; i < last; i++, at += 4) if (view.getInt32(at, true) !== words[i]) return false;
  return ((view.getInt32(at, true) ^ (words[last] as number)) & mask) === 0;
}
