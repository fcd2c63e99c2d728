/** Calls that were cancelled before their message was begun: a cancel goes ahead of what waits in its partition. */
import type { Clock } from '../../clock.js';

export interface Cancelled {
  remember(call: string): void;
  /** True once, where the call was cancelled. */
  take(call: string): boolean;
}

const lifetime = 300_000;
const limit = 10_000;

export function createCancelled(clock: Clock): Cancelled {
  const until = new Map<string, number>();
  return {
    remember(call) {
      // In the order of their ends, since all live equally long.
      for (const [old, end] of until) {
        if (end > clock.now() && until.size < limit) break;
        until.delete(old);
      }
      until.set(call, clock.now() + lifetime);
    },
    take(call) {
      const end = until.get(call);
      return until.delete(call) && end !== undefined && end > clock.now();
    },
  };
}
