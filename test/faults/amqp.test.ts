/**
 * Faults on a real broker, judged by a ledger: what a send resolved for was handled or is a dead letter, whatever was
 * cut or stopped meanwhile, and what was surely not accepted was not handled.
 */
import { connect, identity, serve, type Client, type Served, type Transport } from '@agentwire/runtime';
import { amqp, type AmqpEvent, type AmqpOptions } from '@agentwire/runtime/amqp';
import { seededRandom } from '@agentwire/runtime/testing';
import { afterEach, expect, test } from 'vitest';
import { CookAgent, type CookOperations } from '../support/agents.js';
import { gate, idle } from '../support/kitchen.js';
import { startProxy, type Proxy, type ProxyOptions } from '../support/proxy.js';
import { withOwnServer } from '../support/services.js';

interface Row {
  outcome: 'resolved' | 'rejected' | 'unknown' | 'expired' | 'handled' | 'open';
  effects: number;
}

/** Each message with how its send ended and how often it had an effect. */
class Ledger {
  readonly rows = new Map<string, Row>();

  open(id: string): Row {
    const row: Row = { outcome: 'open', effects: 0 };
    this.rows.set(id, row);
    return row;
  }
  effect(id: string): void {
    const row = this.rows.get(id);
    if (row !== undefined) row.effects++;
  }
  all(outcome: Row['outcome']): Row[] {
    return [...this.rows.values()].filter((row) => row.outcome === outcome);
  }
  settled(): number {
    return this.rows.size - this.all('open').length;
  }
  lost(): string[] {
    return [...this.rows].filter(([, row]) => row.outcome === 'resolved' && row.effects === 0).map(([id]) => id);
  }
  ghosts(): string[] {
    return [...this.rows].filter(([, row]) => row.outcome === 'rejected' && row.effects > 0).map(([id]) => id);
  }
  twice(): string[] {
    return [...this.rows].filter(([, row]) => row.effects > 1).map(([id]) => id);
  }
}

