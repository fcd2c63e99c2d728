/** What a server does not put up with, and with which status it says so (RFC 6455 7.4.1). */
import { createServer, type AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { gate } from '../../../support/kitchen.js';
import { order } from './envelopes.js';
import { closeRawPeers, rawPeer, refusal, type Json, type RawPeer } from './raw.js';
import { tables } from './table.js';

const lay = tables();
afterEach(closeRawPeers);

const json = ['agentwire.v1.json'];
const at = (port: number, id = 'cook-1'): string => `ws://127.0.0.1:${port}/ws/agents/${id}`;

/** A peer whose session has begun. */
async function begun(port: number, protocols = json): Promise<RawPeer> {
  const peer = await rawPeer(at(port), protocols);
  peer.send({ type: 'resume', ack: 0 });
  expect(await peer.next()).toMatchObject({ type: 'resumed', ack: 0 });
  return peer;
}

describe('an upgrade', () => {
  it('is refused where there is no such agent, or nothing at all', async () => {
    const { port } = await lay();
    expect(await refusal(at(port, 'cook-9'))).toBe(404);
    expect(await refusal(`ws://127.0.0.1:${port}/elsewhere`)).toBe(404);
  });

  it('is needed: a plain request is told so', async () => {
    const { port } = await lay();
    expect((await fetch(`http://127.0.0.1:${port}/ws/agents/cook-1`)).status).toBe(426);
  });

  it('is refused to web pages of other hosts, unless they are listed', async () => {
    const { port } = await lay();
    const page = (origin: string) => ({ origin });
    expect(await refusal(at(port), page('https://evil.example'))).toBe(403);
    expect(await refusal(at(port), page('null'))).toBe(403);
    await rawPeer(at(port), [], page(`http://127.0.0.1:${port}`));
    const listed = await lay({}, { origins: ['https://app.example'] });
    await rawPeer(at(listed.port), [], page('https://app.example'));
    expect(await refusal(at(listed.port), page('https://evil.example'))).toBe(403);
  });

  it('is refused beyond the number of connections', async () => {
    const { port } = await lay({}, { maxConnections: 2 });
    await rawPeer(at(port));
    const second = await rawPeer(at(port));
    expect(await refusal(at(port))).toBe(503);
    second.socket.terminate();
    await second.closed;
  });

  it('is answered with the first sub-protocol that the agent speaks, or none', async () => {
    const { port } = await lay();
    const { socket } = await rawPeer(at(port), ['mqtt', 'agentwire.v1.avro', 'agentwire.v1.json']);
    expect(socket.protocol).toBe('agentwire.v1.avro');
  });
});

describe('a connection is closed with', () => {
  const cases: readonly [string, number, (peer: RawPeer) => void][] = [
    ['1007 for what is no JSON', 1007, (peer) => peer.send('{"type":')],
    ['1007 for JSON that is no object', 1007, (peer) => peer.send('[1]')],
    ['1007 for a member that stands twice', 1007, (peer) => peer.send('{"type":"ack","ack":1,"ack":2}')],
    ['1007 for text that is not UTF-8', 1007, (peer) => peer.socket.send(Buffer.from([0x7b, 0xff]), { binary: false })],
    ['1007 for a head that ends after the message', 1007, (peer) => peer.send(Uint8Array.of(0, 0, 1, 0, 0x7b))],
    ['1002 for a frame without a type', 1002, (peer) => peer.send({ data: {} })],
    ['1002 for a message without a body', 1002, (peer) => peer.send({ type: 'message', seq: 1 })],
    ['1002 for a number that is none', 1002, (peer) => peer.send({ type: 'cancel', re: 1, seq: -1 })],
    ['1002 for a message without seq', 1002, (peer) => peer.send({ type: 'message', data: order('soup') })],
    ['1002 for a gap', 1002, (peer) => peer.send({ type: 'message', seq: 3, data: order('soup') })],
    ['1002 for an acknowledgement of nothing', 1002, (peer) => peer.send({ type: 'ack', ack: 9 })],
    ['1002 for a second resume', 1002, (peer) => peer.send({ type: 'resume', ack: 0 })],
    ['1002 for an answer', 1002, (peer) => peer.send({ type: 'done', re: 1, seq: 1 })],
    ['1003 for binary where JSON was agreed', 1003, (peer) => peer.send(binary({ type: 'message', seq: 1 }, 'x'))],
    ['1009 for a message beyond the limit', 1009, (peer) => peer.send('x'.repeat(100_000))],
    ['1008 for pings without end', 1008, (peer) => flood(() => peer.send({ type: 'ping', timestamp: 1 }))],
    ['1008 for pings of the protocol without end', 1008, (peer) => flood(() => peer.socket.ping())],
    ['1008 for a message in shreds', 1008, shreds],
  ];

  it.each(cases)('%s', async (_, status, act) => {
    const { port } = await lay({}, {}, { maxFrame: 2_000 });
    const [peer, other] = [await begun(port), await begun(port)];
    act(peer);
    expect(await peer.closed).toBe(status);
    // Nobody else is touched.
    other.send({ type: 'message', seq: 1, data: order('soup') });
    expect(await answerOf(other)).toMatchObject({ type: 'message', role: 'reply' });
  });

  it('1002 for a message before resume', async () => {
    const peer = await rawPeer(at((await lay()).port), json);
    peer.send({ type: 'message', seq: 1, data: order('soup') });
    expect(await peer.closed).toBe(1002);
  });

  it('1008 for a peer that never says resume', async () => {
    const peer = await rawPeer(at((await lay({}, { handshakeTimeout: 50 })).port), json);
    expect(await peer.closed).toBe(1008);
  });

  it('1013 for a peer that takes nothing while an answer waits', async () => {
    const table = await lay(
      {
        async cook(_, { update }) {
          for (let n = 0; n < 200; n++) await update({ state: 'x'.repeat(3_000) });
          return { state: 'done' };
        },
      },
      { window: { frames: 20 }, patience: 100 },
    );
    const peer = await begun(table.port);
    peer.send({ type: 'message', seq: 1, data: order('soup') });
    expect(await peer.closed).toBe(1013);
  });

  it('1013 for a peer that is told of unknown frames and takes none of that', async () => {
    const peer = await begun((await lay({}, { window: { frames: 20 } })).port);
    for (let seq = 1; seq <= 30; seq++) peer.send({ type: 'wave', seq });
    expect(await peer.closed).toBe(1013);
  });

  it("1013 for a peer of the document's frames that does not read", async () => {
    const told = gate();
    const table = await lay(
      {
        async cook(_, { update, signal }) {
          signal.addEventListener('abort', () => told.open());
          while (!signal.aborted) await update({ state: 'x'.repeat(3_900) });
          return { state: 'done' };
        },
      },
      { window: { bytes: 10_000 }, patience: 50 },
    );
    const peer = await rawPeer(at(table.port));
    peer.socket.pause();
    peer.send({ type: 'message', data: order('soup') });
    await told.passed;
  });

  it('nothing at all for a frame of a type that is not known: that is told, and it lives on', async () => {
    const peer = await begun((await lay()).port);
    peer.send({ type: 'wave', seq: 1, at: 'everybody' });
    expect(await peer.next()).toMatchObject({ type: 'error', reason: 'message_type_unknown', path: '/type' });
    peer.send({ type: 'message', seq: 2, data: order('soup') });
    expect(await answerOf(peer)).toMatchObject({ type: 'message', role: 'reply', re: 2 });
  });
});

describe('a peer that is silent', () => {
  it('is let go within two intervals', async () => {
    const table = await lay({}, { pingInterval: 50 });
    const proxy = await table.proxy();
    const peer = await rawPeer(at(proxy.port));
    proxy.swallow();
    expect(await peer.closed).toBe(1006);
  });

  it('is no client that answers the pings of the protocol, as every one does', async () => {
    const table = await lay({}, { pingInterval: 100 });
    const peer = await rawPeer(at(table.port));
    for (let pings = 0; pings < 5; pings++) await new Promise((resolve) => peer.socket.once('ping', resolve));
    expect(peer.socket.readyState).toBe(peer.socket.OPEN);
  });

  it('as a server is given up within two intervals', async () => {
    const table = await lay({ cook: () => gate().passed.then(() => ({ state: 'done' })) });
    const proxy = await table.proxy();
    const client = table.client({ pingInterval: 50, backoff: { initial: 1 } }, proxy.port);
    const call = client.cook({ dish: 'soup' }, { deadline: '5s' });
    await call.accepted;
    proxy.swallow();
    while (proxy.connections < 2) await new Promise((resolve) => setImmediate(resolve));
    call.cancel();
  });

  it('as a server that takes connections and never answers is unreachable', async () => {
    const table = await lay();
    const silent = createServer((socket) => socket.resume());
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const client = table.client({ handshakeTimeout: 100 }, (silent.address() as AddressInfo).port);
    const outcome = await client.cook({ dish: 'soup' }).result;
    await new Promise((resolve) => silent.close(resolve));
    expect(outcome).toMatchObject({ ok: false, error: { reason: 'unreachable', outcome: 'rejected' } });
  });
});

describe('a peer that sends more than is worked on', () => {
  it('is not read from until there is room, and nothing of it is lost', async () => {
    const { passed, open } = gate();
    let running = 0;
    const table = await lay(
      {
        async cook() {
          running++;
          await passed;
          return { state: 'done' };
        },
      },
      { maxCalls: 4, pingInterval: 30 },
      { capacity: 1000 },
    );
    const peer = await begun(table.port);
    const count = 400;
    for (let seq = 1; seq <= count; seq++)
      peer.send({ type: 'message', seq, data: order(`dish ${seq} ${'x'.repeat(2_000)}`) });
    // Enough for a server to give its peer up, if it counted silence while it does not read.
    for (let pings = 0; pings < 5; pings++) await new Promise((resolve) => peer.socket.once('ping', resolve));
    expect(running).toBeLessThan(count);
    open();
    const replies = new Set<number>();
    while (replies.size < count) {
      const answer = await answerOf(peer);
      replies.add(Number(answer['re']));
      peer.send({ type: 'ack', ack: Number(answer['seq']) });
    }
  });
});

/** The next frame that answers with a message. */
async function answerOf(peer: RawPeer): Promise<Json> {
  for (;;) {
    const frame = (await peer.next()) as Json;
    if (frame['type'] === 'message') return frame;
  }
}

function binary(head: Json, body: string): Uint8Array {
  const text = Buffer.from(JSON.stringify(head));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length);
  return Buffer.concat([length, text, Buffer.from(body)]);
}

function flood(ping: () => void): void {
  for (let n = 0; n < 20; n++) ping();
}

function shreds({ socket }: RawPeer): void {
  for (let n = 0; n < 400; n++) socket.send('x', { fin: false });
}
