import type { Clock, Timer } from '../clock.js';

/** A clock that stands still until it is told to move. */
export interface FakeClock extends Clock {
  /** Timers that are waiting. */
  readonly timers: number;
  /**
   * Moves time on and runs the timers that become due on the way, in order, each at its own moment; promises are settled
   * before the first, between them and after the last.
   */
  advance(milliseconds: number): Promise<void>;
  /** Lets everything happen that needs no time. */
  settle(): Promise<void>;
}

interface Waiting {
  readonly at: number;
  readonly callback: () => void;
}

/** @param start what `now()` says at first, in milliseconds since the epoch (default 2024-01-17T10:30:00Z). */
export function fakeClock(start: number = Date.UTC(2024, 0, 17, 10, 30)): FakeClock {
  let now = start;
  const waiting = new Set<Waiting>();

  const nextUntil = (end: number): Waiting | undefined => {
    let next: Waiting | undefined;
    // Of two at the same moment the one that was set first: a set keeps that order.
    for (const timer of waiting) if (timer.at <= end && (next === undefined || timer.at < next.at)) next = timer;
    return next;
  };

  return {
    now: () => now,
    timer(delay, callback): Timer {
      const timer = { at: now + Math.max(0, delay), callback };
      waiting.add(timer);
      return { cancel: () => void waiting.delete(timer) };
    },
    get timers() {
      return waiting.size;
    },
    async advance(milliseconds) {
      const end = now + milliseconds;
      await settle();
      for (let timer = nextUntil(end); timer !== undefined; timer = nextUntil(end)) {
        waiting.delete(timer);
        now = timer.at;
        timer.callback();
        await settle();
      }
      now = end;
      await settle();
    },
    settle,
  };
}

// A call through two onions is some hundred promises deep; a microtask costs a tenth of a microsecond.
const turns = 1000;

async function settle(): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await Promise.resolve();
}
