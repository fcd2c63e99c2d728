/** A bounded queue between a producer that must not wait and a consumer that iterates. */

export interface Queue<T> extends AsyncIterable<T> {
  /** False when the queue is full: the item was not taken. */
  push(item: T): boolean;
  /** Resolves when there is room for one more, or nobody wants more. */
  room(): Promise<void>;
  /** Whether anybody has begun to read. */
  readonly read: boolean;
  end(): void;
  fail(error: Error): void;
}

export function createQueue<T>(limit: number): Queue<T> {
  const items: T[] = [];
  const cramped: (() => void)[] = [];
  let read = false;
  const waiting: { resolve: (result: IteratorResult<T>) => void; reject: (error: Error) => void }[] = [];
  let over: { readonly error?: Error } | undefined;

  const makeRoom = (): void => {
    for (const resolve of cramped.splice(0)) resolve();
  };
  const settle = (): void => {
    makeRoom();
    for (const { resolve, reject } of waiting.splice(0)) {
      if (over?.error === undefined) resolve({ done: true, value: undefined });
      else reject(over.error);
    }
  };

  return {
    push(item) {
      if (over !== undefined) return true;
      const first = waiting.shift();
      if (first !== undefined) first.resolve({ done: false, value: item });
      else if (items.length >= limit) return false;
      else items.push(item);
      return true;
    },
    room: () =>
      over !== undefined || items.length < limit ? Promise.resolve() : new Promise((resolve) => cramped.push(resolve)),
    get read() {
      return read;
    },
    end() {
      over ??= {};
      settle();
    },
    fail(error) {
      over ??= { error };
      settle();
    },
    [Symbol.asyncIterator]() {
      read = true;
      return {
        next() {
          const item = items.shift();
          if (items.length < limit) makeRoom();
          if (item !== undefined) return Promise.resolve({ done: false, value: item });
          if (over === undefined) return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
          return over.error === undefined
            ? Promise.resolve({ done: true, value: undefined })
            : Promise.reject(over.error);
        },
        return() {
          items.length = 0;
          over ??= {};
          settle();
          return Promise.resolve({ done: true, value: undefined });
        },
      };
    },
  };
}
