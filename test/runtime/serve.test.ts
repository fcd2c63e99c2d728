import { describe, expect, test } from 'vitest';
import { connect, serve, type Header, type PresenceEntry, type Transport } from '@agentwire/runtime';
import { createBroker, memory } from '@agentwire/runtime/memory';
import { fakeClock, seededRandom } from '@agentwire/runtime/testing';
import { CookAgent, WaiterAgent, type Beat } from '../support/agents.js';
import { gate, idle, openKitchen } from '../support/kitchen.js';

describe('heartbeats', () => {
  test('tell true figures at once and then at their interval, without any handler', async () => {
    const { passed, open } = gate();
    const { over, world, clock, client } = await openKitchen();
    const waiter = await serve(WaiterAgent, { id: 'waiter-1', on: over, world, handlers: { announce() {} } });
    const cook = await serve(CookAgent, {
      id: 'cook-9',
      on: over,
      world,
      capacity: 2,
      capabilities: ['soup'],
      heartbeats: { to: [WaiterAgent], over },
      handlers: {
        ...idle,
        async cook() {
          await passed;
          return { state: 'done' };
        },
      },
    });
    await clock.settle();
    const first = waiter.peers.get('cook-9');
    expect(first).toMatchObject({ party: { agent_type: 'cook', agent_id: 'cook-9' }, state: 'present' });
    expect(first?.figures).toEqual({
      mood: 'healthy',
      load: 0,
      active: 0,
      waiting: 0,
      last_activity: new Date(clock.now()),
      skills: ['soup'],
    });
    const direct = connect(CookAgent, { from: waiter.party, to: 'cook-9', over, world });
    const calls = [1, 2, 3].map(() => direct.cook({ dish: 'soup' }, { deadline: '1h' }));
    await clock.advance(10_000);
    expect(waiter.peers.get('cook-9')?.figures).toMatchObject({ mood: 'overloaded', load: 1, active: 2, waiting: 1 });
    open();
    await Promise.all(calls);
    const busyUntil = clock.now();
    await clock.advance(10_000);
    expect(waiter.peers.get('cook-9')).toMatchObject({
      lastSeen: busyUntil + 10_000,
      figures: { mood: 'healthy', load: 0, last_activity: new Date(busyUntil) },
    });
    await client.close();
    await cook.close();
    await waiter.close();
  });

  test('stop when the agent closes: others notice after three intervals, and see it come back', async () => {
    const clock = fakeClock();
    const world = { clock, random: seededRandom(1) };
    const over = memory({ broker: createBroker({ clock }) });
    const waiter = await serve(WaiterAgent, { id: 'waiter-1', on: over, world, handlers: { announce() {} } });
    const changes: PresenceEntry['state'][] = [];
    waiter.peers.onChange(({ state }) => changes.push(state));
    const start = (): ReturnType<typeof serve> =>
      serve(CookAgent, { id: 'cook-1', on: over, world, handlers: idle, heartbeats: { to: [WaiterAgent], over } });
    const cook = await start();
    await clock.advance(60_000);
    expect(changes).toEqual(['present']);
    await cook.close();
    await clock.advance(29_999);
    expect(changes).toEqual(['present']);
    await clock.advance(1);
    expect(changes).toEqual(['present', 'lost']);
    const again = await start();
    await clock.settle();
    expect(changes).toEqual(['present', 'lost', 'present']);
    await again.close();
    await waiter.close();
    expect(clock.timers).toBe(0);
  });

  test('go on where nobody hears them', async () => {
    const { over, world, clock } = await openKitchen();
    const cook = await serve(CookAgent, {
      id: 'cook-2',
      on: over,
      world,
      handlers: idle,
      heartbeats: { to: [WaiterAgent], over, every: '1s' },
    });
    await clock.advance(5000);
    const waiter = await serve(WaiterAgent, { id: 'waiter-1', on: over, world, handlers: { announce() {} } });
    await clock.advance(1000);
    expect(waiter.peers.get('cook-2')?.state).toBe('present');
    await cook.close();
  });
});

