/** Groups on a real broker: who comes, who goes, who takes long. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { connect, identity, serve, type Client, type Served } from '@agentwire/runtime';
import { kafka } from '@agentwire/runtime/kafka';
import { afterEach, expect, test } from 'vitest';
import type { Transport } from '../../../../runtime/src/transport.js';
import { CookAgent, type CookOperations } from '../../../support/agents.js';
import { gate, idle, type CookHandlers } from '../../../support/kitchen.js';
import { withServer } from '../../../support/services.js';
import { ownPrefixes } from '../../../support/topics.js';

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close();
});

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const generated = `${root}generated/dist/agents/risk-calculator/kafka.js`;
const from = identity({ type: 'waiter', id: 'waiter-1' });

await withServer('kafka', 'groups on a real broker', (address) => {
  const prefix = ownPrefixes('groups', address);
  const bus = (consumer = {}): Transport =>
    kafka({ brokers: [address], prefix: prefix(), create: { partitions: 4 }, consumer });
  const serveOne = async (over: Transport, id: string, handlers: Partial<CookHandlers>): Promise<Served> => {
    const served = await serve(CookAgent, { id, on: over, handlers: { ...idle, ...handlers } });
    open.push(() => served.close(0));
    return served;
  };
  const client = (over: Transport): Client<CookOperations> => {
    const made = connect(CookAgent, { from, over });
    open.push(() => made.close());
    return made;
  };

  test('a handler that takes longer than the session keeps its membership', { timeout: 60_000 }, async () => {
    let runs = 0;
    const over = bus({ sessionTimeout: 6_000, heartbeatInterval: 1_000 });
    await serveOne(over, 'cook-1', {
      async cook() {
        runs++;
        await new Promise((resolve) => setTimeout(resolve, 13_000));
        return { state: 'done' };
      },
    });
    expect((await client(over).cook({ dish: 'stew' }, { deadline: '40s' })).state).toBe('done');
    expect(runs).toBe(1);
  });

  test('a key is worked on by one instance at a time while instances come and go', { timeout: 90_000 }, async () => {
    const over = bus();
    const under = new Set<string>();
    const seen = new Map<string, number[]>();
    let overlaps = 0;
    const handlers: Partial<CookHandlers> = {
      async instruct({ order_id = '', reason = '' }) {
        if (under.has(order_id)) overlaps++;
        under.add(order_id);
        await new Promise((resolve) => setTimeout(resolve, 5));
        under.delete(order_id);
        seen.set(order_id, [...(seen.get(order_id) ?? []), Number(reason)]);
        return { state: 'done', order_id };
      },
    };
    const first = await serveOne(over, 'cook-1', handlers);
    const one = client(over);
    const orders = Array.from({ length: 8 }, (_, n) => `o-${n}`);
    const calls: PromiseLike<unknown>[] = [];
    const portion = async (round: number): Promise<void> => {
      for (let n = round * 10; n < round * 10 + 10; n++)
        for (const order_id of orders)
          calls.push(one.instruct({ verb: 'hurry', order_id, reason: String(n) }, { deadline: '60s' }));
      await calls.at(-1);
    };
    await portion(0);
    const second = serveOne(over, 'cook-2', handlers);
    await portion(1);
    await second;
    await portion(2);
    const closed = first.close('10s');
    await portion(3);
    await closed;
    await Promise.all(calls);
    expect(overlaps).toBe(0);
    for (const order_id of orders) {
      // At least once: what was read again after a rebalance may come twice, and never out of turn for the first time.
      const firsts = [...new Set(seen.get(order_id))];
      expect(firsts).toEqual(Array.from({ length: 40 }, (_, n) => n));
    }
  });

  test('what an instance has not done when it closes without grace, another does', { timeout: 60_000 }, async () => {
    const over = bus({ sessionTimeout: 6_000 });
    const begun = gate();
    const first = await serveOne(over, 'cook-1', {
      cook() {
        begun.open();
        return new Promise(() => undefined);
      },
    });
    const call = client(over).cook({ dish: 'stew' }, { deadline: '50s' });
    await begun.passed;
    await first.close(0);
    await serveOne(over, 'cook-2', { cook: () => ({ state: 'done', note: 'by the other' }) });
    expect((await call).note).toBe('by the other');
  });

  // Made by npm run typecheck, which comes before the tests.
  test('after everything is closed the process ends by itself', { timeout: 60_000 }, async ({ skip }) => {
    if (!existsSync(generated)) skip('generated/ is not compiled: npm run typecheck');
    const code = `
      import { connect, identity, serve } from '@agentwire/runtime';
      import { kafka } from '@agentwire/runtime/kafka';
      import { RiskCalculator } from ${JSON.stringify(generated)};
      const over = kafka({ brokers: [${JSON.stringify(address)}], prefix: ${JSON.stringify(prefix())}, create: { partitions: 1 } });
      const handlers = { sendTask: () => ({ status: 'success', result: {} }), shareResult() {}, broadcastEvent() {} };
      const served = await serve(RiskCalculator, { id: 'rc-1', on: over, handlers });
      const client = connect(RiskCalculator, { from: identity({ type: 'policy_analyzer', id: 'pa-1' }), over });
      const { status } = await client.sendTask({ task_type: 'weigh', parameters: {} });
      await client.close();
      await served.close();
      console.log(status);
    `;
    const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
      cwd: `${root}runtime`,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    open.push(async () => void child.kill('SIGKILL'));
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const ended = await new Promise<number | null>((resolve) => child.once('exit', resolve));
    expect([ended, said]).toEqual([0, 'success\n']);
  });
});
