/** What a writer and a reader know of member names before any message comes. */

const encoder = new TextEncoder();

/** `,"name":` as bytes, and as words of four bytes to store at once. */
export interface JsonKey {
  readonly name: string;
  readonly length: number;
  readonly words: Int32Array;
}

/** The key of a member, as the writer of a record puts it. */
export function jsonKey(name: string): JsonKey {
  return { name, ...wordsOf(`,${JSON.stringify(name)}:`) };
}

function wordsOf(text: string): { readonly length: number; readonly words: Int32Array } {
  const bytes = encoder.encode(text);
  const padded = new Uint8Array(Math.ceil(bytes.length / 4) * 4);
  padded.set(bytes);
  const view = new DataView(padded.buffer);
  const words = Int32Array.from({ length: padded.length / 4 }, (_, index) => view.getInt32(index * 4, true));
  return { length: bytes.length, words };
}

/** `"name"` as words of four bytes to compare at once, the last one through a mask. */
export interface Quoted {
  readonly length: number;
  readonly words: Int32Array;
  readonly mask: number;
}

function quotedOf(text: string): Quoted {
  const { words, length } = wordsOf(JSON.stringify(text));
  const rest = length % 4;
  return { length, words, mask: rest === 0 ? -1 : (1 << (rest * 8)) - 1 };
}

/**
 * The member names of a record. A reader expects after each member the one that stood there in the last message, so
 * that any producer's order is fast from the second message on.
 */
export class JsonNames {
  /** By spelling: names, then aliases. */
  readonly quoted: readonly Quoted[];
  /** How many spellings there are; also stands for a member that is none of them, and for the start. */
  readonly count: number;
  /** The spelling that came after each. */
  readonly successor: Int32Array;
  readonly #spellings: ReadonlyMap<string, number>;

  constructor(spellings: readonly string[]) {
    this.count = spellings.length;
    this.quoted = spellings.map(quotedOf);
    this.successor = Int32Array.from({ length: spellings.length + 1 }, (_, index) => index + 1);
    this.successor[spellings.length] = 0;
    this.#spellings = new Map(spellings.map((name, index) => [name, index]));
  }

  /** The spelling's index, or `count`. */
  find(name: string): number {
    return this.#spellings.get(name) ?? this.count;
  }
}

/** The member names of a record in the order of its schema, other spellings behind them. */
export function jsonNames(...spellings: readonly string[]): JsonNames {
  return new JsonNames(spellings);
}

/** The words of an enum; the word that came last is tried first. */
export class JsonWords<W extends string> {
  readonly words: readonly W[];
  /** `"word"`, by index. */
  readonly quoted: readonly Quoted[];
  /** Protobuf numbers, one per word. */
  readonly numbers: readonly number[] | undefined;
  last = 0;
  readonly #known: ReadonlyMap<string, number>;

  constructor(words: readonly W[], numbers?: readonly number[]) {
    this.words = words;
    this.quoted = words.map(quotedOf);
    this.numbers = numbers;
    this.#known = new Map(words.map((word, index) => [word, index]));
  }

  /** The word's index, or -1. */
  find(word: string): number {
    return this.#known.get(word) ?? -1;
  }

  /** The word of a Protobuf number. */
  byNumber(number: number): W | undefined {
    const index = this.numbers?.indexOf(number) ?? -1;
    return index < 0 ? undefined : this.words[index];
  }
}

export function jsonWords<const W extends string>(words: readonly W[], numbers?: readonly number[]): JsonWords<W> {
  return new JsonWords(words, numbers);
}
