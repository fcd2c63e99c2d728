declare module 'snappyjs' {
  export function compress(bytes: Uint8Array): Uint8Array;
  /** @param most bytes that are still accepted */
  export function uncompress(bytes: Uint8Array, most?: number): Uint8Array;
}