describe('an agent', () => {
  test('answers for its own state without a handler, also while all its slots are taken', async () => {
    const { passed, open } = gate();
    const { client, clock } = await openKitchen(
      {
        async cook() {
          await passed;
          return { state: 'done' };
        },
      },
      { capacity: 1, queue: 0 },
    );
    const call = client.cook({ dish: 'soup' });
    await clock.settle();
    const beat: Beat = await client.mood({});
    expect(beat).toMatchObject({ mood: 'healthy', load: 1, active: 1 });
    open();
    await call;
  });

  test('lets a cancel command through while all its slots are taken', async () => {
    const { client, clock } = await openKitchen(
      { cook: () => new Promise(() => undefined) },
      { capacity: 1, queue: 0 },
    );
    const task = client.cook({ order_id: 'o-1', dish: 'soup' });
    await clock.settle();
    expect((await client.instruct({ verb: 'stop', order_id: 'o-1', reason: 'fire' })).state).toBe('stopped');
    expect(await task.result).toMatchObject({ error: { reason: 'cancelled', message: 'fire' } });
  });

  test('cancels a task that waits for its turn: it never runs', async () => {
    const { passed, open } = gate();
    const ran: string[] = [];
    const { client, clock } = await openKitchen(
      {
        async cook({ dish }) {
          ran.push(dish);
          await passed;
          return { state: 'done' };
        },
      },
      { capacity: 1 },
    );
    const first = client.cook({ order_id: 'o-1', dish: 'soup' });
    const second = client.cook({ order_id: 'o-2', dish: 'stew' });
    await clock.settle();
    expect((await client.instruct({ verb: 'stop', order_id: 'o-2', reason: 'guests left' })).state).toBe('stopped');
    expect(await second.result).toMatchObject({ error: { reason: 'cancelled', message: 'guests left' } });
    open();
    await first;
    await clock.settle();
    expect(ran).toEqual(['soup']);
  });

  test('gives a command that cancels nothing to its handler', async () => {
    const seen: string[] = [];
    const { client } = await openKitchen({
      instruct(instruction) {
        seen.push(instruction.verb);
        return { state: 'done' };
      },
    });
    expect((await client.instruct({ verb: 'hurry', order_id: 'o-1' })).state).toBe('done');
    expect(seen).toEqual(['hurry']);
  });

  test('calls others from a handler within the same correlation, trace and deadline', async () => {
    const headers: Header[] = [];
    const { client, another, over, clock } = await openKitchen({
      async cook(order, context) {
        headers.push(context.header);
        const helper = context.connect(CookAgent, { over, to: 'cook-2' });
        const { note } = await helper.cook({ dish: `half of ${order.dish}` }, { deadline: '1h' });
        return { state: 'done', ...(note === undefined ? {} : { note }) };
      },
    });
    await another('cook-2', {
      cook({ dish }, context) {
        headers.push(context.header);
        return { state: 'done', note: dish };
      },
    });
    const call = connect(CookAgent, {
      from: { agent_id: 'w', agent_type: 'waiter' },
      to: 'cook-1',
      over,
      world: { clock, random: seededRandom(9) },
    }).cook({ dish: 'soup' }, { deadline: '5s' });
    expect((await call).note).toBe('half of soup');
    const [outer, inner] = headers;
    expect(inner).toMatchObject({
      correlation_id: outer?.correlation_id,
      causation_id: outer?.message_id,
      source: { agent_id: 'cook-1', agent_type: 'cook' },
      routing: { deadline: outer?.routing.deadline },
      tracing: { trace_id: outer?.tracing.trace_id, parent_span_id: outer?.tracing.span_id },
    });
    await client.close();
  });

  test('listens on all its transports or on none', async () => {
    const closed: string[] = [];
    const good: Transport = {
      ...memory({ broker: createBroker() }),
      listen: () => Promise.resolve({ address: 'good:', close: async () => void closed.push('good') }),
    };
    const bad: Transport = { ...good, listen: () => Promise.reject(new Error('port taken')) };
    const serving = serve(CookAgent, { id: 'c', on: [good, bad], handlers: idle });
    await expect(serving).rejects.toThrow('port taken');
    expect(closed).toEqual(['good']);
  });

  test('refuses handlers for what it does not serve', async () => {
    const handlers = { ...idle, fly: () => undefined };
    const serving = serve(CookAgent, { id: 'c', on: memory({ broker: createBroker() }), handlers });
    await expect(serving).rejects.toThrow('cook serves no fly; it serves cook, instruct, announce, greet, mood');
  });

  test('has an address on each transport and a party of its own', async () => {
    const { cook } = await openKitchen({}, { instance: 'cook-1-a' });
    expect(cook.addresses).toEqual({ memory: 'memory:cook-1' });
    expect(cook.party).toEqual({ agent_id: 'cook-1', agent_type: 'cook', instance_id: 'cook-1-a' });
  });
});
