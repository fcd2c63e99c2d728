/** Which way a call takes, over real ports and a broker in the process: preference, fallback, broadcast. */
import {
  AgentError,
  CommunicationManager,
  connect,
  identity,
  serve,
  type KnownAgent,
  type ManagerConfig,
  type RouteEvent,
  type Served,
  type Transport,
} from '@agentwire/runtime';
import { agent } from '@agentwire/runtime/codegen/v1';
import { http } from '@agentwire/runtime/http';
import { createBroker, memory } from '@agentwire/runtime/memory';
import { fakeClock, seededRandom } from '@agentwire/runtime/testing';
import { afterEach, describe, expect, test } from 'vitest';
import { CookAgent } from '../../support/agents.js';
import { gate, idle, type CookHandlers } from '../../support/kitchen.js';

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close();
});

const waiter = identity({ type: 'waiter', id: 'waiter-1' });

async function cookOn(
  id: string,
  on: Transport | readonly Transport[],
  own: Partial<CookHandlers> = {},
): Promise<Served> {
  const handlers: CookHandlers = {
    ...idle,
    cook: (_, { transport }) => ({ state: 'done', note: `${id} by ${transport}` }),
    ...own,
  };
  const cook = await serve(CookAgent, { id, on, handlers });
  open.push(() => cook.close(0));
  return cook;
}

function managerOf(known: Omit<KnownAgent, 'agent'>, more: Partial<ManagerConfig> = {}): CommunicationManager {
  const manager = new CommunicationManager({
    from: waiter,
    transports: { http },
    agents: [{ agent: CookAgent, ...known }],
    ...more,
  });
  open.push(() => manager.close(0));
  return manager;
}

const bus = (): Transport => memory({ broker: createBroker() });
const noteOf = async (call: PromiseLike<{ note?: string }>): Promise<string | undefined> => (await call).note;

describe('a call', () => {
  test("takes the agent's first preference, and another one where the configuration prefers it", async () => {
    const [web, over] = [http({ port: 0 }), bus()];
    await cookOn('cook-1', [web, over]);
    const inOrder = agent({ ...CookAgent, transports: ['memory', 'http'] });
    const at = { http: web, memory: over };
    const manager = managerOf({ agent: inOrder, at } as KnownAgent);
    expect(await noteOf(manager.connect(inOrder).cook({ dish: 'soup' }))).toBe('cook-1 by memory');
    const other = managerOf({ at, prefer: ['http'] });
    expect(await noteOf(other.connect(CookAgent).cook({ dish: 'soup' }))).toBe('cook-1 by http');
  });

  test('goes on over the next transport while the first is down, and back when it is there again', async () => {
    const clock = fakeClock(Date.now());
    const over = bus();
    const onWeb = await cookOn('cook-1', http({ port: 0 }));
    await cookOn('cook-1', over);
    const address = onWeb.addresses['http'] ?? '';
    const events: RouteEvent[] = [];
    const manager = managerOf(
      // A request on a connection that closes under it may have arrived.
      { at: { http: address, memory: over }, prefer: ['http', 'memory'], dedupes: true },
      { onRoute: (event) => events.push(event), world: { clock, random: seededRandom(3) } },
    );
    const cook = manager.connect(CookAgent, { deadline: '1h' });
    expect(await noteOf(cook.cook({ dish: 'soup' }))).toBe('cook-1 by http');

    await onWeb.close(0);
    const call = cook.cook({ dish: 'soup' });
    expect(await noteOf(call)).toBe('cook-1 by memory');
    expect(await noteOf(cook.cook({ dish: 'soup' }))).toBe('cook-1 by memory');
    // The first call found out, the second one knew; both went under one message_id each.
    expect(events.slice(1).map(({ kind, transport, fallback }) => [kind, transport, fallback])).toEqual([
      ['missed', 'http', false],
      ['taken', 'memory', true],
      ['taken', 'memory', false],
    ]);
    expect(events[1]).toMatchObject({ message_id: call.header.message_id, error: { code: 'unavailable' } });
    expect(manager.routes).toEqual([
      { agent_type: 'cook', transport: 'http', taken: 1, fallbacks: 0, missed: 1 },
      { agent_type: 'cook', transport: 'memory', taken: 2, fallbacks: 1, missed: 0 },
    ]);

    const port = Number(new URL(address).port);
    await cookOn('cook-1', http({ port }));
    await clock.advance(5001);
    expect(await noteOf(cook.cook({ dish: 'soup' }))).toBe('cook-1 by http');
  });

  test('says why where no way leads there, and that nothing was sent', async () => {
    const gone = await cookOn('cook-1', http({ port: 0 }));
    const address = gone.addresses['http'] ?? '';
    await gone.close(0);
    const manager = managerOf({ at: { http: address, memory: bus() } });
    expect(await manager.connect(CookAgent).cook({ dish: 'soup' }).result).toMatchObject({
      ok: false,
      error: { reason: 'unreachable', outcome: 'rejected', retryable: true },
    });
    const nowhere = managerOf({});
    expect(await nowhere.connect(CookAgent).cook({ dish: 'soup' }).result).toMatchObject({
      ok: false,
      error: { reason: 'unreachable', outcome: 'rejected' },
    });
  });

  test('that may have arrived is sent another way only where it is handled once all the same', async () => {
    const ran: string[] = [];
    const [first, second] = [bus(), bus()];
    const handlers = (way: string): Partial<CookHandlers> => ({
      cook: () => (ran.push(way), { state: 'done', note: way }),
    });
    await cookOn('cook-1', first, handlers('first'));
    await cookOn('cook-1', second, handlers('second'));
    const at = { lossy: losingAnswers(first), memory: second };
    const strict = managerOf({ at, prefer: ['lossy', 'memory'] });
    expect(await strict.connect(CookAgent).cook({ dish: 'soup' }).result).toMatchObject({
      ok: false,
      error: { reason: 'connection_lost', outcome: 'unknown' },
    });
    expect(ran).toEqual(['first']);
    const remembering = managerOf({ at, prefer: ['lossy', 'memory'], dedupes: true });
    expect(await noteOf(remembering.connect(CookAgent).cook({ dish: 'soup' }))).toBe('second');
    expect(ran).toEqual(['first', 'first', 'second']);
  });

  test('is handled once where both ways lead to one agent', async () => {
    let ran = 0;
    const over = bus();
    const handlers: Partial<CookHandlers> = {
      cook: (_, { transport }) => ({ state: 'done', note: `${++ran} ${transport}` }),
    };
    await cookOn('cook-1', [http({ port: 0 }), over], handlers);
    const manager = managerOf({ at: { lossy: losingAnswers(over), memory: over }, dedupes: true });
    expect(await noteOf(manager.connect(CookAgent).cook({ dish: 'soup' }))).toBe('1 memory');
    expect(ran).toBe(1);
  });

  test('that the agent has refused is not tried elsewhere', async () => {
    const events: RouteEvent[] = [];
    const [first, second] = [bus(), bus()];
    const refuse: Partial<CookHandlers> = {
      cook(order, { fail }) {
        throw fail('sold_out', { dish: order.dish });
      },
    };
    await cookOn('cook-1', first, refuse);
    await cookOn('cook-1', second);
    const manager = managerOf({ at: { one: first, two: second } }, { onRoute: (event) => events.push(event) });
    const outcome = await manager.connect(CookAgent).cook({ dish: 'soup' }).result;
    expect(outcome).toMatchObject({ ok: false, error: { reason: 'sold_out' } });
    expect(events).toHaveLength(1);
  });
});

