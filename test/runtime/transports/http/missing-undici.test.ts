import { expect, it, vi } from 'vitest';
import { connect } from '@agentwire/runtime';
import { http } from '@agentwire/runtime/http';
import { from, Printer } from './shop.js';

vi.mock('undici', () => {
  throw new Error('Cannot find package');
});

it('names the package to install where a call over HTTP lacks its client', async () => {
  const outcome = await connect(Printer, { from, over: http('http://127.0.0.1:1') }).look({ job_id: 'j' }).result;
  expect(outcome).toMatchObject({
    ok: false,
    error: { reason: 'unreachable', outcome: 'rejected', message: expect.stringContaining('npm install undici') },
  });
});
