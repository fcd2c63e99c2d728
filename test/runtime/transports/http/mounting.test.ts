import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { connect, serve } from '@agentwire/runtime';
import { http } from '@agentwire/runtime/http';
import { raw } from './raw.js';
import { from, Printer, printing } from './shop.js';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

function listening(server: Server): Promise<string> {
  servers.push(server);
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  });
}

describe('an existing server', () => {
  it('gets an agent mounted, keeps its own pages, and gets itself back', async () => {
    const server = createServer((_, response) => void response.end('a page'));
    const address = await listening(server);
    const agent = await serve(Printer, { id: 'printer-1', on: http({ server, basePath: '/bus' }), handlers: printing });
    expect(agent.addresses['http']).toBe(`${address}/bus`);

    const client = connect(Printer, { from, over: http(`${address}/bus`) });
    expect((await client.look({ job_id: 'j-1' })).job_id).toBe('j-1');
    await client.close();
    expect((await raw(`${address}/page`)).text).toBe('a page');
    expect((await raw(`${address}/bus/nothing`)).text).toBe('a page');

    await agent.close();
    expect((await raw(`${address}/bus/v1/agents/printer-1/jobs/j-1`)).text).toBe('a page');
    expect(server.listening).toBe(true);
  });
});

describe('a framework', () => {
  it('calls the handler, which leaves alone what is not for an agent', async () => {
    const web = http({ mounted: true });
    const agent = await serve(Printer, { id: 'printer-1', on: web, handlers: printing });
    const address = await listening(
      createServer((request, response) => {
        if (!web.handler(request, response)) response.writeHead(418).end();
      }),
    );
    expect((await raw(`${address}/v1/agents/printer-1/jobs/j-1`)).status).toBe(200);
    expect((await raw(`${address}/teapot`)).status).toBe(418);
    await agent.close();
    expect((await raw(`${address}/v1/agents/printer-1/jobs/j-1`)).status).toBe(418);
  });
});

describe('a transport without a place to listen', () => {
  it('says so', async () => {
    await expect(serve(Printer, { id: 'p', on: http('http://127.0.0.1:1'), handlers: printing })).rejects.toThrow(
      'give a port',
    );
  });

  it('and one without an address says so too', async () => {
    const outcome = await connect(Printer, { from, over: http({ port: 0 }) }).look({ job_id: 'j' }).result;
    expect(outcome).toMatchObject({ ok: false, error: { reason: 'unreachable', outcome: 'rejected' } });
  });

  it.each(['localhost:80', 'ftp://x', 'http://user:secret@x', 'http://x/?a=1', ''])('refuses to dial %j', (url) => {
    expect(() => http(url)).toThrow(TypeError);
    expect(() => http(url)).not.toThrow(/secret/);
  });
});
