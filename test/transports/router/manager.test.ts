/** The Communication Manager: messages as values, own agents, presence, closing. */
import { CommunicationManager, identity, type Served } from '@agentwire/runtime';
import { http } from '@agentwire/runtime/http';
import { createBroker, memory } from '@agentwire/runtime/memory';
import { fakeClock, seededRandom } from '@agentwire/runtime/testing';
import { afterEach, describe, expect, test } from 'vitest';
import { CookAgent, WaiterAgent } from '../../support/agents.js';
import { gate, idle } from '../../support/kitchen.js';

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close();
});

function newManager(config: Partial<ConstructorParameters<typeof CommunicationManager>[0]> = {}): CommunicationManager {
  const manager = new CommunicationManager({
    from: identity({ type: 'waiter', id: 'waiter-1' }),
    agents: [],
    ...config,
  });
  open.push(() => manager.close(0));
  return manager;
}

const toCooks = { agent_type: 'cook', broadcast: false };

describe('a message as a value', () => {
  test('reaches the agent that its header names, and its reply comes back', async () => {
    const manager = newManager();
    await manager.serve(CookAgent, {
      id: 'cook-1',
      on: http({ port: 0 }),
      handlers: { ...idle, cook: ({ dish }, { header }) => ({ state: 'done', note: `${dish} ${header.message_id}` }) },
    });
    const message = manager.messages.create('order', { order_id: 'o-1', dish: 'soup' }, { to: toCooks });
    const call = manager.send(message);
    expect(call.header).toEqual(message.header);
    expect(await call).toMatchObject({ order_id: 'o-1', note: `soup ${message.header.message_id}` });
  });

  test('is handled once however often it is sent', async () => {
    let ran = 0;
    const manager = newManager();
    await manager.serve(CookAgent, {
      id: 'cook-1',
      on: memory({ broker: createBroker() }),
      handlers: { ...idle, cook: () => ({ state: 'done', note: `run ${++ran}` }) },
    });
    const message = manager.messages.create('order', { order_id: 'o-1', dish: 'soup' }, { to: toCooks });
    const replies = await Promise.all([manager.send(message), manager.send(message), manager.send(message)]);
    expect(replies).toEqual([replies[0], replies[0], replies[0]]);
    expect(ran).toBe(1);
  });

  test('fails as a call where nobody is known, or takes it', async () => {
    const manager = newManager({ agents: [{ agent: CookAgent }] });
    const lost = manager.messages.create('order', {}, { to: { agent_type: 'butler', broadcast: false } });
    expect(await manager.send(lost).result).toMatchObject({ ok: false, error: { reason: 'agent_unknown' } });
    const odd = manager.messages.create('riddle', {}, { to: toCooks });
    expect(await manager.send(odd).result).toMatchObject({ ok: false, error: { reason: 'message_type_unknown' } });
  });
});

describe('own agents', () => {
  test('reach each other by what the manager knows, from within a handler too', async () => {
    const manager = newManager();
    await manager.serve(CookAgent, {
      id: 'cook-1',
      on: http({ port: 0 }),
      handlers: { ...idle, cook: () => ({ state: 'done' }) },
    });
    const chef = await manager.serve(CookAgent, {
      id: 'chef-1',
      on: memory({ broker: createBroker() }),
      handlers: {
        ...idle,
        async cook(order, context) {
          const cook = context.connect(CookAgent, { over: manager.ways, to: 'cook-1' });
          const { state } = await cook.cook({ dish: order.dish });
          await cook.close();
          return { state, note: 'by a cook' };
        },
      },
    });
    const reply = await manager.connect(CookAgent, { to: chef.party.agent_id }).cook({ dish: 'soup' });
    expect(reply).toMatchObject({ state: 'done', note: 'by a cook' });
  });

  test('are no longer called once they are closed', async () => {
    const events: string[] = [];
    const manager = newManager({
      onRoute: ({ kind, operation }) => void (operation === 'cook' && events.push(kind)),
    });
    const serveOne = (id: string): Promise<Served> =>
      manager.serve(CookAgent, {
        id,
        on: http({ port: 0 }),
        handlers: { ...idle, cook: () => ({ state: 'done', note: id }) },
      });
    const first = await serveOne('cook-1');
    await serveOne('cook-2');
    await first.close(0);
    const cook = manager.connect(CookAgent);
    const notes = [await cook.cook({ dish: 'a' }), await cook.cook({ dish: 'b' })].map(({ note }) => note);
    expect(notes).toEqual(['cook-2', 'cook-2']);
    expect(events).toEqual(['taken', 'taken']);
  });

  test('are heard of by all agents of the manager, until they fall silent', async () => {
    const clock = fakeClock();
    const broker = createBroker({ clock });
    const manager = newManager({ world: { clock, random: seededRandom(2) } });
    const over = memory({ broker });
    await manager.serve(WaiterAgent, { id: 'waiter-1', on: over, handlers: { announce() {} } });
    const cook = await manager.serve(CookAgent, { id: 'cook-1', on: over, handlers: idle });
    await clock.settle();
    expect(manager.peers.get('cook-1')).toMatchObject({ state: 'present', party: { agent_type: 'cook' } });
    await clock.advance(60_000);
    expect(manager.peers.get('cook-1')?.state).toBe('present');
    await cook.close(0);
    await clock.advance(30_000);
    expect(manager.peers.get('cook-1')?.state).toBe('lost');
  });
});

describe('closing', () => {
  test('lets handlers and calls finish, takes nothing new, and leaves no timer', async () => {
    const clock = fakeClock();
    const manager = newManager({ world: { clock, random: seededRandom(2) } });
    const { passed, open: letGo } = gate();
    await manager.serve(CookAgent, {
      id: 'cook-1',
      on: memory({ broker: createBroker({ clock }) }),
      handlers: {
        ...idle,
        async cook() {
          await passed;
          return { state: 'done' };
        },
      },
    });
    const client = manager.connect(CookAgent);
    const call = client.cook({ dish: 'soup' });
    await call.accepted;
    const closed = manager.close('5s');
    const message = manager.messages.create('order', { order_id: 'o-2', dish: 'late' }, { to: toCooks });
    expect(await manager.send(message).result).toMatchObject({ ok: false, error: { reason: 'shutting_down' } });
    expect(() => manager.connect(CookAgent)).toThrow('the communication manager is closed');
    letGo();
    expect((await call).state).toBe('done');
    await closed;
    expect(clock.timers).toBe(0);
    expect(await client.cook({ dish: 'later' }).result).toMatchObject({ ok: false, error: { reason: 'cancelled' } });
  });

  test('ends what does not finish in time', async () => {
    const clock = fakeClock();
    const manager = newManager({ world: { clock, random: seededRandom(2) } });
    await manager.serve(CookAgent, {
      id: 'cook-1',
      on: memory({ broker: createBroker({ clock }) }),
      handlers: { ...idle, cook: () => new Promise(() => undefined) },
    });
    const call = manager.connect(CookAgent, { deadline: '1h' }).cook({ dish: 'soup' });
    await call.accepted;
    const closed = manager.close('5s');
    await clock.advance(5000);
    expect(await call.result).toMatchObject({ ok: false, error: { outcome: 'unknown' } });
    await clock.advance(5000);
    await closed;
  });
});

test('an address without a maker of its transport is told at once', () => {
  expect(() => newManager({ agents: [{ agent: CookAgent, at: { grpc: 'localhost:9090' } }] })).toThrow(
    'transports.grpc is missing: it makes a transport of localhost:9090',
  );
});
