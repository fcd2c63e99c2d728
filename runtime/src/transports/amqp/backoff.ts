/** Trying again: with full jitter, so that those who lost one broker do not come back as one. */
import { sleep, type Random, type World } from '../../clock.js';

export interface Backoff {
  /** Milliseconds: the bound of the first wait, doubled for each next one up to `max`. */
  readonly initial: number;
  readonly max: number;
}

export function backoffDelay({ initial, max }: Backoff, attempt: number, random: Random): number {
  return random.fraction() * Math.min(max, initial * 2 ** attempt);
}

export interface Persistence {
  readonly world: World;
  readonly backoff: Backoff;
  /** False: it is given up. */
  readonly wanted: () => boolean;
  readonly failed?: (thrown: unknown) => void;
  /** Ends a wait. */
  readonly signal?: AbortSignal;
}

/** Until it succeeds. */
export async function persist(act: () => Promise<unknown>, persistence: Persistence): Promise<void> {
  const { world, backoff, wanted, failed, signal } = persistence;
  const going = (): boolean => signal?.aborted !== true && wanted();
  for (let attempt = 0; going(); attempt++) {
    try {
      await act();
      return;
    } catch (thrown) {
      failed?.(thrown);
    }
    await sleep(world.clock, backoffDelay(backoff, attempt, world.random), signal).catch(() => undefined);
  }
}
