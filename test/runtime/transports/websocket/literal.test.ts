/** Peers that know nothing but the document's frames. */
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocketServer, type WebSocket } from 'ws';
import type { AddressInfo } from 'node:net';
import { connect } from '@agentwire/runtime';
import { websocket } from '@agentwire/runtime/websocket';
import { CookAgent } from '../../../support/agents.js';
import { gate } from '../../../support/kitchen.js';
import { envelope, order } from './envelopes.js';
import { closeRawPeers, rawPeer, type Json } from './raw.js';
import { from, tables } from './table.js';

const lay = tables();
afterEach(closeRawPeers);

const at = (port: number, id = 'cook-1'): string => `ws://127.0.0.1:${port}/ws/agents/${id}`;

describe("a client that sends the document's frames", () => {
  it('is answered in the same', async () => {
    const table = await lay({
      async cook({ dish }, { update }) {
        await update({ state: 'stirring', done: 0.5 });
        return { state: 'done', note: dish };
      },
    });
    const peer = await rawPeer(at(table.port));
    expect(peer.socket.protocol).toBe('');
    const message = order('soup');
    peer.send({ type: 'message', data: message });
    const [update, reply] = [await peer.next(), await peer.next()];
    expect(Object.keys(update)).toEqual(['type', 'data']);
    expect(update).toMatchObject({
      type: 'message',
      data: {
        header: { message_type: 'progress', causation_id: message.header['message_id'] },
        payload: { data: { order_id: 'order of soup', state: 'stirring', done: 0.5 } },
      },
    });
    expect(reply).toMatchObject({
      type: 'message',
      data: {
        header: { message_type: 'served', correlation_id: message.header['message_id'] },
        payload: { data: { state: 'done', note: 'soup' } },
      },
    });
  });

  it('has its pings answered', async () => {
    const peer = await rawPeer(at((await lay()).port));
    peer.send({ type: 'ping', timestamp: 1705486200000 });
    expect(await peer.next()).toEqual({ type: 'pong', timestamp: 1705486200000 });
  });

  it('is told what went wrong, by the message that it sent, and can go on', async () => {
    const table = await lay({
      cook({ dish }, { fail }) {
        if (dish === 'soup') throw fail('sold_out', { dish });
        return { state: 'done' };
      },
    });
    const peer = await rawPeer(at(table.port));
    const message = order('soup');
    peer.send({ type: 'message', data: message });
    expect(await peer.next()).toEqual({
      type: 'error',
      code: 'already_exists',
      reason: 'sold_out',
      outcome: 'handled',
      message: 'sold out',
      message_id: message.header['message_id'],
      detail: { dish: 'soup' },
    });
    peer.send({ type: 'message', data: { header: {}, payload: { data: {} } } });
    expect(await peer.next()).toMatchObject({ type: 'error', reason: 'header_invalid', outcome: 'rejected' });
    peer.send({ type: 'message', data: 'soup' });
    expect(await peer.next()).toMatchObject({ type: 'error', reason: 'malformed', outcome: 'rejected' });
    peer.send({ type: 'message', data: envelope('wish', {}) });
    expect(await peer.next()).toMatchObject({ type: 'error', reason: 'message_type_unknown' });
    peer.send({ type: 'message', data: order('stew') });
    expect(await peer.next()).toMatchObject({ type: 'message', data: { payload: { data: { state: 'done' } } } });
  });

  it('has its work ended with its connection', async () => {
    const [started, told] = [gate(), gate()];
    const table = await lay({
      async cook(_, { signal }) {
        signal.addEventListener('abort', () => told.open());
        started.open();
        await told.passed;
        return { state: 'done' };
      },
    });
    const peer = await rawPeer(at(table.port));
    peer.send({ type: 'message', data: order('soup') });
    await started.passed;
    peer.socket.terminate();
    await told.passed;
  });

  it('streams both ways on the path that the manifest names', async () => {
    const table = await lay({
      async *chat(heard) {
        for await (const { topic } of heard) yield { topic, text: 'heard' };
      },
    });
    const peer = await rawPeer(`ws://127.0.0.1:${table.port}/agents/cook-1/chat`);
    const first = envelope('news', { topic: '0', text: 'x' });
    const { correlation_id } = first.header;
    for (let n = 0; n < 100; n++)
      peer.send({
        type: 'message',
        data:
          n === 0 ? first : envelope('news', { topic: String(n), text: 'x' }, { correlation_id: correlation_id ?? '' }),
      });
    for (let n = 0; n < 100; n++)
      expect(await peer.next()).toMatchObject({ data: { payload: { data: { topic: String(n), text: 'heard' } } } });
  });

  it('has its connection closed when the agent ends such a stream', async () => {
    const table = await lay({
      async *chat() {
        yield { topic: 'only', text: 'goodbye' };
      },
    });
    const peer = await rawPeer(`ws://127.0.0.1:${table.port}/agents/cook-1/chat`);
    peer.send({ type: 'message', data: envelope('news', { topic: '0', text: 'x' }) });
    expect(await peer.next()).toMatchObject({ data: { payload: { data: { text: 'goodbye' } } } });
    expect(await peer.closed).toBe(1000);
  });
});

