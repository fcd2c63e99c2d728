/** Readers and writers that are made once and used for one message after the other. */

/** More than that are only in use at once where codecs run inside of each other. */
const kept = 4;

export interface Pool<T> {
  /** One that nobody uses: a getter of a value may encode another message meanwhile. */
  take(): T;
  give(one: T): void;
}

export function pool<T>(make: () => T): Pool<T> {
  const idle: T[] = [];
  return {
    take: () => idle.pop() ?? make(),
    give(one) {
      if (idle.length < kept) idle.push(one);
    },
  };
}
