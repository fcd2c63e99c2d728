import { AgentError, type Outcome } from '@agentwire/runtime';
import { fakeClock, seededRandom } from '@agentwire/runtime/testing';
import { expect, test } from 'vitest';
import type { KafkaConnection, OutgoingRecord } from '../../../../runtime/src/transports/kafka/driver.js';
import { createSender } from '../../../../runtime/src/transports/kafka/sender.js';

const record: OutgoingRecord = { key: new Uint8Array(), value: new Uint8Array(8), headers: {} };

/** A connection whose tries end one after the other as told: an outcome of a lost connection, or well. */
function tries(...ends: (Outcome | 'well' | AgentError)[]): { readonly connection: KafkaConnection; count(): number } {
  let count = 0;
  const unused = (): never => {
    throw new Error('not asked for');
  };
  return {
    count: () => count,
    connection: {
      async send() {
        const end = ends[count++] ?? 'well';
        if (end === 'well') return;
        throw typeof end === 'string' ? AgentError.of('connection_lost', 'lost', { outcome: end }) : end;
      },
      consume: unused,
      create: async () => undefined,
      describe: unused,
      close: async () => undefined,
    },
  };
}

async function send(
  connection: KafkaConnection,
): Promise<{ readonly outcome: Outcome | 'accepted'; readonly reason?: string }> {
  const clock = fakeClock();
  const sender = createSender(connection, { create: {}, world: { clock, random: seededRandom(1) } });
  const sent = sender.send('orders', record).then(
    () => ({ outcome: 'accepted' as const }),
    (error: AgentError) => ({ outcome: error.outcome, reason: error.reason }),
  );
  await clock.advance(10_000);
  return sent;
}

test('tries three times after the first', async () => {
  const lucky = tries('rejected', 'rejected', 'rejected', 'well');
  expect(await send(lucky.connection)).toEqual({ outcome: 'accepted' });
  const unlucky = tries('rejected', 'rejected', 'rejected', 'rejected', 'well');
  expect(await send(unlucky.connection)).toMatchObject({ outcome: 'rejected' });
  expect(unlucky.count()).toBe(4);
});

test('what one try may have written, no later refusal makes unwritten', async () => {
  expect(await send(tries('unknown', 'rejected', 'rejected', 'rejected').connection)).toMatchObject({
    outcome: 'unknown',
  });
});

test('tries no more where it will never go', async () => {
  const denied = tries(AgentError.of('permission_denied', 'no'));
  expect(await send(denied.connection)).toEqual({ outcome: 'rejected', reason: 'permission_denied' });
  expect(denied.count()).toBe(1);
});

test('refuses a record that no broker would take, before it is sent', async () => {
  const { connection, count } = tries();
  const sender = createSender(connection, {
    create: {},
    maxRecord: 7,
    world: { clock: fakeClock(), random: seededRandom(1) },
  });
  await expect(sender.send('orders', record)).rejects.toMatchObject({ reason: 'too_large', outcome: 'rejected' });
  expect(count()).toBe(0);
});
