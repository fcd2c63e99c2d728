/**
 * The last update of each task, for whoever asks how a task is: while it is under way, and for a while after it ended.
 * What is remembered is bounded in time and number, so that nobody can fill an agent by handing tasks over.
 */
import type { Clock } from './clock.js';

export type Update = Readonly<Record<string, unknown>>;

export interface TaskMemory {
  begin(id: string, update: Update): void;
  /** An update on the way, or after the reply where the handler goes on. */
  note(id: string, update: Update): void;
  /** How it ended: members over those of the last update. What ended once stays as it ended. */
  end(id: string, members: Update): void;
  last(id: string): Update | undefined;
}

const keepFor = 5 * 60_000;
const limit = 10_000;

export function createTaskMemory(clock: Clock): TaskMemory {
  const underWay = new Map<string, Update>();
  /** In the order in which they ended, so that the first are those that go. */
  const ended = new Map<string, { readonly update: Update; readonly until: number }>();
  const forget = (): void => {
    for (const [id, { until }] of ended) {
      if (until > clock.now() && underWay.size + ended.size < limit) return;
      ended.delete(id);
    }
  };
  return {
    begin(id, update) {
      ended.delete(id);
      forget();
      if (underWay.size < limit) underWay.set(id, update);
    },
    note(id, update) {
      const after = ended.get(id);
      if (underWay.has(id)) underWay.set(id, update);
      else if (after !== undefined) ended.set(id, { ...after, update });
    },
    end(id, members) {
      const update = underWay.get(id);
      if (update === undefined) return;
      underWay.delete(id);
      ended.set(id, { update: { ...update, ...members }, until: clock.now() + keepFor });
    },
    last(id) {
      forget();
      return underWay.get(id) ?? ended.get(id)?.update;
    },
  };
}
