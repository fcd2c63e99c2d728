/**
 * Time and randomness come in as arguments, so that the whole stack also runs under a fake clock and a seed.
 */

export interface Timer {
  cancel(): void;
}

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /**
   * Calls back once after `delay` milliseconds. It does not keep the process alive, unless somebody `awaited` what it ends.
   */
  timer(delay: number, callback: () => void, awaited?: boolean): Timer;
}

export interface Random {
  uuid(): string;
  /** Lower-case hex of `bytes` random bytes, never all zero (W3C Trace Context 3.2.2.3). */
  hex(bytes: number): string;
  /** In [0, 1). */
  fraction(): number;
}

/** What a runtime needs from its surroundings. */
export interface World {
  readonly clock: Clock;
  readonly random: Random;
}

// setTimeout takes 31 bits; longer waits are taken in steps.
const longestDelay = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  timer(delay, callback, awaited = false) {
    let handle: ReturnType<typeof setTimeout>;
    const arm = (left: number): void => {
      handle = setTimeout(
        () => (left > longestDelay ? arm(left - longestDelay) : callback()),
        Math.min(left, longestDelay),
      );
      if (!awaited) (handle as { unref?: () => void }).unref?.();
    };
    arm(Math.max(0, delay));
    return { cancel: () => clearTimeout(handle) };
  },
};

const hexOfByte = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

// Asked for once per hundreds of ids: each question goes to the operating system's generator.
const pool = new Uint8Array(4096);
let used = pool.length;

function randomBytes(count: number): Uint8Array {
  if (count > pool.length) return globalThis.crypto.getRandomValues(new Uint8Array(count));
  if (used + count > pool.length) {
    globalThis.crypto.getRandomValues(pool);
    used = 0;
  }
  used += count;
  return pool.subarray(used - count, used);
}

export const systemRandom: Random = {
  uuid: () => globalThis.crypto.randomUUID(),
  hex(bytes) {
    const random = randomBytes(bytes);
    if (random.every((byte) => byte === 0)) return systemRandom.hex(bytes);
    let text = '';
    for (const byte of random) text += hexOfByte[byte];
    return text;
  },
  fraction: () => Math.random(),
};

export const systemWorld: World = { clock: systemClock, random: systemRandom };

/** Waits `delay` milliseconds, or rejects with the signal's reason. */
export function sleep(clock: Clock, delay: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) return reject(signal.reason as Error);
    const stop = (): void => {
      timer.cancel();
      reject(signal?.reason as Error);
    };
    const timer = clock.timer(delay, () => {
      signal?.removeEventListener('abort', stop);
      resolve();
    });
    signal?.addEventListener('abort', stop, { once: true });
  });
}

/** Resolves when the work is over, at the latest after `patience` milliseconds. */
export function within(clock: Clock, patience: number, work: Promise<unknown>): Promise<void> {
  return new Promise((resolve) => {
    const timer = clock.timer(patience, resolve);
    void work.then(() => {
      timer.cancel();
      resolve();
    });
  });
}