describe("a server that sends the document's frames", () => {
  const servers: WebSocketServer[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) {
      for (const client of server.clients) client.terminate();
      server.close();
    }
  });

  async function foreign(answer: (socket: WebSocket, message: Json) => void): Promise<string> {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1', handleProtocols: () => false });
    servers.push(server);
    server.on('connection', (socket) => {
      socket.on('message', (data: Buffer) => answer(socket, JSON.parse(data.toString('utf8')) as Json));
    });
    await new Promise((resolve) => server.once('listening', resolve));
    return `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  it('is sent the same, and understood', async () => {
    const seen: Json[] = [];
    const url = await foreign((socket, frame) => {
      seen.push(frame);
      const { header } = frame['data'] as { readonly header: Json };
      const back = (message_type: string, data: Json): void => {
        const { correlation_id, message_id, source } = header;
        const answer = envelope(message_type, data, {
          correlation_id: correlation_id ?? '',
          causation_id: message_id ?? '',
          source: { agent_id: 'cook-1', agent_type: 'cook' },
          destination: { ...(source as Json), broadcast: false },
        });
        socket.send(JSON.stringify({ type: 'message', data: answer }));
      };
      back('progress', { order_id: 'o-1', state: 'stirring' });
      back('served', { state: 'done', request_id: String(header['message_id']), took: 0.1 });
    });
    const client = connect(CookAgent, { from, over: websocket({ url, session: false }) });
    const call = client.cook({ order_id: 'o-1', dish: 'soup' });
    const states: (string | undefined)[] = [];
    for await (const { state } of call.updates) states.push(state);
    expect(states).toEqual(['stirring']);
    expect(await call).toMatchObject({ state: 'done', took: 0.1 });
    expect(seen).toEqual([
      {
        type: 'message',
        data: { header: expect.anything() as unknown, payload: { data: { dish: 'soup', order_id: 'o-1' } } },
      },
    ]);
    await client.close();
  });

  it('is not taken for one with sessions', async () => {
    const client = connect(CookAgent, { from, over: websocket(await foreign(() => undefined)) });
    expect(await client.cook({ dish: 'soup' }).result).toMatchObject({
      ok: false,
      error: {
        reason: 'unreachable',
        outcome: 'rejected',
        message: expect.stringContaining('session: false') as string,
      },
    });
    await client.close();
  });

  it('that goes away leaves calls with an open outcome', async () => {
    const url = await foreign((socket) => socket.terminate());
    const client = connect(CookAgent, { from, over: websocket({ url, session: false }) });
    expect(await client.cook({ dish: 'soup' }).result).toMatchObject({
      ok: false,
      error: { reason: 'connection_lost', outcome: 'unknown' },
    });
    await client.close();
  });
});
