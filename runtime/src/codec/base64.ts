/** Base64 of RFC 4648: written with padding; read in either alphabet, padded or not. */

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** The six bits of a character, or 255. */
export const sextets: Uint8Array = new Uint8Array(256).fill(255);
for (let i = 0; i < 64; i++) sextets[alphabet.charCodeAt(i)] = i;
sextets[0x2d] = 62;
sextets[0x5f] = 63;

/** The codes of the standard alphabet. */
export const base64Codes: Uint8Array = Uint8Array.from(alphabet, (letter) => letter.charCodeAt(0));

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
