import { connect, identity } from '@agentwire/runtime';
import { kafka } from '@agentwire/runtime/kafka';
import { expect, test, vi } from 'vitest';
import { CookAgent } from '../../../support/agents.js';

vi.mock('kafkajs', () => {
  throw new Error('Cannot find package kafkajs');
});

test('says which package brokers need, and that nothing was sent', async () => {
  const over = kafka({ brokers: ['127.0.0.1:1'] });
  const client = connect(CookAgent, { from: identity({ type: 'waiter', id: 'w' }), over });
  expect(await client.cook({ dish: 'soup' }).result).toMatchObject({
    ok: false,
    error: {
      reason: 'unreachable',
      outcome: 'rejected',
      message: expect.stringContaining('npm install kafkajs') as string,
    },
  });
  await client.close();
});

test('needs a broker to begin with', () => {
  expect(() => kafka({})).toThrow('brokers names no host:port');
});
