/** Tasks that a served agent is working on, by the id that the request gives them: what a cancel command finds. */
import { AgentError } from './error.js';

export interface Task {
  readonly id: string;
  /** False while it waits for its turn. */
  readonly running: () => boolean;
  readonly abort: (reason: AgentError) => void;
  /** Run when the task is cancelled, last registered first. */
  readonly cleanups: (() => void | Promise<void>)[];
  /** Sends a last update to whoever asked for the task. */
  readonly report: (update: Readonly<Record<string, unknown>>) => Promise<void>;
}

export interface TaskTable {
  /** Tasks that are running. */
  readonly active: number;
  add(task: Task): void;
  remove(id: string): void;
  /**
   * Ends a task: its handler's signal aborts, its cleanups run, its caller gets `update` and then the error `cancelled`.
   * @throws {AgentError} `task_unknown`
   */
  cancel(id: string, why: string, update: Readonly<Record<string, unknown>> | undefined): Promise<void>;
}

export function createTaskTable(): TaskTable {
  const tasks = new Map<string, Task>();
  return {
    get active() {
      let active = 0;
      for (const task of tasks.values()) if (task.running()) active++;
      return active;
    },
    add(task) {
      if (tasks.has(task.id))
        throw AgentError.of('duplicate', `a task with this id is already under way`, { path: '/payload/data' });
      tasks.set(task.id, task);
    },
    remove: (id) => void tasks.delete(id),
    async cancel(id, why, update) {
      const task = tasks.get(id);
      if (task === undefined) throw AgentError.of('task_unknown', 'no task with this id is under way');
      // Under way before the error is, and not waited for: a caller that is slow or gone is no reason to go on working.
      if (update !== undefined) task.report(update).catch(() => undefined);
      task.abort(AgentError.of('cancelled', why, { outcome: 'handled' }));
      await cleanUp(task.cleanups.toReversed());
    },
  };
}

/** Each is run, also after one that failed. */
async function cleanUp([cleanup, ...others]: Task['cleanups']): Promise<void> {
  if (cleanup === undefined) return;
  try {
    await cleanup();
  } finally {
    await cleanUp(others);
  }
}
