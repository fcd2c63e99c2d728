/** What we use of snappyjs, which has no types of its own. */
declare module 'snappyjs' {
  export function compress(bytes: Uint8Array): Uint8Array;
  /** @throws where the bytes say that they become more than `longest`. */
  export function uncompress(bytes: Uint8Array, longest: number): Uint8Array;
}
