/** A bounded queue between a producer that must not wait and a consumer that iterates. */

export interface Queue<T> extends AsyncIterable<T> {
  /** False when the queue is full: the item was not taken. */
  push(item: T): boolean;
  end(): void;
  fail(error: Error): void;
}

export function createQueue<T>(limit: number): Queue<T> {
  const items: T[] = [];
  const waiting: { resolve: (result: IteratorResult<T>) => void; reject: (error: Error) => void }[] = [];
  let over: { readonly error?: Error } | undefined;

  const settle = (): void => {
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
    end() {
      over ??= {};
      settle();
    },
    fail(error) {
      over ??= { error };
      settle();
    },
    [Symbol.asyncIterator]() {
      return {
        next() {
          const item = items.shift();
          if (item !== undefined) return Promise.resolve({ done: false, value: item });
          if (over === undefined) return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
          return over.error === undefined
            ? Promise.resolve({ done: true, value: undefined })
            : Promise.reject(over.error);
        },
        return() {
          items.length = 0;
          return Promise.resolve({ done: true, value: undefined });
        },
      };
    },
  };
}
