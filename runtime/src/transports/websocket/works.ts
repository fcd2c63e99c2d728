/** The requests of one peer that are worked on. */
import { AgentError } from '../../error.js';

export interface Works {
  readonly size: number;
  /** Runs a request under its number. */
  run(re: number, work: (controller: AbortController) => Promise<void>): void;
  /** The peer no longer waits for this one. */
  cancel(re: number): void;
  /** The peer is gone for good. */
  abandon(): void;
}

/** @param changed is called when there is one more or one less. */
export function createWorks(changed: () => void): Works {
  const controllers = new Map<number, AbortController>();
  return {
    get size() {
      return controllers.size;
    },
    run(re, work) {
      const controller = new AbortController();
      controllers.set(re, controller);
      changed();
      void work(controller).finally(() => {
        controllers.delete(re);
        changed();
      });
    },
    cancel: (re) => controllers.get(re)?.abort(cancelled('cancelled by the caller')),
    abandon() {
      for (const controller of controllers.values()) controller.abort(cancelled('the caller went away'));
    },
  };
}

function cancelled(why: string): AgentError {
  return AgentError.of('cancelled', why, { outcome: 'unknown' });
}
