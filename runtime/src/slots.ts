/** How many handlers run at once, and how many messages may wait for one: backpressure instead of memory. */
import { AgentError } from './error.js';

export interface Slots {
  readonly active: number;
  readonly queued: number;
  readonly capacity: number;
  /** Waits for a free slot. @throws {AgentError} `overloaded` when the queue is full, or the signal's reason. */
  take(signal: AbortSignal): Promise<void>;
  release(): void;
}

export function createSlots(capacity: number, queueLimit: number): Slots {
  let active = 0;
  const waiting: { start: () => void }[] = [];
  return {
    capacity,
    get active() {
      return active;
    },
    get queued() {
      return waiting.length;
    },
    take(signal) {
      if (signal.aborted) return Promise.reject(signal.reason as Error);
      if (active < capacity) {
        active++;
        return Promise.resolve();
      }
      if (waiting.length >= queueLimit) {
        return Promise.reject(
          AgentError.of('overloaded', `${capacity} handlers run and ${waiting.length} messages wait`),
        );
      }
      return new Promise((resolve, reject) => {
        const entry = {
          start: () => {
            signal.removeEventListener('abort', leave);
            active++;
            resolve();
          },
        };
        const leave = (): void => {
          waiting.splice(waiting.indexOf(entry), 1);
          reject(signal.reason as Error);
        };
        signal.addEventListener('abort', leave, { once: true });
        waiting.push(entry);
      });
    },
    release() {
      active--;
      waiting.shift()?.start();
    },
  };
}
