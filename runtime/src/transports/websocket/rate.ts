import type { Clock } from '../../clock.js';

export interface Rate {
  /** False where it is one too many. */
  hit(): boolean;
}

/** @param limit in any one second by the clock, counted from its first. */
export function createRate(clock: Clock, limit: number): Rate {
  let since = -Infinity;
  let count = 0;
  return {
    hit() {
      const now = clock.now();
      if (now - since >= 1000) {
        since = now;
        count = 0;
      }
      count++;
      return count <= limit;
    },
  };
}
