/** The connections of one transport value, shared by all its clients and closed with the last of them. */
import type { HttpOptions } from './options.js';
import { openPool, type HttpPool } from './undici.js';

export interface Lease {
  readonly pool: HttpPool;
  release(): Promise<void>;
}

export interface SharedPools {
  take(origin: string): Promise<Lease>;
}

interface Shared {
  readonly pool: Promise<HttpPool>;
  users: number;
}

export function sharedPools(options: HttpOptions): SharedPools {
  const open = new Map<string, Shared>();
  return {
    async take(origin) {
      const shared = open.get(origin) ?? { pool: openPool(origin, options.pool ?? {}, options.tls), users: 0 };
      open.set(origin, shared);
      shared.users++;
      let released = false;
      const release = async (): Promise<void> => {
        if (released) return;
        released = true;
        shared.users--;
        if (shared.users > 0) return;
        open.delete(origin);
        await (await shared.pool).close();
      };
      try {
        return { pool: await shared.pool, release };
      } catch (thrown) {
        open.delete(origin);
        throw thrown;
      }
    },
  };
}
