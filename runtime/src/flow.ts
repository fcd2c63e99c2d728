/**
 * The flow of one stream over a transport that has none of its own: whoever reads grants credit, whoever sends spends
 * it, so that no more than a window of items is ever between them.
 */
import { AgentError } from './error.js';
import { createQueue } from './queue.js';
import { iteratorOf } from './streams.js';
import type { Frame } from './transport.js';

/** Items that may be under way unread. */
export const flowWindow = 16;

export interface Credit {
  grant(count: number): void;
  /** Resolves when one more item may be sent. */
  take(): Promise<void>;
}

export function createCredit(): Credit {
  const waiting: (() => void)[] = [];
  let left = 0;
  return {
    grant(count) {
      left += count;
      for (; left > 0 && waiting.length > 0; left--) waiting.shift()?.();
    },
    take() {
      if (left === 0) return new Promise((resolve) => waiting.push(resolve));
      left--;
      return Promise.resolve();
    },
  };
}

export interface Intake extends AsyncIterable<Frame> {
  push(frame: Frame): void;
  end(): void;
  fail(error: AgentError): void;
}

/**
 * What was sent, for one reader.
 * @param grant called with what the reader has made room for, in portions.
 */
export function createIntake(grant: (count: number) => void): Intake {
  const queue = createQueue<Frame>(flowWindow);
  let freed = 0;
  const free = (): void => {
    freed++;
    if (freed < flowWindow / 2) return;
    grant(freed);
    freed = 0;
  };
  return {
    push(frame) {
      if (!queue.push(frame))
        queue.fail(AgentError.of('protocol_violation', 'more items than were asked for', { outcome: 'unknown' }));
    },
    end: queue.end,
    fail: queue.fail,
    [Symbol.asyncIterator]() {
      const iterator = iteratorOf(queue);
      return {
        async next() {
          const next = await iterator.next();
          if (next.done !== true) free();
          return next;
        },
        return: () => iterator.return?.() ?? Promise.resolve({ done: true, value: undefined }),
      };
    },
  };
}
