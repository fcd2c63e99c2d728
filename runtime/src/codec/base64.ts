/** Base64 of RFC 4648: written with padding; read in either alphabet, padded or not. */

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** The six bits of a character, or 255. */
export const sextets: Uint8Array = new Uint8Array(256).fill(255);
for (let i = 0; i < 64; i++) sextets[alphabet.charCodeAt(i)] = i;
sextets[0x2d] = 62;
sextets[0x5f] = 63;

/** The codes of the standard alphabet. */
export const base64Codes: Uint8Array = Uint8Array.from(alphabet, (letter) => letter.charCodeAt(0));

/** The bytes of a text that stands in bytes itself, or undefined where it is not base64. */
export function fromBase64(text: Uint8Array, from: number, to: number): Uint8Array | undefined {
  let end = to;
  if (end > from && text[end - 1] === 0x3d) end -= text[end - 2] === 0x3d && end - 1 > from ? 2 : 1;
  const count = end - from;
  if ((end !== to && (to - from) % 4 !== 0) || count % 4 === 1) return undefined;
  const out = new Uint8Array(Math.floor((count * 3) / 4));
  let seen = 0;
  let at = from;
  let put = 0;
  for (; at + 4 <= end; at += 4, put += 3) {
    const a = sextets[text[at] as number] as number;
    const b = sextets[text[at + 1] as number] as number;
    const c = sextets[text[at + 2] as number] as number;
    const d = sextets[text[at + 3] as number] as number;
    seen |= a | b | c | d;
    const three = (a << 18) | (b << 12) | (c << 6) | d;
    out[put] = three >> 16;
    out[put + 1] = three >> 8;
    out[put + 2] = three;
  }
  let bits = 0;
  for (; at < end; at++) {
    const six = sextets[text[at] as number] as number;
    seen |= six;
    bits = (bits << 6) | six;
  }
  // What is no letter is 255. The bits that fill up the last character are zero: one value has one text.
  const spare = count % 4 === 2 ? 4 : count % 4 === 3 ? 2 : 0;
  if (seen > 63 || (bits & ((1 << spare) - 1)) !== 0) return undefined;
  bits >>= spare;
  for (let i = out.length - 1; i >= put; i--, bits >>= 8) out[i] = bits;
  return out;
}

/** How many bytes the text stands for, or -1 where it is not base64. */
export function base64Length(text: string): number {
  const end = text.endsWith('==') ? text.length - 2 : text.endsWith('=') ? text.length - 1 : text.length;
  if (end !== text.length && text.length % 4 !== 0) return -1;
  if (end % 4 === 1) return -1;
  for (let i = 0; i < end; i++) if ((sextets[text.charCodeAt(i)] ?? 255) === 255) return -1;
  // The bits that fill up the last character are zero: one value has one text.
  const spare = end % 4 === 2 ? 15 : end % 4 === 3 ? 3 : 0;
  if (spare !== 0 && ((sextets[text.charCodeAt(end - 1)] ?? 0) & spare) !== 0) return -1;
  return Math.floor((end * 3) / 4);
}
