/** The requests of one peer that are worked on. */
import { AgentError } from '../../error.js';
import { createCredit, type Credit, type Intake } from '../../flow.js';

export interface Work {
  readonly controller: AbortController;
  /** For what its answer sends one after the other. */
  readonly credit: Credit;
  /** Of the caller's stream. */
  readonly intake: Intake | undefined;
}

export interface Works {
  readonly size: number;
  get(re: number): Work | undefined;
  /** Runs a request under its number. */
  run(re: number, intake: Intake | undefined, run: (work: Work) => Promise<void>): void;
  /** The peer no longer waits for this one. */
  cancel(re: number): void;
  /** The peer is gone for good. */
  abandon(): void;
}

/** @param changed is called when there is one more or one less. */
export function createWorks(changed: () => void): Works {
  const works = new Map<number, Work>();
  return {
    get size() {
      return works.size;
    },
    get: (re) => works.get(re),
    run(re, intake, run) {
      const work: Work = { controller: new AbortController(), credit: createCredit(), intake };
      works.set(re, work);
      changed();
      void run(work).finally(() => {
        intake?.end();
        works.delete(re);
        changed();
      });
    },
    cancel: (re) => works.get(re)?.controller.abort(cancelled('cancelled by the caller')),
    abandon() {
      for (const { controller } of works.values()) controller.abort(cancelled('the caller went away'));
    },
  };
}

function cancelled(why: string): AgentError {
  return AgentError.of('cancelled', why, { outcome: 'unknown' });
}
