/** The document's own protocol, signed: routes without a body, copies in another encoding, dead letters. */
import { afterEach, describe, expect, test } from 'vitest';
import { http } from '@agentwire/runtime/http';
import { createLog, embedded, kafka } from '@agentwire/runtime/kafka';
import { connect, identity, serve, type Client, type Transport } from '@agentwire/runtime';
import { GapAssessment } from 'dora-protocol/agents/gap-assessment/index';
import type { GapAssessmentOperations } from 'dora-protocol/agents/gap-assessment/operations';
import type { Outbound } from '../../../runtime/src/transport.js';
import { keyOf, secured } from '../../support/keys.js';

const analyzer = keyOf({ agent_id: 'pa-1' });
const gap = keyOf({ agent_type: 'gap_assessment' }, 'ES256');
const keys = { keys: [analyzer.own, gap.own] };
const listed = [analyzer.listed({ permissions: ['write:tasks', 'read:tasks'] }), gap.listed()];

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close();
});

async function lay(over: Transport, between: Transport = over): Promise<Client<GapAssessmentOperations>> {
  const security = secured({ keys, listed });
  const served = await serve(GapAssessment, {
    id: 'gap-1',
    on: over,
    security,
    handlers: {
      sendTask: ({ task_id }) => ({ status: 'success', task_id }),
      executeCommand: () => ({ status: 'success' }),
      streamEvents: (events) => events,
    },
  });
  const from = identity({ type: 'policy_analyzer', id: 'pa-1' });
  const client = connect(GapAssessment, { from, over: between, security });
  open.push(
    () => served.close(0),
    () => client.close(),
  );
  return client;
}

const task = { task_id: 't-1', task_type: 'gap_analysis', parameters: { zeta: [1.5, { b: null, a: 'é' }], alpha: {} } };

test.each(['json', 'protobuf', 'avro'] as const)('a task over HTTP is signed as %s', async (encoding) => {
  const client = await lay(http({ port: 0, encoding }));
  expect(await client.sendTask(task)).toMatchObject({ status: 'success', task_id: 't-1' });
  const command = client.executeCommand({ command: 'cancel_task', target_task_id: 't-9' });
  await expect(command).rejects.toMatchObject({ reason: 'task_unknown' });
});

describe('over HTTP, without a body', () => {
  test('a query is signed as the payload that it stands for', async () => {
    const client = await lay(http({ port: 0 }));
    expect(await client.getStatus({})).toMatchObject({ agent_status: 'healthy' });
    await expect(client.getStatus({ task_id: 't-9' })).rejects.toMatchObject({ reason: 'task_unknown' });
  });

  test('a query that was changed on the way is not the one that was signed', async () => {
    const over = http({ port: 0 });
    const client = await lay(over, {
      ...over,
      async dial(agent, from) {
        const dialer = await over.dial(agent, from);
        const bent = (outbound: Outbound): Outbound => ({ ...outbound, texts: () => ({ task_id: 't-2' }) });
        return { ...dialer, send: (outbound, reaction) => dialer.send(bent(outbound), reaction) };
      },
    });
    await expect(client.getStatus({ task_id: 't-1' })).rejects.toMatchObject({ reason: 'authentication_failed' });
  });
});

test('a record that is not proven is parked with the exact reason, and nobody is answered', async () => {
  const log = createLog();
  const over = kafka({ driver: embedded({ log }), producer: { linger: 1 } });
  const client = await lay(over, {
    ...over,
    async dial(agent, from) {
      const dialer = await over.dial(agent, from);
      const bent = ({ body, ...rest }: Outbound): Outbound => {
        const changed = body.slice();
        changed[changed.length - 8] = (changed[changed.length - 8] ?? 0) ^ 1;
        return { ...rest, body: changed };
      };
      return { ...dialer, send: (outbound, reaction) => dialer.send(bent(outbound), reaction) };
    },
  });
  const parked = new Promise<string>((resolve) => {
    const stop = log.watch((topic) => {
      if (topic.endsWith('.dlq')) resolve(topic);
    });
    open.push(() => Promise.resolve(stop()));
  });
  const call = client.sendTask(task);
  const topic = await parked;
  const records = Array.from({ length: log.partitions(topic) ?? 0 }, (_, n) => log.read(topic, n, 0n, 10)).flat();
  expect(records.map(({ headers }) => headers['aw-dead-letter-reason'])).toEqual(['digest_mismatch']);
  call.cancel();
  expect((await call.result).ok).toBe(false);
});
