/** The words of an open enum: what is mostly written, though any text may be. */
import { isKnownAt, type Known, knownOf } from './known.js';

export interface OpenWords {
  /** Words by length and outer letters; those of one slot in a row. */
  readonly slots: readonly (readonly Known[])[];
}

export function openWords(...words: readonly string[]): OpenWords {
  let count = 8;
  while (count < words.length * 4) count *= 2;
  const slots = Array.from({ length: count }, (): Known[] => []);
  for (const word of words) {
    const known = knownOf(word);
    if (known !== undefined) slots[slotOf(word.length, word.charCodeAt(0), codeAtEnd(word), count)]?.push(known);
  }
  return { slots };
}

/** Undefined where the text is none of the words. */
export function wordOf({ slots }: OpenWords, text: string): Known | undefined {
  const { length } = text;
  if (length === 0) return undefined;
  const known = slots[slotOf(length, text.charCodeAt(0), codeAtEnd(text), slots.length)] as readonly Known[];
  for (let i = 0; i < known.length; i++) if ((known[i] as Known).text === text) return known[i];
  return undefined;
}

/** Undefined where the bytes are none of the words. */
export function wordAt({ slots }: OpenWords, view: DataView, at: number, length: number): Known | undefined {
  if (length === 0) return undefined;
  const known = slots[
    slotOf(length, view.getUint8(at), view.getUint8(at + length - 1), slots.length)
  ] as readonly Known[];
  for (let i = 0; i < known.length; i++) {
    const one = known[i] as Known;
    if (one.length === length && isKnownAt(view, at, one)) return one;
  }
  return undefined;
}

function slotOf(length: number, first: number, last: number, count: number): number {
  return (length + 5 * first + 3 * last) & (count - 1);
}

function codeAtEnd(text: string): number {
  return text.charCodeAt(text.length - 1);
}
