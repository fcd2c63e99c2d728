import { connect as connectTls, type SecureVersion } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { connect, serve } from '@agentwire/runtime';
import { http, type TlsOptions } from '@agentwire/runtime/http';
import { authority, clientPair, serverPair } from '../../../support/tls/index.js';
import { from, Printer, printing } from './shop.js';

const open: { close(grace?: number): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.close(0);
});

async function secure(tls: TlsOptions = {}): Promise<string> {
  const web = http({ port: 0, tls: { ...serverPair, ...tls } });
  const served = await serve(Printer, { id: 'printer-1', on: web, handlers: printing });
  open.push(served);
  return served.addresses['http'] ?? '';
}

function call(url: string, tls: TlsOptions) {
  const client = connect(Printer, { from, over: http({ url, tls }) });
  open.push(client);
  return client.look({ job_id: 'j-1' }).result;
}

function handshake(url: string, version: SecureVersion): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connectTls({
      host: hostname,
      port: Number(port),
      ca: authority,
      minVersion: version,
      maxVersion: version,
    });
    socket.on('secureConnect', () => {
      resolve(socket.getProtocol() ?? '');
      socket.destroy();
    });
    socket.on('error', reject);
  });
}

describe('HTTPS', () => {
  it('takes calls over TLS 1.3', async () => {
    const url = await secure();
    expect(url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
    expect(await call(url, { ca: authority })).toMatchObject({ ok: true, value: { job_id: 'j-1' } });
    expect(await handshake(url, 'TLSv1.3')).toBe('TLSv1.3');
  });

  it('refuses TLS 1.2', async () => {
    await expect(handshake(await secure(), 'TLSv1.2')).rejects.toThrow(/protocol version/i);
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
      serve(Printer, { id: 'p', on: http({ port: 0, tls }), handlers: printing });
    await expect(start({})).rejects.toThrow('tls needs cert and key');
    await expect(start({ ...serverPair, mutual: true })).rejects.toThrow('tls.mutual needs the ca');
  });
});
