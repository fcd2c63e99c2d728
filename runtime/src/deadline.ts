/** One signal for everything that may end a piece of work: its deadline, its caller, its connection. */
import type { Clock } from './clock.js';
import { AgentError } from './error.js';

export interface Scope {
  readonly signal: AbortSignal;
  abort(reason: AgentError): void;
  /** Lets go of timers and listeners. */
  dispose(): void;
}

/**
 * @param deadline absolute, in milliseconds; `Infinity` for none.
 * @param signals others that end the work; a reason that is not ours becomes `cancelled`.
 */
export function createScope(clock: Clock, deadline: number, ...signals: (AbortSignal | undefined)[]): Scope {
  const controller = new AbortController();
  const abort = (reason: AgentError): void => controller.abort(reason);
  const left = deadline - clock.now();
  const timer =
    deadline === Infinity
      ? undefined
      : clock.timer(
          left,
          () => abort(AgentError.of('deadline_exceeded', 'the deadline has passed', { outcome: 'unknown' })),
          true,
        );
  const undo: (() => void)[] = [];
  for (const signal of signals) {
    if (signal === undefined) continue;
    const follow = (): void => abort(reasonOf(signal));
    if (signal.aborted) follow();
    else {
      signal.addEventListener('abort', follow, { once: true });
      undo.push(() => signal.removeEventListener('abort', follow));
    }
  }
  return {
    signal: controller.signal,
    abort,
    dispose() {
      timer?.cancel();
      for (const one of undo) one();
    },
  };
}

function reasonOf(signal: AbortSignal): AgentError {
  const { reason } = signal;
  return reason instanceof AgentError
    ? reason
    : AgentError.of('cancelled', 'cancelled by the caller', { outcome: 'unknown', cause: reason });
}

/** The work, or the signal's reason, whichever comes first. */
export function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason as Error);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
