/** Calls under way of one client: what closing it waits for, and then ends. */
import type { Clock } from './clock.js';
import type { Scope } from './deadline.js';
import { AgentError } from './error.js';

export interface OpenCalls {
  /** Of a client that is closed the scope is aborted at once. */
  add(scope: Scope): void;
  remove(scope: Scope): void;
  /** Resolves when all have ended by themselves, or were cancelled after `grace` milliseconds. */
  close(grace: number): Promise<void>;
}

export function createOpenCalls(clock: Clock): OpenCalls {
  const open = new Set<Scope>();
  let closed = false;
  let idle = (): void => undefined;
  return {
    add(scope) {
      if (closed) scope.abort(clientClosed());
      open.add(scope);
    },
    remove(scope) {
      open.delete(scope);
      if (open.size === 0) idle();
    },
    async close(grace) {
      if (open.size > 0 && grace > 0) {
        await new Promise<void>((resolve) => {
          const timer = clock.timer(grace, resolve);
          idle = () => {
            timer.cancel();
            resolve();
          };
        });
      }
      closed = true;
      for (const scope of open) scope.abort(clientClosed());
    },
  };
}

function clientClosed(): AgentError {
  return AgentError.of('cancelled', 'the client was closed', { outcome: 'unknown' });
}
