import { connect as connectTls } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { connect, serve } from '@agentwire/runtime';
import { websocket, type TlsOptions } from '@agentwire/runtime/websocket';
import { CookAgent } from '../../../support/agents.js';
import { idle } from '../../../support/kitchen.js';
import { authority, clientPair, serverPair } from '../../../support/tls/index.js';
import { from } from './table.js';

const open: { close(grace?: number): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.close(0);
});

async function secure(tls: TlsOptions = {}): Promise<string> {
  const on = websocket({ port: 0, tls: { ...serverPair, ...tls } });
  const served = await serve(CookAgent, { id: 'cook-1', on, handlers: idle });
  open.push(served);
  return served.addresses['websocket'] ?? '';
}

function call(url: string, tls: TlsOptions) {
  const client = connect(CookAgent, { from, over: websocket({ url, tls }) });
  open.push(client);
  return client.cook({ dish: 'soup' }).result;
}

describe('wss', () => {
  it('takes calls over TLS 1.3, and no less', async () => {
    const url = await secure();
    expect(url).toMatch(/^wss:\/\/127\.0\.0\.1:\d+$/);
    expect(await call(url, { ca: authority })).toMatchObject({ ok: true, value: { state: 'done' } });
    const old = connectTls({ port: Number(new URL(url).port), ca: authority, maxVersion: 'TLSv1.2' });
    const refused = new Promise((resolve) => old.once('error', resolve));
    expect(String(await refused)).toMatch(/protocol version/i);
  });

  it('refuses a server that no known authority vouches for', async () => {
    expect(await call(await secure(), {})).toMatchObject({
      ok: false,
      error: { reason: 'unreachable', outcome: 'rejected' },
    });
  });

  it("asks for the client's certificate where it is mutual", async () => {
    const url = await secure({ mutual: true, ca: authority });
    expect(await call(url, { ca: authority, ...clientPair })).toMatchObject({ ok: true });
    expect(await call(url, { ca: authority })).toMatchObject({ ok: false, error: { code: 'unavailable' } });
  });

  it('says what is missing before it listens', async () => {
    const start = (tls: TlsOptions): Promise<unknown> =>
      serve(CookAgent, { id: 'c', on: websocket({ port: 0, tls }), handlers: idle });
    await expect(start({})).rejects.toThrow('websocket: tls needs cert and key');
    await expect(start({ ...serverPair, mutual: true })).rejects.toThrow('tls.mutual needs the ca');
  });
});
