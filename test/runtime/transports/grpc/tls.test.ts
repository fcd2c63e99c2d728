import { connect as connectTls, type SecureVersion } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { serve, type Result } from '@agentwire/runtime';
import { grpc, type TlsOptions } from '@agentwire/runtime/grpc';
import { CookAgent, type Cook } from '../../../support/agents.js';
import { idle } from '../../../support/kitchen.js';
import { authority, clientPair, serverPair } from '../../../support/tls/index.js';
import { addressOf, connectWaiter, serveCook } from './table.js';

async function secure(tls: TlsOptions = {}): Promise<string> {
  return addressOf(await serveCook({}, { tls: { ...serverPair, ...tls } }));
}

function call(url: string, tls?: TlsOptions): Promise<Result<Cook>> {
  return connectWaiter(tls === undefined ? url : { url, tls }).cook({ dish: 'soup' }).result;
}

function handshake(url: string, version: SecureVersion): Promise<string> {
  const { hostname, port } = new URL(url.replace('grpcs:', 'https:'));
  return new Promise((resolve, reject) => {
    const socket = connectTls({
      host: hostname,
      port: Number(port),
      ca: authority,
      ALPNProtocols: ['h2'],
      minVersion: version,
      maxVersion: version,
    });
    socket.on('secureConnect', () => {
      resolve(`${socket.getProtocol()} ${socket.alpnProtocol}`);
      socket.destroy();
    });
    socket.on('error', reject);
  });
}

describe('gRPC over TLS', () => {
  it('takes calls over TLS 1.3', async () => {
    const url = await secure();
    expect(url).toMatch(/^grpcs:\/\/127\.0\.0\.1:\d+$/);
    expect(await call(url, { ca: authority })).toMatchObject({ ok: true });
    expect(await handshake(url, 'TLSv1.3')).toBe('TLSv1.3 h2');
  });

  it('refuses TLS 1.2', async () => {
    await expect(handshake(await secure(), 'TLSv1.2')).rejects.toThrow(/protocol version/i);
  });

  it('refuses a server that no known authority vouches for, and one that is not what its name says', async () => {
    const url = await secure();
    const refused = { ok: false, error: { reason: 'unreachable', outcome: 'rejected' } };
    expect(await call(url)).toMatchObject(refused);
    expect(await call(url, { ca: authority, servername: 'elsewhere.example' })).toMatchObject(refused);
  });

  it("asks for the client's certificate where it is mutual", async () => {
    const url = await secure({ mutual: true, ca: authority });
    expect(await call(url, { ca: authority, ...clientPair })).toMatchObject({ ok: true });
    expect(await call(url, { ca: authority })).toMatchObject({ ok: false, error: { code: 'unavailable' } });
  });

  it('says what is missing before it listens', async () => {
    const start = (tls: TlsOptions): Promise<unknown> =>
      serve(CookAgent, { id: 'c', on: grpc({ port: 0, tls }), handlers: idle });
    await expect(start({})).rejects.toThrow('grpc: tls needs cert and key');
    await expect(serve(CookAgent, { id: 'c', on: grpc({}), handlers: idle })).rejects.toThrow('give a port');
    expect(() => grpc('https://example.com')).toThrow('is no address');
  });
});
