/** What became of every message, by its number: the judge of tests in which something breaks. */
import { expect } from 'vitest';

export interface Ledger {
  /** `send()` has resolved for it. */
  accepted(dish: string): void;
  refused(dish: string, outcome: string): void;
  handled(dish: string): void;
  readonly acceptedCount: number;
  /** Every accepted message has been handled, in the end; none that was surely refused has. */
  balance(patience: number): Promise<void>;
}

export function createLedger(): Ledger {
  const accepted = new Set<string>();
  const rejected = new Set<string>();
  const handled = new Map<string, number>();
  return {
    accepted: (dish) => void accepted.add(dish),
    refused(dish, outcome) {
      if (outcome === 'rejected') rejected.add(dish);
    },
    handled: (dish) => void handled.set(dish, (handled.get(dish) ?? 0) + 1),
    get acceptedCount() {
      return accepted.size;
    },
    async balance(patience) {
      const missing = (): string[] => [...accepted].filter((dish) => !handled.has(dish));
      await expect.poll(missing, { timeout: patience, interval: 200 }).toEqual([]);
      expect([...rejected].filter((dish) => handled.has(dish))).toEqual([]);
    },
  };
}
