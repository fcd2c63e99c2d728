import { expect, it, vi } from 'vitest';
import { connect, identity } from '@agentwire/runtime';
import { grpc } from '@agentwire/runtime/grpc';
import { CookAgent } from '../../../support/agents.js';

vi.mock('@grpc/grpc-js', () => {
  throw new Error('Cannot find package');
});

it('names the package to install where gRPC lacks its library', async () => {
  const client = connect(CookAgent, { from: identity({ type: 'waiter', id: 'w' }), over: grpc('127.0.0.1:1') });
  expect(await client.cook({ dish: 'soup' }).result).toMatchObject({
    ok: false,
    error: {
      reason: 'unreachable',
      outcome: 'rejected',
      message: expect.stringContaining('npm install @grpc/grpc-js'),
    },
  });
});
