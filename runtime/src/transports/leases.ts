/** What clients of one transport value share by address: opened for the first of them, closed with the last. */

export interface Lease<T> {
  readonly held: T;
  release(): Promise<void>;
}

export interface Leases<K, T> {
  /** Rejects as `open` does; the next one then opens anew. */
  take(key: K): Promise<Lease<T>>;
}

interface Shared<T> {
  readonly held: Promise<T>;
  users: number;
}

export function sharedBy<K, T extends { close(): void | Promise<void> }>(
  nameOf: (key: K) => string,
  open: (key: K) => Promise<T>,
): Leases<K, T> {
  const all = new Map<string, Shared<T>>();
  return {
    async take(key) {
      const name = nameOf(key);
      const shared = all.get(name) ?? { held: open(key), users: 0 };
      all.set(name, shared);
      shared.users++;
      let released = false;
      const release = async (): Promise<void> => {
        if (released) return;
        released = true;
        shared.users--;
        if (shared.users > 0) return;
        all.delete(name);
        await (await shared.held).close();
      };
      try {
        return { held: await shared.held, release };
      } catch (thrown) {
        all.delete(name);
        throw thrown;
      }
    },
  };
}
