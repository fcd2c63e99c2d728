/** Opens connections one at a time: for the first who needs one, and again for calls whose connection broke. */
import { sleep, type World } from '../../clock.js';
import { AgentError } from '../../error.js';

export interface Backoff {
  readonly initial: number;
  readonly max: number;
}

export interface ConnectorParts {
  readonly world: World;
  /** Whether there is a connection now. */
  readonly connected: () => boolean;
  readonly open: (signal: AbortSignal) => Promise<void>;
  /** Keeps the process alive until the result is called. */
  readonly hold: () => () => void;
  readonly backoff: Backoff;
}

export interface Connector {
  /** @throws {AgentError} what the attempt that it waited for has failed with, or the signal's reason. */
  ready(signal: AbortSignal): Promise<void>;
  /**
   * Tries again and again, with full jitter, until that succeeds, `until` has passed or nobody wants it any more. Who
   * waits for a connection learns what became of the next attempt.
   * @returns why it was given up; undefined where there is a connection.
   */
  recover(until: number, wanted: () => boolean): Promise<string | undefined>;
  close(error: AgentError): void;
}

export function createConnector({ world, connected, open, hold, backoff }: ConnectorParts): Connector {
  const { clock, random } = world;
  const waiting = new Set<{ readonly resolve: () => void; readonly reject: (error: AgentError) => void }>();
  const stop = new AbortController();
  let opening = false;

  const settle = (error?: AgentError): void => {
    const all = [...waiting];
    waiting.clear();
    for (const { resolve, reject } of all) {
      if (error === undefined) resolve();
      else reject(error);
    }
  };
  const attempt = async (): Promise<AgentError | undefined> => {
    let error: AgentError | undefined;
    try {
      await open(stop.signal);
    } catch (thrown) {
      error = AgentError.from(thrown, 'unreachable');
    }
    settle(error);
    return error;
  };
  const alone = async <T>(work: () => Promise<T>): Promise<T> => {
    opening = true;
    try {
      return await work();
    } finally {
      opening = false;
    }
  };
  const repeat = async (until: number, wanted: () => boolean): Promise<string | undefined> => {
    const release = hold();
    try {
      for (let delay = backoff.initial; ; delay = Math.min(delay * 2, backoff.max)) {
        await sleep(clock, random.fraction() * delay, stop.signal);
        if (!wanted() && waiting.size === 0) return 'nobody waits for it';
        const error = await attempt();
        if (error === undefined) return undefined;
        // Other reasons than that nobody answers do not pass.
        if (error.reason !== 'unreachable' || clock.now() > until) return error.reason;
      }
    } catch {
      return 'the client was closed';
    } finally {
      release();
    }
  };

  return {
    ready(signal) {
      if (connected()) return Promise.resolve();
      if (stop.signal.aborted) return Promise.reject(stop.signal.reason as Error);
      return new Promise((resolve, reject) => {
        const entry = {
          resolve: () => {
            signal.removeEventListener('abort', leave);
            resolve();
          },
          reject: (error: AgentError) => {
            signal.removeEventListener('abort', leave);
            reject(error);
          },
        };
        const leave = (): void => {
          waiting.delete(entry);
          reject(signal.reason as Error);
        };
        signal.addEventListener('abort', leave, { once: true });
        waiting.add(entry);
        if (!opening) void alone(attempt);
      });
    },
    recover: (until, wanted) => alone(() => repeat(until, wanted)),
    close(error) {
      stop.abort(error);
      settle(error);
    },
  };
}
