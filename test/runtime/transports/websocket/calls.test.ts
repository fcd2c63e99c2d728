/** Calls over sessions: what the contract of all transports does not say. */
import { afterEach, describe, expect, it } from 'vitest';
import { connect, serve } from '@agentwire/runtime';
import { websocket } from '@agentwire/runtime/websocket';
import { CookAgent, WaiterAgent } from '../../../support/agents.js';
import { idle } from '../../../support/kitchen.js';
import { order } from './envelopes.js';
import { closeRawPeers, rawPeer, type Json } from './raw.js';
import { eager, from, tables } from './table.js';

const lay = tables();
const open: { close(grace?: number): Promise<void> }[] = [];
afterEach(async () => {
  closeRawPeers();
  for (const one of open.splice(0).toReversed()) await one.close(0);
});

const at = (port: number, id = 'cook-1'): string => `ws://127.0.0.1:${port}/ws/agents/${id}`;

describe('an encoding', () => {
  it.each(['json', 'protobuf', 'avro'] as const)('%s is agreed on by its sub-protocol', async (encoding) => {
    const encodings: string[] = [];
    const table = await lay({
      async cook({ dish }, { header, update }) {
        encodings.push(header.content_type);
        await update({ done: 0.5 });
        return { state: 'done', note: dish };
      },
      *watch({ dish }) {
        yield { state: dish };
      },
      async *chat(heard) {
        yield* heard;
      },
    });
    const client = table.client({ encoding });
    const call = client.cook({ dish: 'soup' });
    const done: (number | undefined)[] = [];
    for await (const update of call.updates) done.push(update.done);
    expect(done).toEqual([0.5]);
    expect((await call).note).toBe('soup');
    const states: string[] = [];
    for await (const { state } of client.watch({ dish: 'stew' })) states.push(state);
    expect(states).toEqual(['stew']);
    const topics: string[] = [];
    for await (const { topic } of client.chat([{ topic: 'a', text: 'b' }])) topics.push(topic);
    expect(topics).toEqual(['a']);
    expect(encodings).toEqual([`application/${encoding}`]);
  });

  it('is that of each operation, as the manifest binds it', async () => {
    const encodings: string[] = [];
    const handlers = {
      ...idle,
      cook: () => ({ state: 'done' }),
      announce: (_: unknown, { header }: { readonly header: { readonly content_type: string } }) =>
        void encodings.push(header.content_type),
    };
    const on = websocket({ port: 0 });
    open.push(await serve(CookAgent, { id: 'cook-1', on, handlers }));
    const { announce } = CookAgent.operations;
    const bound = { ...announce, bindings: { websocket: { frame: 'message', encoding: 'protobuf' as const } } };
    const MixedCook = { ...CookAgent, operations: { ...CookAgent.operations, announce: bound } };
    const client = connect(MixedCook, { from, to: 'cook-1', over: on });
    open.push(client);
    expect((await client.cook({ dish: 'soup' })).state).toBe('done');
    await client.announce({ topic: 'menu', text: 'no more soup' }, { broadcast: false });
    expect((await client.cook({ dish: 'stew' })).state).toBe('done');
    expect(encodings).toEqual(['application/protobuf']);
  });

  it('that the agent does not speak is refused before anything is sent', async () => {
    const JsonCook = { ...CookAgent, header: { json: CookAgent.header.json ?? neverHere() } };
    const on = websocket({ port: 0 });
    open.push(await serve(JsonCook, { id: 'cook-1', on, handlers: idle }));
    const client = connect(CookAgent, { from, over: websocket({ url: on.address() ?? '', encoding: 'avro' }) });
    open.push(client);
    expect(await client.cook({ dish: 'soup' }).result).toMatchObject({
      ok: false,
      error: { reason: 'unreachable', outcome: 'rejected' },
    });
  });
});

