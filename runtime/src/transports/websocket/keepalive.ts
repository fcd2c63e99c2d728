/** Half-open detection: a peer that stays silent for a whole interval after a ping is gone (F11: within two). */
import type { Clock, Timer } from '../../clock.js';

export interface KeepAlive {
  /** Anything has come from the peer. */
  heard(): void;
  stop(): void;
}

export function keepAlive(clock: Clock, interval: number, ping: () => void, lost: () => void): KeepAlive {
  let silent = false;
  let timer: Timer;
  const tick = (): void => {
    if (silent) return lost();
    silent = true;
    ping();
    timer = clock.timer(interval, tick);
  };
  timer = clock.timer(interval, tick);
  return {
    heard: () => void (silent = false),
    stop: () => timer.cancel(),
  };
}