describe('instances', () => {
  test('on one transport take turns, and a call for one of them goes to that one', async () => {
    const cooks = await Promise.all(['cook-1', 'cook-2', 'cook-3'].map((id) => cookOn(id, http({ port: 0 }))));
    const instances = Object.fromEntries(cooks.map(({ party, addresses }) => [party.agent_id, addresses]));
    const manager = managerOf({ instances });
    const cook = manager.connect(CookAgent);
    const notes: (string | undefined)[] = [];
    for (let n = 0; n < 6; n++) notes.push(await noteOf(cook.cook({ dish: 'soup' })));
    expect(notes.slice(0, 3).toSorted()).toEqual(['cook-1 by http', 'cook-2 by http', 'cook-3 by http']);
    expect(notes.slice(3)).toEqual(notes.slice(0, 3));
    for (let n = 0; n < 3; n++)
      expect(await noteOf(cook.cook({ dish: 'soup' }, { to: 'cook-2' }))).toBe('cook-2 by http');
    expect(await cook.cook({ dish: 'soup' }, { to: 'cook-9' }).result).toMatchObject({
      ok: false,
      error: { reason: 'agent_unknown', outcome: 'rejected' },
    });
  });

  test('that have not been heard of for three intervals are called last', async () => {
    const clock = fakeClock(Date.now());
    const cooks = await Promise.all(['cook-1', 'cook-2'].map((id) => cookOn(id, http({ port: 0 }))));
    const instances = Object.fromEntries(cooks.map(({ party, addresses }) => [party.agent_id, addresses]));
    const manager = managerOf({ instances, dedupes: true }, { world: { clock, random: seededRandom(5) } });
    const cook = manager.connect(CookAgent, { deadline: '1h' });
    for (const { party } of cooks) manager.peers.seen(party, {});
    await clock.advance(20_000);
    manager.peers.seen({ agent_id: 'cook-2', agent_type: 'cook' }, {});
    await clock.advance(20_000);
    expect(manager.peers.get('cook-1')?.state).toBe('lost');
    for (let n = 0; n < 4; n++) expect(await noteOf(cook.cook({ dish: 'soup' }))).toBe('cook-2 by http');
    await cooks[1]?.close(0);
    expect(await noteOf(cook.cook({ dish: 'soup' }))).toBe('cook-1 by http');
  });
});

