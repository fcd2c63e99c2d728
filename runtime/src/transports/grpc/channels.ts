/** The connection of one transport value to one address, shared by all its clients and closed with the last of them. */
import { openChannel, type Channel } from './channel.js';
import type { Target } from './grpc.js';
import type { GrpcOptions } from './options.js';

export interface Lease {
  readonly channel: Channel;
  release(): Promise<void>;
}

export interface SharedChannels {
  take(target: Target): Promise<Lease>;
}

interface Shared {
  readonly channel: Promise<Channel>;
  users: number;
}

export function sharedChannels(options: GrpcOptions): SharedChannels {
  const open = new Map<string, Shared>();
  return {
    async take(target) {
      const key = `${target.address} ${target.secure}`;
      const shared = open.get(key) ?? { channel: openChannel(target, options), users: 0 };
      open.set(key, shared);
      shared.users++;
      let released = false;
      const release = async (): Promise<void> => {
        if (released) return;
        released = true;
        shared.users--;
        if (shared.users > 0) return;
        open.delete(key);
        (await shared.channel).close();
      };
      try {
        return { channel: await shared.channel, release };
      } catch (thrown) {
        open.delete(key);
        throw thrown;
      }
    },
  };
}
