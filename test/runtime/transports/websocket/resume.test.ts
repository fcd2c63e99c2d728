import { describe, expect, it } from 'vitest';
import type { AgentError } from '@agentwire/runtime';
import type { News } from '../../../support/agents.js';
import { gate } from '../../../support/kitchen.js';
import { seeded } from '../../../support/seeded.js';
import { eager, tables } from './table.js';

const lay = tables();

describe('a connection that is cut again and again', () => {
  it.each([1, 2, 3])('loses no call and does none twice (seed %i)', { timeout: 120_000 }, async (seed) => {
    const random = seeded(seed);
    const effects = new Map<string, number>();
    const table = await lay({
      async cook({ dish }, { update }) {
        effects.set(dish, (effects.get(dish) ?? 0) + 1);
        for (const state of ['1', '2', '3']) await update({ state });
        return { state: 'done', note: dish };
      },
    });
    const proxy = await table.proxy({ cutAfter: () => 1_000 + random.int(20_000) });
    const client = table.client(eager, proxy.port);
    const dishes = Array.from({ length: 200 }, (_, n) => `dish ${n}`);
    const waiting = [...dishes];
    const worker = async (): Promise<void> => {
      for (let dish = waiting.shift(); dish !== undefined; dish = waiting.shift()) {
        const call = client.cook({ dish });
        const states: (string | undefined)[] = [];
        for await (const { state } of call.updates) states.push(state);
        expect(await call.result).toMatchObject({ ok: true, value: { note: dish } });
        expect([dish, states]).toEqual([dish, ['1', '2', '3']]);
      }
    };
    await Promise.all(Array.from({ length: 16 }, worker));
    expect(dishes.filter((dish) => effects.get(dish) !== 1)).toEqual([]);
    expect(proxy.connections).toBeGreaterThan(20);
  });

  it('brings both streams of a call to their ends, every item once', { timeout: 120_000 }, async () => {
    const random = seeded(7);
    const table = await lay({
      async *chat(heard) {
        for await (const { topic } of heard) yield { topic, text: 'heard' };
      },
    });
    const proxy = await table.proxy({ cutAfter: () => 1_000 + random.int(10_000) });
    const said: News[] = Array.from({ length: 200 }, (_, n) => ({ topic: String(n), text: 'x'.repeat(100) }));
    const topics: string[] = [];
    for await (const { topic } of table.client(eager, proxy.port).chat(said)) topics.push(topic);
    expect(topics).toEqual(said.map(({ topic }) => topic));
    expect(proxy.connections).toBeGreaterThan(10);
  });
});

describe('a connection that breaks', () => {
  it('brings the reply of a task that ended in the meantime', async () => {
    const [started, finish] = [gate(), gate()];
    const table = await lay({
      async cook() {
        started.open();
        await finish.passed;
        return { state: 'done' };
      },
    });
    const proxy = await table.proxy();
    const call = table.client(eager, proxy.port).cook({ dish: 'soup' });
    await started.passed;
    proxy.cut();
    finish.open();
    expect((await call).state).toBe('done');
    expect(proxy.connections).toBe(2);
  });

  it('is told where it did not come back within the window, and the handler as well', async () => {
    const started = gate();
    const told = gate();
    let reason: AgentError | undefined;
    const table = await lay(
      {
        cook: (_, { signal }) =>
          new Promise((_resolve, reject) => {
            signal.addEventListener('abort', () => {
              reason = signal.reason as AgentError;
              told.open();
              reject(reason);
            });
            started.open();
          }),
      },
      { resumeWithin: 100 },
    );
    const proxy = await table.proxy();
    const call = table.client(eager, proxy.port).cook({ dish: 'soup' });
    await started.passed;
    await proxy.close();
    expect(await call.result).toMatchObject({ ok: false, error: { reason: 'connection_lost', outcome: 'unknown' } });
    await told.passed;
    expect(reason).toMatchObject({ code: 'cancelled', outcome: 'unknown' });
  });

  it('fails what was sent to a server that has started anew, and serves what comes next', async () => {
    const [started, never] = [gate(), gate()];
    const first = await lay({
      async cook() {
        started.open();
        await never.passed;
        return { state: 'done' };
      },
    });
    const proxy = await first.proxy();
    const client = first.client(eager, proxy.port);
    const call = client.cook({ dish: 'soup' });
    await started.passed;
    // What a killed process leaves: no goodbye, and later another process at the same port.
    proxy.cut();
    await first.cook.close(0);
    const second = await lay({}, { port: first.port });
    expect(second.port).toBe(first.port);
    expect(await call.result).toMatchObject({ ok: false, error: { code: 'unavailable', outcome: 'unknown' } });
    expect((await client.cook({ dish: 'soup' })).state).toBe('done');
  });

  it('goes over to another connection of the same session while the server still believes in the first', async () => {
    const [started, finish] = [gate(), gate()];
    const table = await lay({
      async cook() {
        started.open();
        await finish.passed;
        return { state: 'done' };
      },
    });
    const proxy = await table.proxy();
    const call = table.client({ ...eager, pingInterval: 50 }, proxy.port).cook({ dish: 'soup' });
    await started.passed;
    proxy.swallow();
    finish.open();
    // The client hears nothing, gives the connection up and opens another.
    expect((await call).state).toBe('done');
    expect(proxy.connections).toBe(2);
  });
});
