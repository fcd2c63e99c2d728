import type { AgentError } from '@agentwire/runtime';
import { expect, test } from 'vitest';
import { gate } from '../../support/kitchen.js';
import { tables, whereKept, whereNotKept, type Subject } from './subject.js';

/** What a handler's signal said when it aborted. */
function aborted(signal: AbortSignal): Promise<AgentError> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(signal.reason as AgentError);
    else signal.addEventListener('abort', () => resolve(signal.reason as AgentError), { once: true });
  });
}

export function endings(subject: Subject): void {
  const lay = tables(subject);

  test('a cancelled call fails at once, and its handler is told', async () => {
    const told = later<AgentError>();
    const started = gate();
    const { client } = await lay({
      async cook(_, { signal }) {
        started.open();
        told.resolve(await aborted(signal));
        return { state: 'done' };
      },
    });
    const call = client.cook({ dish: 'soup' });
    await started.passed;
    call.cancel('guests left');
    expect(await call.result).toMatchObject({ ok: false, error: { reason: 'cancelled', message: 'guests left' } });
    expect(await told.promise).toMatchObject({ code: 'cancelled' });
  });

  test("the caller's own signal does the same", async () => {
    const told = later<AgentError>();
    const started = gate();
    const { client } = await lay({
      async cook(_, { signal }) {
        started.open();
        told.resolve(await aborted(signal));
        return { state: 'done' };
      },
    });
    const controller = new AbortController();
    const call = client.cook({ dish: 'soup' }, { signal: controller.signal });
    await started.passed;
    controller.abort();
    expect(await call.result).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    expect(await told.promise).toMatchObject({ code: 'cancelled' });
  });

  test('a call that was cancelled before it started reaches nobody', async () => {
    const ran: string[] = [];
    const { client } = await lay({ cook: ({ dish }) => (ran.push(dish), { state: 'done' }) });
    const outcome = await client.cook({ dish: 'never' }, { signal: AbortSignal.abort() }).result;
    expect(outcome).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    await client.cook({ dish: 'next' });
    expect(ran).toEqual(['next']);
  });

  test('a call past its deadline fails, and its handler is told', async () => {
    const told = later<AgentError>();
    const { client } = await lay({
      async cook(_, { signal }) {
        told.resolve(await aborted(signal));
        return { state: 'done' };
      },
    });
    const outcome = await client.cook({ dish: 'soup' }, { deadline: subject.keeps === true ? '2s' : '150ms' }).result;
    expect(outcome).toMatchObject({ ok: false, error: { code: 'deadline_exceeded' } });
    expect(['deadline_exceeded', 'cancelled']).toContain((await told.promise).code);
  });

  test("a task's own timeout ends its handler with an answer", async () => {
    const told = later<AgentError>();
    const { client } = await lay({
      async cook(_, { signal }) {
        told.resolve(await aborted(signal));
        return { state: 'done' };
      },
    });
    const outcome = await client.cook({ dish: 'soup', limits: { timeout: 0.02 } }).result;
    expect(outcome).toMatchObject({ ok: false, error: { code: 'deadline_exceeded' } });
    expect(await told.promise).toMatchObject({ code: 'deadline_exceeded' });
  });

  test('a cancel by command ends the task: last update, cleanups, then the error', async () => {
    const steps: string[] = [];
    const { passed, open } = gate();
    const { client } = await lay({
      async cook(_, { signal, onCancel }) {
        onCancel(() => void steps.push('first registered'));
        onCancel(() => void steps.push('last registered'));
        open();
        steps.push((await aborted(signal)).reason);
        return { state: 'done' };
      },
    });
    const task = client.cook({ order_id: 'o-1', dish: 'soup' });
    await passed;
    const reply = await client.instruct({ verb: 'stop', order_id: 'o-1', reason: 'guests left' });
    expect(reply).toMatchObject({ order_id: 'o-1', state: 'stopped' });
    const updates: (string | undefined)[] = [];
    const read = async (): Promise<void> => {
      for await (const { state } of task.updates) updates.push(state);
    };
    await expect(read()).rejects.toMatchObject({ reason: 'cancelled' });
    expect(updates).toEqual(['cancelled']);
    expect(await task.result).toMatchObject({ ok: false, error: { reason: 'cancelled', outcome: 'handled' } });
    expect(steps.toSorted()).toEqual(['cancelled', 'first registered', 'last registered']);
    expect(steps.indexOf('last registered')).toBeLessThan(steps.indexOf('first registered'));
    const again = await client.instruct({ verb: 'stop', order_id: 'o-1' }).result;
    expect(again).toMatchObject({ ok: false, error: { code: 'not_found', reason: 'task_unknown' } });
  });

  test('a slow reader gets every update, in order', async () => {
    const { client } = await lay({
      async cook(_, { update }) {
        for (let n = 0; n < 300; n++) await update({ state: String(n) });
        return { state: 'done' };
      },
    });
    const call = client.cook({ dish: 'soup' });
    await call;
    const states: string[] = [];
    for await (const { state } of call.updates) states.push(state);
    expect(states).toEqual(Array.from({ length: 300 }, (_, n) => String(n)));
  });

  test('closing takes nothing new and lets what is under way finish', async () => {
    const { passed, open } = gate();
    const started = gate();
    const { client, cook, serve } = await lay({
      async cook() {
        started.open();
        await passed;
        return { state: 'done', note: 'by the one that closes' };
      },
    });
    const first = client.cook({ dish: 'soup' });
    await started.passed;
    const closed = cook.close('5s');
    const second = client.cook({ dish: 'soup' });
    if (subject.keeps === true) await second.accepted;
    else expect(await second.result).toMatchObject({ ok: false, error: { code: 'unavailable', outcome: 'rejected' } });
    open();
    expect((await first).note).toBe('by the one that closes');
    await closed;
    if (subject.keeps !== true) return;
    await serve('cook-1', { cook: () => ({ state: 'done', note: 'by the next' }) });
    expect((await second).note).toBe('by the next');
  });

  whereKept(subject)('closing without grace leaves what is under way to the next instance', async () => {
    const told = later<AgentError>();
    const started = gate();
    const { client, cook, serve } = await lay({
      async cook(_, { signal }) {
        started.open();
        told.resolve(await aborted(signal));
        return { state: 'done' };
      },
    });
    const call = client.cook({ dish: 'soup' });
    await started.passed;
    await cook.close(0);
    expect((await told.promise).code).toBe('unavailable');
    await serve('cook-1', { cook: () => ({ state: 'done', note: 'by the next' }) });
    expect((await call).note).toBe('by the next');
  });

  whereNotKept(subject)('closing without grace ends what is under way; its outcome is open', async () => {
    const told = later<AgentError>();
    const started = gate();
    const { client, cook } = await lay({
      async cook(_, { signal }) {
        started.open();
        told.resolve(await aborted(signal));
        return { state: 'done' };
      },
    });
    const call = client.cook({ dish: 'soup' });
    await started.passed;
    await cook.close(0);
    expect(await call.result).toMatchObject({ ok: false, error: { code: 'unavailable', outcome: 'unknown' } });
    expect((await told.promise).code).toBeDefined();
  });

  test('closing the client ends its calls, and their handlers are told', async () => {
    const told = later<AgentError>();
    const started = gate();
    const { client } = await lay({
      async cook(_, { signal }) {
        started.open();
        told.resolve(await aborted(signal));
        return { state: 'done' };
      },
    });
    const call = client.cook({ dish: 'soup' });
    await started.passed;
    await client.close();
    expect((await call.result).ok).toBe(false);
    expect((await told.promise).code).toBe('cancelled');
  });
}

interface Later<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
}

function later<T>(): Later<T> {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((one) => (resolve = one));
  return { promise, resolve };
}
