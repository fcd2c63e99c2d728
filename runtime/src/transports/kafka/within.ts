import type { Clock } from '../../clock.js';

/** Waits for the work, at the longest `patience` milliseconds. True where the work was over by then. */
export function within(clock: Clock, patience: number, work: Promise<unknown>): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const timer = clock.timer(patience, () => resolve(false));
    work.then(() => resolve(true), reject).finally(() => timer.cancel());
  });
}
