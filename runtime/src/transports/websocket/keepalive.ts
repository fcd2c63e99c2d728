/** Half-open detection: a peer that stays silent for a whole interval after a ping is gone (F11: within two). */
import type { Clock, Timer } from '../../clock.js';

export interface KeepAlive {
  /** Anything has come from the peer. */
  heard(): void;
  stop(): void;
}

/** @param deaf while we do not read, silence means nothing. */
export function keepAlive(
  clock: Clock,
  interval: number,
  ping: () => void,
  lost: () => void,
  deaf: () => boolean = () => false,
): KeepAlive {
  let silent = false;
  let timer: Timer;
  const again = (): void => {
    silent = true;
    ping();
    timer = clock.timer(interval, tick);
  };
  const tick = (): void => {
    if (!silent || deaf()) return again();
    // After a standstill of ours, what has come in the meantime is read first.
    timer = clock.timer(1, () => (silent && !deaf() ? lost() : again()));
  };
  timer = clock.timer(interval, tick);
  return {
    heard: () => void (silent = false),
    stop: () => timer.cancel(),
  };
}
