import { describe, expect, test } from 'vitest';
import { connect, identity, serve } from '@agentwire/runtime';
import { createBroker, deadLetterHeaders, deadLetterTopic, memory, subscribe } from '@agentwire/runtime/memory';
import type { CodecError } from '@agentwire/runtime';
import { fakeClock, seededRandom } from '@agentwire/runtime/testing';
import { CookAgent } from '../../../support/agents.js';
import { gate, idle, openKitchen, type CookHandlers } from '../../../support/kitchen.js';

/** A cook that says who it is, and waits at a gate where it has one. */
const named = (who: string, taken: string[], passed?: Promise<void>): Partial<CookHandlers> => ({
  async cook({ dish }) {
    taken.push(`${who} ${dish}`);
    await passed;
    return { state: 'done', note: who };
  },
});

describe('the memory transport', () => {
  test('gives messages for a type to its instances in turn', async () => {
    const taken: string[] = [];
    const { client, another } = await openKitchen(named('1', taken));
    await another('cook-2', named('2', taken));
    for (const dish of ['a', 'b', 'c', 'd']) await client.cook({ dish });
    expect(taken).toEqual(['1 a', '2 b', '1 c', '2 d']);
  });

  test('starts handlers in the order of the calls', async () => {
    const taken: string[] = [];
    const { client } = await openKitchen(named('1', taken));
    await Promise.all(['a', 'b', 'c', 'd', 'e'].map((dish) => client.cook({ dish })));
    expect(taken).toEqual(['1 a', '1 b', '1 c', '1 d', '1 e']);
  });

  test.each(['json', 'protobuf', 'avro'] as const)('carries %s both ways', async (encoding) => {
    const world = { clock: fakeClock(), random: seededRandom(1) };
    const over = memory({ broker: createBroker(), encoding });
    const seen: string[] = [];
    await serve(CookAgent, {
      id: 'cook-1',
      on: over,
      world,
      handlers: {
        ...idle,
        async cook(_, { header, update }) {
          seen.push(header.content_type);
          await update({ done: 1 });
          return { state: 'done' };
        },
      },
    });
    const client = connect(CookAgent, { from: identity({ type: 'waiter', id: 'w' }), over, world });
    const call = client.cook({ dish: 'soup' });
    for await (const { done } of call.updates) seen.push(String(done));
    const outcome = await call.result;
    expect(seen).toEqual([`application/${encoding}`, '1']);
    expect(outcome.ok && outcome.header?.content_type).toBe(`application/${encoding}`);
  });

  test('shares one broker among all values of a process, and none with a broker of its own', async () => {
    const agent = await serve(CookAgent, { id: 'cook-shared', on: memory(), handlers: idle });
    const from = identity({ type: 'waiter', id: 'w' });
    const there = connect(CookAgent, { from, over: memory() });
    expect((await there.cook({ dish: 'soup' })).state).toBe('done');
    const elsewhere = connect(CookAgent, { from, over: memory({ broker: createBroker() }) });
    expect(await elsewhere.cook({ dish: 'soup' }).result).toMatchObject({ error: { reason: 'unreachable' } });
    await agent.close();
  });

  test('gives to another instance what one leaves undone when it closes; the caller sees one answer', async () => {
    const taken: string[] = [];
    const { client, cook, another, clock } = await openKitchen(named('1', taken, gate().passed));
    const call = client.cook({ order_id: 'o-1', dish: 'soup' });
    await clock.settle();
    await another('cook-2', named('2', taken));
    await cook.close(0);
    expect(await call).toMatchObject({ note: '2', order_id: 'o-1' });
    expect(taken).toEqual(['1 soup', '2 soup']);
  });

  test('waits for what is under way as long as the grace says, by the clock of its broker', async () => {
    const { client, cook, clock } = await openKitchen({ cook: () => new Promise(() => undefined) });
    const call = client.cook({ dish: 'soup' }, { deadline: '1h' });
    await call.accepted;
    let closed = false;
    void cook.close('10s').then(() => (closed = true));
    await clock.advance(9999);
    expect(closed).toBe(false);
    await clock.advance(1);
    expect(closed).toBe(true);
    expect(await call.result).toMatchObject({ error: { reason: 'shutting_down', outcome: 'unknown' } });
  });

  test('gives to another instance what one is too busy for', async () => {
    const taken: string[] = [];
    const { passed, open } = gate();
    const { client, another } = await openKitchen(named('1', taken, passed), { capacity: 1, queue: 0 });
    const first = client.cook({ dish: 'a' });
    await first.accepted;
    await another('cook-2', named('2', taken));
    const notes: (string | undefined)[] = [];
    for (const dish of ['b', 'c', 'd']) notes.push((await client.cook({ dish })).note);
    expect(notes).toEqual(['2', '2', '2']);
    open();
    expect((await first).note).toBe('1');
  });

  test('answers `overloaded` when all instances are too busy', async () => {
    const { passed, open } = gate();
    const busy = { capacity: 1, queue: 0 };
    const { client, over, world } = await openKitchen(named('1', [], passed), busy);
    await serve(CookAgent, {
      id: 'cook-2',
      on: over,
      world,
      handlers: { ...idle, ...named('2', [], passed) },
      ...busy,
    });
    const calls = ['a', 'b', 'c'].map((dish) => client.cook({ dish }));
    expect(await calls[2]?.result).toMatchObject({ error: { reason: 'overloaded', outcome: 'rejected' } });
    open();
    expect((await Promise.all(calls.slice(0, 2))).map(({ note }) => note)).toEqual(['1', '2']);
  });

  test('fails a broadcast only when every instance did', async () => {
    const { client, another } = await openKitchen({ announce: () => Promise.reject(new Error('deaf')) });
    const news = { topic: 'menu', text: 'closing' };
    expect(await client.announce(news).result).toMatchObject({ error: { reason: 'handler_failed' } });
    await another('cook-2');
    expect((await client.announce(news).result).ok).toBe(true);
    await another('cook-3', { announce: () => Promise.reject(new Error('deaf')) });
    expect((await client.announce(news).result).ok).toBe(true);
  });

  test('parks what no delivery could mend, with the reason', async () => {
    const { client, broker, clock } = await openKitchen({ cook: () => Promise.reject(new Error('broken')) });
    const reasons: (string | undefined)[] = [];
    subscribe(broker, deadLetterTopic, ({ message, ack }) => {
      reasons.push(message.headers[deadLetterHeaders.reason]);
      ack();
    });
    await client.cook({ dish: 'soup' }).result;
    await clock.settle();
    expect(reasons).toEqual(['handler_failed']);
  });

  test('tells a detail that its own schema forbids as a mistake of the handler', async () => {
    const { client } = await openKitchen({
      cook(_, { fail }) {
        throw fail('sold_out', { dish: 7 } as never);
      },
    });
    const outcome = await client.cook({ dish: 'soup' }).result;
    expect(outcome).toMatchObject({ error: { reason: 'reply_invalid', path: '/detail/dish', outcome: 'handled' } });
    expect(outcome.ok ? undefined : (outcome.error.cause as CodecError | undefined)).toBeUndefined();
  });

  test('does not mix up agents and types whose names look like parts of an address', async () => {
    const taken: string[] = [];
    const { connect: connectTo, another } = await openKitchen(named('1', taken));
    await another('../cook-1', named('dots', taken));
    await another('a/b', named('slash', taken));
    for (const to of ['a/b', '../cook-1', 'cook-1']) await connectTo({ to }).cook({ dish: to });
    expect(taken).toEqual(['slash a/b', 'dots ../cook-1', '1 cook-1']);
    expect(await connectTo({ to: 'a' }).cook({ dish: 'x' }).result).toMatchObject({
      error: { reason: 'agent_unknown' },
    });
  });
});
