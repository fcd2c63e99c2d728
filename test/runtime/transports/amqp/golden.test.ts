/** test/golden/amqp/: what stands on the broker for an agent, and what each kind of message looks like on it. */
import { readFileSync } from 'node:fs';
import { connect, identity, serve } from '@agentwire/runtime';
import { amqp, embedded, type AmqpDriver } from '@agentwire/runtime/amqp';
import { createBroker } from '@agentwire/runtime/memory';
import { fakeClock, seededRandom } from '@agentwire/runtime/testing';
import { IctRiskManager } from 'dora-protocol/agents/ict-risk-manager/amqp';
import { expect, it } from 'vitest';
import type { Publication } from '../../../../runtime/src/transports/amqp/driver.js';
import type { Topology } from '../../../../runtime/src/transports/amqp/topology.js';
import { gate } from '../../../support/kitchen.js';

const golden = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../golden/amqp/${name}`, import.meta.url), 'utf8'));

interface Seen {
  readonly driver: AmqpDriver;
  readonly topologies: Topology[];
  readonly published: Publication[];
}

function watched(): Seen {
  const plain = embedded({ broker: createBroker() });
  const seen: Omit<Seen, 'driver'> = { topologies: [], published: [] };
  const driver: AmqpDriver = {
    async connect(events) {
      const connection = await plain.connect(events);
      return {
        ...connection,
        declare(topology) {
          seen.topologies.push(topology);
          return connection.declare(topology);
        },
        async openPublisher(closed) {
          const publisher = await connection.openPublisher(closed);
          return {
            publish(publication, settled) {
              seen.published.push(publication);
              publisher.publish(publication, settled);
            },
          };
        },
      };
    },
  };
  return { driver, ...seen };
}

/** With the body as text, which in these is JSON. */
const plain = ({ body, ...rest }: Publication): unknown => ({
  ...rest,
  body: body.length === 0 ? '' : (JSON.parse(Buffer.from(body).toString()) as unknown),
});

it('messages and topology are as committed', async () => {
  const { driver, topologies, published } = watched();
  const world = { clock: fakeClock(Date.UTC(2024, 0, 17, 10, 30)), random: seededRandom(1) };
  const over = amqp({ driver, world });
  const served = await serve(IctRiskManager, {
    id: 'ict-risk-manager-001',
    instance: 'irm-inst-001',
    on: over,
    world,
    handlers: {
      async sendTask({ task_type }, { update, fail }) {
        if (task_type === 'impossible') throw fail('task_conflict', { with: 'task-1' });
        await update({ progress: 0.5 });
        return { status: 'success' };
      },
      publishEvent() {},
      reportMetrics() {},
    },
  });
  const topology = {
    exchanges: topologies.flatMap(({ exchanges }) => exchanges),
    queues: topologies.flatMap(({ queues }) => queues),
    bindings: topologies.flatMap(({ bindings }) => bindings),
  };
  const from = identity({ type: 'policy_analyzer', id: 'policy-analyzer-001', instance: 'pa-inst-001' });
  const client = connect(IctRiskManager, { from, over, world });
  await client.sendTask({ task_id: 'task-1', task_type: 'assessment', parameters: {} }, { priority: 'high' });
  await client.sendTask({ task_id: 'task-2', task_type: 'impossible', parameters: {} }).result;
  const to = 'ict-risk-manager-001';
  await client.executeCommand({ command: 'cancel_task', target_task_id: 'task-9' }, { to }).result;
  await client.publishEvent({ event_type: 'risk.found', severity: 'high' });
  await client.publishEvent({ event_type: 'risk.found', severity: 'high' }, { broadcast: true });
  await client.close();
  await served.close(0);
  expect(topology).toEqual(golden('topology.json'));
  expect(published.map(plain)).toEqual(golden('session.json'));
});

it('an operation is encoded as its binding says', async () => {
  const { driver, published } = watched();
  const over = amqp({ driver });
  const heard = gate();
  const handlers = { sendTask: () => ({ status: 'success' }), publishEvent() {}, reportMetrics: () => heard.open() };
  const served = await serve(IctRiskManager, { id: 'ict-risk-manager-001', on: over, handlers });
  const client = connect(IctRiskManager, { from: identity({ type: 'policy_analyzer', id: 'p-1' }), over });
  await client.reportMetrics({ agent_id: 'p-1', cpu_usage: 1, memory_usage: 0.5, task_count: 1n, tasks: [] });
  await heard.passed;
  expect(published[0]?.properties.contentType).toBe('application/protobuf');
  await client.close();
  await served.close(0);
});