withOwnServer('rabbitmq', 'AMQP under faults', (server) => {
  const undo: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const one of undo.splice(0).toReversed()) await one();
  });

  const portOf = (address: string): number => Number(new URL(address).port);
  const proxied = async (options?: ProxyOptions): Promise<Proxy> => {
    const proxy = await startProxy(portOf(server().address), options);
    undo.push(() => proxy.close());
    return proxy;
  };
  const over = (port: number, options: AmqpOptions = {}): Transport =>
    amqp({
      url: `amqp://guest:guest@127.0.0.1:${port}`,
      reconnect: { initial: '20ms', max: '200ms' },
      brokerWithin: '60s',
      ...options,
    });
  const serveCook = async (on: Transport, ledger: Ledger, id = 'cook-1'): Promise<Served> => {
    const cook = await serve(CookAgent, {
      id,
      on,
      handlers: {
        ...idle,
        announce: ({ text }) => ledger.effect(text),
        cook: ({ dish }) => (ledger.effect(dish), { state: 'done' }),
      },
    });
    undo.push(() => cook.close(0));
    return cook;
  };
  const waiter = (through: Transport): Client<CookOperations> => {
    const from = identity({ type: 'waiter', id: 'waiter-1' });
    const client = connect(CookAgent, { from, to: 'cook-1', over: through });
    undo.push(() => client.close());
    return client;
  };
  /** Sends one-way messages, some at a time. */
  const sendAll = async (
    client: Client<CookOperations>,
    ledger: Ledger,
    count: number,
    prefix: string,
  ): Promise<void> => {
    const ids = Array.from({ length: count }, (_, n) => `${prefix}${n}`);
    const options = { broadcast: false, deadline: '60s' } as const;
    const sender = async (): Promise<void> => {
      for (let id = ids.shift(); id !== undefined; id = ids.shift()) {
        const row = ledger.open(id);
        const outcome = await client.announce({ topic: 'menu', text: id }, options).result;
        row.outcome = outcome.ok ? 'resolved' : outcome.error.outcome;
      }
    };
    await Promise.all(Array.from({ length: 16 }, sender));
  };
  const settled = (ledger: Ledger): Promise<unknown> =>
    expect.poll(() => ledger.lost(), { timeout: 60_000, interval: 50 }).toEqual([]);

  test('connections cut at any byte lose nothing that a send resolved for', { timeout: 180_000 }, async () => {
    const ledger = new Ledger();
    const random = seededRandom(7);
    let cutting = true;
    // From within the handshake to some dozens of messages.
    const cutAfter = (): number => (cutting ? Math.ceil(random.fraction() * 60_000) : Infinity);
    const [sending, serving] = [await proxied({ cutAfter }), await proxied()];
    await serveCook(over(serving.port), ledger);
    const done = sendAll(waiter(over(sending.port)), ledger, 2000, 'cut-');
    for (let sent = 100; sent < 2000; sent += 100) {
      await expect.poll(() => ledger.settled(), { timeout: 60_000, interval: 1 }).toBeGreaterThanOrEqual(sent);
      serving.cut();
    }
    cutting = false;
    await done;
    expect(sending.connections).toBeGreaterThan(20);
    expect(serving.connections).toBeGreaterThan(10);
    await settled(ledger);
    expect(ledger.ghosts()).toEqual([]);
    expect(ledger.twice()).toEqual([]);
    expect(ledger.all('resolved')).toHaveLength(2000);
  });

  test(
    'calls over connections that are cut get their replies, and each is handled once',
    { timeout: 180_000 },
    async () => {
      const ledger = new Ledger();
      const random = seededRandom(11);
      let cutting = true;
      const cutAfter = (): number => (cutting ? Math.ceil(20_000 + random.fraction() * 60_000) : Infinity);
      const [calling, serving] = [await proxied({ cutAfter }), await proxied()];
      await serveCook(over(serving.port), ledger);
      const client = waiter(over(calling.port));
      const ids = Array.from({ length: 400 }, (_, n) => `call-${n}`);
      const caller = async (): Promise<void> => {
        for (let id = ids.shift(); id !== undefined; id = ids.shift()) {
          const row = ledger.open(id);
          const outcome = await client.cook({ dish: id }, { deadline: '60s' }).result;
          row.outcome = outcome.ok ? 'resolved' : outcome.error.outcome;
          if (ids.length % 100 === 50) serving.cut();
        }
      };
      await Promise.all(Array.from({ length: 16 }, caller));
      cutting = false;
      expect(calling.connections).toBeGreaterThan(10);
      expect(serving.connections).toBeGreaterThan(4);
      expect(ledger.all('resolved')).toHaveLength(400);
      expect(ledger.lost()).toEqual([]);
      expect(ledger.twice()).toEqual([]);
    },
  );

  test('a connection that is dead without a word is given up, and its messages go over the next', async () => {
    const ledger = new Ledger();
    const proxy = await proxied();
    const lost = gate();
    await serveCook(over(portOf(server().address)), ledger);
    const onEvent = ({ kind }: AmqpEvent): void => (kind === 'lost' ? lost.open() : undefined);
    // With a heartbeat of a minute, nobody else would notice for three.
    const client = waiter(over(proxy.port, { heartbeat: '60s', confirmWithin: '2s', onEvent }));
    await sendAll(client, ledger, 20, 'before-');
    proxy.swallow();
    await sendAll(client, ledger, 20, 'after-');
    await lost.passed;
    await settled(ledger);
    expect(ledger.all('resolved')).toHaveLength(40);
    expect(ledger.twice()).toEqual([]);
  });

  test('a broker that stops and comes back loses nothing that a send resolved for', { timeout: 240_000 }, async () => {
    const ledger = new Ledger();
    const port = portOf(server().address);
    const events: AmqpEvent[] = [];
    await serveCook(over(port), ledger);
    const sending = sendAll(waiter(over(port, { onEvent: (event) => events.push(event) })), ledger, 3000, 'stop-');
    await expect.poll(() => ledger.all('resolved').length, { timeout: 60_000, interval: 5 }).toBeGreaterThan(300);
    await server().stop();
    await expect.poll(() => events.some(({ kind }) => kind === 'lost'), { timeout: 60_000 }).toBe(true);
    await server().start();
    await sending;
    await settled(ledger);
    expect(ledger.ghosts()).toEqual([]);
    expect(ledger.twice()).toEqual([]);
    expect(ledger.all('resolved')).toHaveLength(3000);
  });
});

withOwnServer(
  'rabbitmq',
  'AMQP on a broker that is short of disk',
  (server) => {
    test('a send waits until its deadline, and was surely not accepted', async () => {
      const blocked = gate();
      const through = amqp({
        url: server().address,
        onEvent: ({ kind }) => (kind === 'blocked' ? blocked.open() : undefined),
      });
      const cook = await serve(CookAgent, { id: 'cook-1', on: through, handlers: idle });
      const client = connect(CookAgent, {
        from: identity({ type: 'waiter', id: 'waiter-1' }),
        to: 'cook-1',
        over: through,
      });
      // The broker says so when it is first published to.
      const first = client.announce({ topic: 'menu', text: 'first' }, { broadcast: false, deadline: '2s' }).result;
      await blocked.passed;
      const second = await client.announce({ topic: 'menu', text: 'second' }, { broadcast: false, deadline: '200ms' })
        .result;
      expect(second).toMatchObject({ ok: false, error: { code: 'deadline_exceeded', outcome: 'rejected' } });
      // That one was given to it, and nobody knows what became of it.
      expect(await first).toMatchObject({ ok: false, error: { code: 'deadline_exceeded', outcome: 'unknown' } });
      await client.close();
      await cook.close(0);
    });
  },
  { 'disk_free_limit.absolute': '100000GB' },
);
