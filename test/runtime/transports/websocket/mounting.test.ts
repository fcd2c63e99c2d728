import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { connect, serve } from '@agentwire/runtime';
import { http } from '@agentwire/runtime/http';
import { websocket } from '@agentwire/runtime/websocket';
import { CookAgent } from '../../../support/agents.js';
import { idle } from '../../../support/kitchen.js';
import { envelope } from './envelopes.js';
import { closeRawPeers, rawPeer, refusal } from './raw.js';
import { from } from './table.js';

const open: { close(grace?: number): Promise<void> }[] = [];
afterEach(async () => {
  closeRawPeers();
  for (const one of open.splice(0).toReversed()) await one.close(0);
});

describe('an existing server', () => {
  it('gets an agent mounted, keeps its own upgrades, and gets itself back', async () => {
    const server = createServer((_, response) => void response.end('a page'));
    server.on('upgrade', (_, stream) => void stream.end('HTTP/1.1 418 Teapot\r\n\r\n'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const on = websocket({ server, basePath: '/bus' });
    const agent = await serve(CookAgent, { id: 'cook-1', on, handlers: idle });
    expect(agent.addresses['websocket']).toBe(`ws://127.0.0.1:${port}/bus`);
    const client = connect(CookAgent, { from, over: websocket(`ws://127.0.0.1:${port}/bus`) });
    expect((await client.cook({ dish: 'soup' })).state).toBe('done');
    await client.close();
    expect(await refusal(`ws://127.0.0.1:${port}/ws/agents/cook-1`)).toBe(418);
    await agent.close();
    expect(await refusal(`ws://127.0.0.1:${port}/bus/ws/agents/cook-1`)).toBe(418);
    expect(server.listening).toBe(true);
    await new Promise((resolve) => (server.close(resolve), server.closeAllConnections()));
  });
});

describe('the server of an HTTP transport', () => {
  it.each(['http first', 'websocket first'])('takes upgrades on the same port (%s)', async (order) => {
    const web = http({ port: 0 });
    const sockets = websocket({ server: web });
    const handlers = {
      ...idle,
      async *chat(heard: AsyncIterable<{ topic: string; text: string }>) {
        yield* heard;
      },
    };
    const on = order === 'http first' ? [web, sockets] : [sockets, web];
    const agent = await serve(CookAgent, { id: 'cook-1', on, handlers });
    open.push(agent);
    const address = new URL(agent.addresses['http'] ?? '');
    expect(new URL(agent.addresses['websocket'] ?? '').host).toBe(address.host);
    for (const over of [http(address.origin), websocket(`ws://${address.host}`), sockets]) {
      const client = connect(CookAgent, { from, over });
      open.push(client);
      expect((await client.cook({ dish: 'soup' })).state).toBe('done');
    }
    const peer = await rawPeer(`ws://${address.host}/agents/cook-1/chat`);
    peer.send({ type: 'message', data: envelope('news', { topic: 'a', text: 'b' }) });
    expect(await peer.next()).toMatchObject({ type: 'message', data: { payload: { data: { topic: 'a' } } } });
    expect(await refusal(`ws://${address.host}/elsewhere`)).toBe(404);
    await agent.close(0);
    await expect(fetch(address)).rejects.toThrow();
  });

  it('is not there where a framework has it', async () => {
    const on = websocket({ server: http({ mounted: true }) });
    await expect(serve(CookAgent, { id: 'cook-1', on, handlers: idle })).rejects.toThrow('has no server');
  });
});

describe('a transport without a place to listen', () => {
  it('says so, and so does one without an address', async () => {
    const over = websocket('ws://127.0.0.1:1');
    await expect(serve(CookAgent, { id: 'c', on: over, handlers: idle })).rejects.toThrow('give a port');
    const outcome = await connect(CookAgent, { from, over: websocket({ port: 0 }) }).cook({ dish: 'soup' }).result;
    expect(outcome).toMatchObject({ ok: false, error: { reason: 'unreachable', outcome: 'rejected' } });
  });
});
