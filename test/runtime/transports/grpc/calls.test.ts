import { describe, expect, it } from 'vitest';
import { connect, identity, serve } from '@agentwire/runtime';
import { grpc } from '@agentwire/runtime/grpc';
import { CookAgent, WaiterAgent } from '../../../support/agents.js';
import { gate, idle } from '../../../support/kitchen.js';
import { addressOf, afterwards, connectWaiter, serveCook } from './table.js';

describe('calls by the methods of the service', () => {
  it('bring the reply, and no updates', async () => {
    const served = await serveCook({
      async cook({ dish }, { update }) {
        await update({ done: 0.5 });
        return { state: 'done', note: dish };
      },
    });
    const client = connectWaiter({ url: addressOf(served), calls: 'unary' });
    const call = client.cook({ dish: 'soup' });
    expect((await call).note).toBe('soup');
    for await (const update of call.updates) expect.fail(`an update: ${update.state}`);
    expect(await client.announce({ topic: 'menu', text: 'soup' }, { broadcast: false })).toBeUndefined();
  });

  it('tell when they were taken over, before the handler is done', async () => {
    const { passed, open } = gate();
    const served = await serveCook({
      async cook() {
        await passed;
        return { state: 'done' };
      },
    });
    const call = connectWaiter({ url: addressOf(served), calls: 'unary' }).cook({ dish: 'soup' });
    await call.accepted;
    open();
    expect((await call).state).toBe('done');
  });

  it('bring declared errors with their detail, cancels and deadlines', async () => {
    const told: string[] = [];
    const served = await serveCook({
      async cook({ dish }, { fail, signal }) {
        if (dish === 'fish') throw fail('sold_out', { dish, until: 'tomorrow' });
        await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
        told.push((signal.reason as Error & { code: string }).code);
        return { state: 'done' };
      },
    });
    const client = connectWaiter({ url: addressOf(served), calls: 'unary' });
    expect(await client.cook({ dish: 'fish' }).result).toMatchObject({
      ok: false,
      error: { code: 'already_exists', reason: 'sold_out', outcome: 'handled', detail: { until: 'tomorrow' } },
    });
    const late = await client.cook({ dish: 'soup' }, { deadline: '150ms' }).result;
    expect(late).toMatchObject({ ok: false, error: { code: 'deadline_exceeded' } });
    const call = client.cook({ dish: 'soup' });
    await call.accepted;
    call.cancel();
    expect(await call.result).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    await expect.poll(() => told.length).toBe(2);
  });
});

describe('one server', () => {
  it('has several agents, of one type or of several, each with its own calls', async () => {
    const on = grpc({ port: 0 });
    const cooks = ['cook-1', 'cook-2'];
    for (const id of cooks) {
      const handlers = { ...idle, cook: () => ({ state: 'done', note: id }) };
      const served = await serve(CookAgent, { id, on, handlers });
      afterwards(() => served.close(0));
    }
    const heard: string[] = [];
    const waiter = await serve(WaiterAgent, {
      id: 'waiter-1',
      on,
      handlers: { announce: ({ text }) => void heard.push(text) },
    });
    afterwards(() => waiter.close(0));
    const address = addressOf(waiter);
    for (const calls of ['exchange', 'unary'] as const) {
      for (const id of cooks)
        expect((await connectWaiter({ url: address, calls }, id).cook({ dish: 'soup' })).note).toBe(id);
      expect(await connectWaiter({ url: address, calls }).cook({ dish: 'soup' }).result).toMatchObject({
        ok: false,
        error: { reason: 'agent_unknown', outcome: 'rejected' },
      });
      const toWaiter = connect(WaiterAgent, {
        from: identity({ type: 'cook', id: 'cook-1' }),
        over: grpc({ url: address, calls }),
      });
      afterwards(() => toWaiter.close());
      await toWaiter.announce({ topic: 'menu', text: calls }, { broadcast: false });
    }
    expect(heard).toEqual(['exchange', 'unary']);
  });

  it('goes on for the others when one of its agents closes, and ends with the last', async () => {
    const on = grpc({ port: 0 });
    const first = await serveCook({}, on);
    const second = await serveCook({}, on, { id: 'cook-2' });
    const client = connectWaiter(addressOf(second));
    await first.close(0);
    expect((await client.cook({ dish: 'soup' })).state).toBe('done');
    await second.close(0);
    expect(await client.cook({ dish: 'soup' }).result).toMatchObject({ ok: false, error: { reason: 'unreachable' } });
  });
});

describe('a stream of 10,000 items with a slow reader', () => {
  it('keeps their order, and no more than a few of them in memory', async () => {
    const text = 'x'.repeat(3900);
    let sent = 0;
    const served = await serveCook({
      async *chat(heard) {
        for await (const { topic } of heard) yield { topic, text };
      },
    });
    async function* source() {
      while (sent < 10_000) yield { topic: String(++sent), text };
    }
    const client = connectWaiter(addressOf(served));
    let read = 0;
    let furthest = 0;
    for await (const { topic } of client.chat(source())) {
      expect(topic).toBe(String(++read));
      furthest = Math.max(furthest, sent - read);
      if (read % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    expect(read).toBe(10_000);
    // Both directions of the connection, with the kernel's buffers: 40 MB went through.
    expect(furthest).toBeLessThan(5_000);
  });
});
