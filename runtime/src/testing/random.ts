import type { Random } from '../clock.js';

/** Randomness that is the same in every run with the same seed. Not for keys. */
export function seededRandom(seed: number): Random {
  const next = splitMix(seed);
  const hex = (bytes: number): string => {
    let text = '';
    while (text.length < bytes * 2) text += next().toString(16).padStart(8, '0');
    text = text.slice(0, bytes * 2);
    return /^0+$/.test(text) ? hex(bytes) : text;
  };
  return {
    hex,
    /** Version 4, as the envelope asks for (RFC 9562 5.4). */
    uuid() {
      const digits = hex(16);
      const variant = ((Number.parseInt(digits.charAt(16), 16) & 3) | 8).toString(16);
      return [
        digits.slice(0, 8),
        digits.slice(8, 12),
        `4${digits.slice(13, 16)}`,
        `${variant}${digits.slice(17, 20)}`,
        digits.slice(20),
      ].join('-');
    },
    fraction: () => next() / 2 ** 32,
  };
}

/** SplitMix32: 32 bits at a time, every seed a full period of 2^32. */
function splitMix(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  };
}
