import { describe, expect, test } from 'vitest';
import { fakeClock } from '@agentwire/runtime/testing';
import { createTaskMemory } from '../../runtime/src/task-memory.js';

describe('the memory of tasks', () => {
  test('tells the last update while a task is under way, and how it ended for five minutes', async () => {
    const clock = fakeClock();
    const memory = createTaskMemory(clock);
    expect(memory.last('t')).toBeUndefined();
    memory.begin('t', { state: 'running' });
    await clock.advance(3_600_000);
    memory.note('t', { state: 'running', done: 0.5 });
    expect(memory.last('t')).toEqual({ state: 'running', done: 0.5 });
    memory.end('t', { state: 'done' });
    await clock.advance(299_999);
    expect(memory.last('t')).toEqual({ state: 'done', done: 0.5 });
    await clock.advance(1);
    expect(memory.last('t')).toBeUndefined();
  });

  test('keeps the first end, takes updates of a handler that goes on, and begins anew under the same id', () => {
    const memory = createTaskMemory(fakeClock());
    memory.begin('t', {});
    memory.end('t', { state: 'cancelled' });
    memory.end('t', { state: 'failed' });
    expect(memory.last('t')).toEqual({ state: 'cancelled' });
    memory.note('t', { state: 'done' });
    expect(memory.last('t')).toEqual({ state: 'done' });
    memory.begin('t', { state: 'running' });
    expect(memory.last('t')).toEqual({ state: 'running' });
  });

  test('forgets the oldest that ended when there are too many, and never one under way', () => {
    const memory = createTaskMemory(fakeClock());
    memory.begin('long', { state: 'running' });
    for (let n = 0; n < 10_000; n++) {
      memory.begin(`t${n}`, {});
      memory.end(`t${n}`, { n });
    }
    expect([memory.last('long'), memory.last('t0'), memory.last('t9999')]).toEqual([
      { state: 'running' },
      undefined,
      { n: 9999 },
    ]);
  });
});