describe('several agents on one port', () => {
  it('are told apart by path, by type and by id', async () => {
    const on = websocket({ port: 0 });
    const taken: string[] = [];
    const cook = (who: string) => ({ ...idle, cook: () => (taken.push(who), { state: 'done' }) });
    open.push(await serve(CookAgent, { id: 'cook-1', on, handlers: cook('1') }));
    open.push(await serve(CookAgent, { id: 'cook-2', on, handlers: cook('2') }));
    const heard: string[] = [];
    open.push(
      await serve(WaiterAgent, { id: 'waiter-2', on, handlers: { announce: ({ text }) => void heard.push(text) } }),
    );
    const [cooks, waiters] = [connect(CookAgent, { from, over: on }), connect(WaiterAgent, { from, over: on })];
    open.push(cooks, waiters);
    await cooks.cook({ dish: 'soup' }, { to: 'cook-2' });
    await cooks.cook({ dish: 'soup' }, { to: 'cook-1' });
    expect(taken).toEqual(['2', '1']);
    await waiters.announce({ topic: 'menu', text: 'no more soup' }, { broadcast: false });
    expect(heard).toEqual(['no more soup']);
    expect(await cooks.cook({ dish: 'soup' }).result).toMatchObject({ ok: false, error: { reason: 'agent_unknown' } });
  });

  it('all get what is for their type, where nothing is answered', async () => {
    const on = websocket({ port: 0 });
    const heard: string[] = [];
    for (const id of ['cook-1', 'cook-2'])
      open.push(await serve(CookAgent, { id, on, handlers: { ...idle, announce: () => void heard.push(id) } }));
    const client = connect(CookAgent, { from, over: on });
    open.push(client);
    await client.announce({ topic: 'menu', text: 'closing' });
    expect(heard.toSorted()).toEqual(['cook-1', 'cook-2']);
  });
});

describe('a message of the same number', () => {
  it('is done once, whoever sends it again', async () => {
    const ran: string[] = [];
    const table = await lay({ cook: ({ dish }) => (ran.push(dish), { state: 'done' }) });
    const peer = await rawPeer(at(table.port), ['agentwire.v1.json']);
    peer.send({ type: 'resume', ack: 0 });
    const { session } = (await peer.next()) as { readonly session: string };
    const message: Json = { type: 'message', seq: 1, data: order('soup') };
    peer.send(message);
    peer.send(message);
    const answers = [await peer.next(), await peer.next()] as Json[];
    expect(answers.map(({ type, role, seq, re }) => ({ type, role, seq, re }))).toEqual([
      { type: 'accepted', seq: 1, re: 1 },
      { type: 'message', role: 'reply', seq: 2, re: 1 },
    ]);
    // Cut off before it could acknowledge anything, the peer comes back and has it all sent again.
    peer.socket.terminate();
    const again = await rawPeer(at(table.port), ['agentwire.v1.json']);
    again.send({ type: 'resume', session, ack: 0 });
    expect(await again.next()).toMatchObject({ type: 'resumed', session, ack: 1 });
    expect([await again.next(), await again.next()]).toEqual(answers);
    again.send(message);
    again.send({ type: 'message', seq: 2, ack: 2, data: order('stew') });
    expect(await again.next()).toMatchObject({ type: 'accepted', seq: 3, re: 2 });
    expect(ran).toEqual(['soup', 'stew']);
  });

  it('is not known in a session of another agent, or in one that nobody has', async () => {
    const on = websocket({ port: 0 });
    for (const id of ['cook-1', 'cook-2']) open.push(await serve(CookAgent, { id, on, handlers: idle }));
    const port = Number(new URL(on.address() ?? '').port);
    const resumed = async (id: string, session?: string): Promise<unknown> => {
      const peer = await rawPeer(at(port, id), ['agentwire.v1.json']);
      peer.send({ type: 'resume', ack: 0, ...(session === undefined ? {} : { session }) });
      return ((await peer.next()) as Json)['session'];
    };
    const first = String(await resumed('cook-1'));
    expect(first).toMatch(/^[0-9a-f]{32}$/);
    expect(await resumed('cook-2', first)).not.toBe(first);
    expect(await resumed('cook-1', 'f'.repeat(32))).not.toBe('f'.repeat(32));
    expect(await resumed('cook-1', first)).toBe(first);
  });
});

describe('a client', () => {
  it('is told that a frame is too large for the host before it is sent', async () => {
    const table = await lay({}, {}, { maxFrame: 2_000 });
    const client = table.client(eager);
    expect((await client.cook({ dish: 'small' })).state).toBe('done');
    expect(await client.cook({ dish: 'x'.repeat(3_000) }).result).toMatchObject({
      ok: false,
      error: { reason: 'too_large', outcome: 'rejected' },
    });
  });

  it('opens one connection for all its calls to an agent', async () => {
    const table = await lay();
    const proxy = await table.proxy();
    const client = table.client(eager, proxy.port);
    await Promise.all(Array.from({ length: 50 }, () => client.cook({ dish: 'soup' })));
    expect(proxy.connections).toBe(1);
  });

  it.each(['127.0.0.1:80', 'http://x', 'ws://user:secret@x', 'ws://x/?a=1', ''])('refuses to dial %j', (url) => {
    expect(() => websocket({ url })).toThrow(TypeError);
    expect(() => websocket({ url })).not.toThrow(/secret/);
  });
});

function neverHere(): never {
  throw new Error('the kitchen has codecs for JSON');
}
