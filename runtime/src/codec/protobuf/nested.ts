/** A place where a message lies in another: its tag, and how wide its length was the last time. */
export interface Nested {
  readonly tag: number;
  /** Bytes of the length prefix that the writer sets aside. Only a guess: a wrong one costs a shift, nothing else. */
  width: number;
}

/** The field `number` of length-delimited content. */
export function nested(number: number): Nested {
  return { tag: ((number << 3) | 2) >>> 0, width: 1 };
}
