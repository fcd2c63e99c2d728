import { describe, expect, test } from 'vitest';
import { createTaskTable, type Task } from '../../runtime/src/tasks.js';

function taskOf(id: string, steps: string[], own: Partial<Task> = {}): Task {
  return {
    id,
    running: () => true,
    abort: (reason) => void steps.push(`abort ${reason.reason} ${reason.message}`),
    cleanups: [() => void steps.push('first cleanup'), async () => void steps.push('second cleanup')],
    report: async (update) => void steps.push(`update ${JSON.stringify(update)}`),
    ...own,
  };
}

describe('the table of tasks', () => {
  test('cancels: last update, abort, cleanups from the last to the first', async () => {
    const steps: string[] = [];
    const tasks = createTaskTable();
    tasks.add(taskOf('t', steps));
    await tasks.cancel('t', 'guests left', { state: 'cancelled' });
    expect(steps).toEqual([
      'update {"state":"cancelled"}',
      'abort cancelled guests left',
      'second cleanup',
      'first cleanup',
    ]);
  });

  test('cancels also where the update cannot be sent, or waits for its reader, or a cleanup fails', async () => {
    const steps: string[] = [];
    const tasks = createTaskTable();
    tasks.add(taskOf('t', steps, { report: () => Promise.reject(new Error('gone')) }));
    tasks.add(taskOf('s', steps, { report: () => new Promise(() => undefined) }));
    await tasks.cancel('t', 'why', {});
    await tasks.cancel('s', 'why', {});
    const ended = ['abort cancelled why', 'second cleanup', 'first cleanup'];
    expect(steps).toEqual([...ended, ...ended]);

    const more: string[] = [];
    const task = taskOf('u', more);
    task.cleanups.push(() => Promise.reject(new Error('broken')));
    tasks.add(task);
    await expect(tasks.cancel('u', 'why', undefined)).rejects.toThrow('broken');
    expect(more).toEqual(['abort cancelled why', 'second cleanup', 'first cleanup']);
  });

  test('refuses a second task of one id until the first is removed', () => {
    const tasks = createTaskTable();
    tasks.add(taskOf('t', []));
    expect(() => tasks.add(taskOf('t', []))).toThrow(expect.objectContaining({ reason: 'duplicate' }));
    tasks.remove('t');
    tasks.add(taskOf('t', []));
    expect(tasks.active).toBe(1);
  });

  test('knows no task that is not there', async () => {
    await expect(createTaskTable().cancel('t', 'why', undefined)).rejects.toMatchObject({ reason: 'task_unknown' });
  });
});