describe('a broadcast', () => {
  /** Cooks that note what they hear; `all` when each of `count` has. */
  function listeners(count: number): {
    heard: string[];
    all: Promise<void>;
    hear: (id: string) => Partial<CookHandlers>;
  } {
    const heard: string[] = [];
    const { passed, open: done } = gate();
    const hear = (id: string): Partial<CookHandlers> => ({
      announce() {
        heard.push(id);
        if (heard.length === count) done();
      },
    });
    return { heard, all: passed, hear };
  }

  test('reaches every instance that is known, once each, over transports that reach one', async () => {
    const { heard, all, hear } = listeners(4);
    const shared = http({ port: 0 });
    const cooks = [
      await cookOn('cook-1', http({ port: 0 }), hear('cook-1')),
      await cookOn('cook-2', http({ port: 0 }), hear('cook-2')),
      await cookOn('cook-3', shared, hear('cook-3')),
      await cookOn('cook-4', shared, hear('cook-4')),
    ];
    const instances = Object.fromEntries(cooks.map(({ party, addresses }) => [party.agent_id, addresses]));
    const manager = managerOf({ instances });
    await manager.connect(CookAgent).announce({ topic: 'menu', text: 'closing' }, { broadcast: true });
    await all;
    expect(heard.toSorted()).toEqual(['cook-1', 'cook-2', 'cook-3', 'cook-4']);
  });

  test('succeeds where one instance is gone, and fails where all are', async () => {
    const { heard, hear } = listeners(1);
    const cooks = [
      await cookOn('cook-1', http({ port: 0 }), hear('cook-1')),
      await cookOn('cook-2', http({ port: 0 }), hear('cook-2')),
    ];
    const instances = Object.fromEntries(cooks.map(({ party, addresses }) => [party.agent_id, addresses]));
    const cook = managerOf({ instances }).connect(CookAgent);
    await cooks[0]?.close(0);
    await cook.announce({ topic: 'menu', text: 'closing' }, { broadcast: true });
    expect(heard).toEqual(['cook-2']);
    await cooks[1]?.close(0);
    expect(await cook.announce({ topic: 'menu', text: 'closed' }, { broadcast: true }).result).toMatchObject({
      ok: false,
      error: { code: 'unavailable' },
    });
  });

  test('is left to a transport that reaches all, and taken to each where that one is down', async () => {
    const { heard, all, hear } = listeners(4);
    const over = bus();
    const cooks = [
      await cookOn('cook-1', [http({ port: 0 }), over], hear('cook-1')),
      await cookOn('cook-2', [http({ port: 0 }), over], hear('cook-2')),
    ];
    const webs = Object.fromEntries(
      cooks.map(({ party, addresses: { http: web = '' } }) => [party.agent_id, { http: web }]),
    );
    const events: RouteEvent[] = [];
    const onRoute = (event: RouteEvent): void => void events.push(event);
    const up = managerOf({ at: { memory: over }, instances: webs }, { onRoute });
    await up.connect(CookAgent).announce({ topic: 'menu', text: 'open' }, { broadcast: true });
    expect(events.map(({ kind, transport }) => `${kind} ${transport}`)).toEqual(['taken memory']);
    const down = managerOf({ at: { memory: bus() }, instances: webs });
    await down.connect(CookAgent).announce({ topic: 'menu', text: 'closing' }, { broadcast: true });
    await all;
    expect(heard.toSorted()).toEqual(['cook-1', 'cook-1', 'cook-2', 'cook-2']);
  });
});

test('a list of transports falls back the same way, without a manager', async () => {
  const gone = await cookOn('cook-1', http({ port: 0 }));
  const address = gone.addresses['http'] ?? '';
  await gone.close(0);
  const over = bus();
  await cookOn('cook-1', over);
  const cook = connect(CookAgent, { from: waiter, over: [http(address), over] });
  open.push(() => cook.close());
  expect(await noteOf(cook.cook({ dish: 'soup' }))).toBe('cook-1 by memory');
});

/** The connection breaks when the agent has handled the message: its answer never comes. */
function losingAnswers(over: Transport): Transport {
  return {
    ...over,
    name: 'lossy',
    broadcasts: false,
    async dial(to, from) {
      const dialer = await over.dial(to, from);
      return {
        ...dialer,
        send: (outbound, reaction) =>
          dialer.send(outbound, {
            ...reaction,
            reply: () =>
              reaction.fail(AgentError.of('connection_lost', 'the connection broke', { outcome: 'unknown' })),
          }),
      };
    },
  };
}
