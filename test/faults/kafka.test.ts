import { connect, identity, serve, type Client, type Served } from '@agentwire/runtime';
import { kafka, type KafkaOptions } from '@agentwire/runtime/kafka';
import { afterAll, afterEach, expect, test } from 'vitest';
import { CookAgent, type CookOperations } from '../support/agents.js';
import { idle } from '../support/kitchen.js';
import { seeded } from '../support/seeded.js';
import { withOwnServer, type PrivateServer } from '../support/services.js';
import { openProxy } from '../support/tcp-proxy.js';
import { createLedger, type Ledger } from './ledger.js';

interface Table {
  readonly ledger: Ledger;
  readonly client: Client<CookOperations>;
}

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close();
});

async function lay(options: KafkaOptions): Promise<Table> {
  const ledger = createLedger();
  const over = kafka({ create: { partitions: 3 }, connectTimeout: 5_000, requestTimeout: 5_000, ...options });
  const cook: Served = await serve(CookAgent, {
    id: 'cook-1',
    on: over,
    handlers: {
      ...idle,
      cook({ dish }) {
        ledger.handled(dish);
        return { state: 'done' };
      },
    },
  });
  open.push(() => cook.close(0));
  const client = connect(CookAgent, { from: identity({ type: 'waiter', id: 'waiter-1' }), over });
  open.push(() => client.close());
  return { ledger, client };
}

/** Orders in portions, one after the other, until `enough` says so. */
async function order({ ledger, client }: Table, portion: number, enough: (sent: number) => boolean): Promise<void> {
  for (let sent = 0; !enough(sent); sent += portion) {
    const dishes = Array.from({ length: portion }, (_, n) => `dish ${sent + n}`);
    await Promise.all(
      dishes.map(async (dish) => {
        const call = client.cook({ dish }, { deadline: '2m' });
        // Its reply is nobody's matter here.
        call.result.catch(() => undefined);
        try {
          await call.accepted;
          ledger.accepted(dish);
        } catch (thrown) {
          ledger.refused(dish, (thrown as { outcome: string }).outcome);
        }
      }),
    );
  }
}

withOwnServer('kafka', 'a broker that goes away', (server: () => PrivateServer) => {
  test('loses nothing that was accepted when it is killed and comes back', { timeout: 180_000 }, async () => {
    const table = await lay({ brokers: [server().address] });
    let back = false;
    const outage = (async () => {
      await expect.poll(() => table.ledger.acceptedCount, { timeout: 60_000 }).toBeGreaterThan(100);
      await server().stop('SIGKILL');
      await server().start();
      back = true;
    })();
    let after = 0;
    await order(table, 20, () => back && ++after > 10);
    await outage;
    await table.ledger.balance(90_000);
  });
});

const proxy = await openProxy();
afterAll(() => proxy.close());

withOwnServer(
  'kafka',
  'a connection that is cut',
  (server: () => PrivateServer) => {
    test('loses nothing that was accepted, at whatever moment it is cut', { timeout: 180_000 }, async () => {
      const { hostname, port } = new URL(`kafka://${server().address}`);
      proxy.target = { host: hostname, port: Number(port) };
      const table = await lay({ brokers: [`127.0.0.1:${proxy.port}`], consumer: { sessionTimeout: 6_000 } });
      const random = seeded(20_241_128);
      let cuts = 0;
      let timer: NodeJS.Timeout | undefined;
      const cut = (): void => {
        timer = setTimeout(
          () => {
            proxy.cut();
            if (++cuts < 12) cut();
          },
          50 + random.int(700),
        );
      };
      cut();
      let after = 0;
      await order(table, 10, () => cuts >= 12 && ++after > 10);
      clearTimeout(timer);
      await table.ledger.balance(90_000);
      expect(table.ledger.acceptedCount).toBeGreaterThan(100);
    });
  },
  { 'advertised.listeners': `PLAINTEXT://127.0.0.1:${proxy.port}` },
);
