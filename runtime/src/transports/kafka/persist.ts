import { sleep, type Clock } from '../../clock.js';
import { AgentError } from '../../error.js';

const longestPause = 2_000;

/**
 * Does the work again while it fails for a reason that passes, until the signal aborts or the time is up. Undefined once
 * it is done, else why it never was.
 */
export async function persist(
  clock: Clock,
  until: number,
  signal: AbortSignal,
  work: () => Promise<void>,
): Promise<AgentError | undefined> {
  for (let pause = 100; ; pause = Math.min(pause * 2, longestPause)) {
    try {
      await work();
      return undefined;
    } catch (thrown) {
      const error = AgentError.from(thrown, 'connection_lost', 'unknown');
      if (!error.retryable || signal.aborted || clock.now() + pause >= until) return error;
      try {
        await sleep(clock, pause, signal);
      } catch {
        return error;
      }
    }
  }
}
