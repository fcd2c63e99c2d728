/** What only a real broker shows. */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:tls';
import { promisify } from 'node:util';
import { connect, identity, serve, type Transport } from '@agentwire/runtime';
import { amqp, applyTopology, checkTopology, topologyOf, type AmqpEvent } from '@agentwire/runtime/amqp';
import { afterEach, expect, it } from 'vitest';
import { CookAgent } from '../../../support/agents.js';
import { placeAt } from '../../../support/amqp.js';
import { gate, idle } from '../../../support/kitchen.js';
import { withServer } from '../../../support/services.js';
import { authority, serverPair } from '../../../support/tls/index.js';

const from = identity({ type: 'waiter', id: 'waiter-1' });

await withServer('rabbitmq', 'AMQP on RabbitMQ', (url) => {
  const place = placeAt(url, 'rabbitmq.');
  const undo: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const one of undo.splice(0).toReversed()) await one();
    await place.clean();
  });
  const client = (over: Transport, to?: string): ReturnType<typeof connect<typeof CookAgent.operations>> => {
    const one = connect(CookAgent, { from, over, ...(to === undefined ? {} : { to }) });
    undo.push(() => one.close());
    return one;
  };

  it('starts a consumer again that the broker has ended, with its queue', async () => {
    const ended = gate();
    const onEvent = ({ kind }: AmqpEvent): void => (kind === 'consumer-cancelled' ? ended.open() : undefined);
    const over = place.make({ onEvent });
    const cook = await serve(CookAgent, { id: 'cook-1', on: over, handlers: idle });
    undo.push(() => cook.close(0));
    const waiter = client(over, 'cook-1');
    await waiter.cook({ dish: 'soup' });
    const admin = await place.driver.connect({ lost() {}, blocked() {}, unblocked() {} });
    await admin.remove('rabbitmq.agent.cook-1.tasks');
    await admin.close();
    await ended.passed;
    await expect
      .poll(async () => (await waiter.cook({ dish: 'soup' }).result).ok, { timeout: 20_000, interval: 50 })
      .toBe(true);
  });

  it('keeps what is sent to an agent that will come back, where its bindings are kept', async () => {
    const over = place.make({ keepBindings: true });
    const first = await serve(CookAgent, { id: 'cook-1', on: over, handlers: idle });
    await first.close();
    await client(over, 'cook-1').announce({ topic: 'menu', text: 'kept' }, { broadcast: false });
    const heard = gate();
    const announce = ({ text }: { readonly text: string }): void => (text === 'kept' ? heard.open() : undefined);
    const second = await serve(CookAgent, { id: 'cook-1', on: over, handlers: { ...idle, announce } });
    undo.push(() => second.close(0));
    await heard.passed;
  });

  it('shares the tasks of a type among its instances, each handled once', async () => {
    const over = place.make();
    const by: string[] = [];
    for (const id of ['cook-1', 'cook-2']) {
      const handlers = { ...idle, cook: () => (by.push(id), { state: 'done' }) };
      const cook = await serve(CookAgent, { id, on: over, handlers });
      undo.push(() => cook.close(0));
    }
    const waiter = client(over);
    await Promise.all(Array.from({ length: 40 }, () => waiter.cook({ dish: 'soup' })));
    expect(by).toHaveLength(40);
    expect(new Set(by).size).toBe(2);
  });

  it('refuses a login and a virtual host with a reason, before anything is sent', async () => {
    const outcome = async (over: Transport): Promise<unknown> => client(over).cook({ dish: 'soup' }).result;
    const login = { username: 'guest', password: 'wrong' };
    const { host } = new URL(url);
    expect(await outcome(amqp({ url: `amqp://${host}`, login }))).toMatchObject({
      ok: false,
      error: { reason: 'authentication_failed', outcome: 'rejected' },
    });
    expect(await outcome(amqp(`${url}/no-such-host`))).toMatchObject({
      ok: false,
      error: { reason: 'permission_denied', outcome: 'rejected' },
    });
    expect(await outcome(amqp('amqp://127.0.0.1:1'))).toMatchObject({
      ok: false,
      error: { reason: 'unreachable', outcome: 'rejected' },
    });
  });

  it('makes what has to stand, says what is missing, and what is otherwise', async () => {
    const { cook, instruct } = CookAgent.operations;
    const agents = [{ type: 'cook', ids: ['cook-1'], operations: [cook, instruct] }];
    const topology = topologyOf(agents, 'standing.');
    const queues = topology.queues.map(({ name }) => name);
    const admin = await place.driver.connect({ lost() {}, blocked() {}, unblocked() {} });
    undo.push(async () => {
      for (const queue of queues) await admin.remove(queue);
      await admin.close();
    });
    expect((await checkTopology(topology, { url })).filter(({ kind }) => kind === 'queue')).toEqual(
      queues.map((name) => ({ kind: 'queue', name, state: 'missing' })),
    );
    await applyTopology(topology, { url });
    expect((await checkTopology(topology, { url })).every(({ state }) => state === 'there')).toBe(true);
    await admin.remove('standing.agent.cook.tasks');
    await admin.declare({
      exchanges: [],
      queues: [{ kind: 'inbox', name: 'standing.agent.cook.tasks' }],
      bindings: [],
    });
    expect(await checkTopology(topology, { url })).toContainEqual({
      kind: 'queue',
      name: 'standing.agent.cook.tasks',
      state: 'different',
    });
    await expect(applyTopology(topology, { url })).rejects.toMatchObject({ reason: 'topology_mismatch' });
    // With its queues made beforehand, an agent needs no right to make any.
    await admin.remove('standing.agent.cook.tasks');
    await applyTopology(topology, { url });
  });

  it('lets its process end by itself once it is closed', async () => {
    const script = `
      import { amqp } from '@agentwire/runtime/amqp';
      const bus = amqp({ url: ${JSON.stringify(url)}, namespace: 'ending.' });
      const agent = { type: 'cook', operations: {}, header: { json: {} }, messages: {}, transports: [] };
      const host = { agent, id: 'cook-1', instance: 'i', receive: async () => {} };
      const listener = await bus.listen(host);
      const dialer = await bus.dial(agent, { agent_type: 'waiter', agent_id: 'waiter-1' });
      await dialer.close();
      await listener.close(0);
      console.log('closed');`;
    const cwd = new URL('../../../..', import.meta.url);
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
      cwd,
      timeout: 25_000,
    });
    expect(stdout).toBe('closed\n');
  });
});

it('goes over TLS 1.3 to a broker whose certificate it can check, and to no other', async () => {
  const connected: string[] = [];
  const start = async (options: { readonly maxVersion?: 'TLSv1.2' }): Promise<string> => {
    const server = createServer({ ...serverPair, ...options }, (socket) => {
      connected.push(socket.getProtocol() ?? '');
      socket.destroy();
    });
    server.on('tlsClientError', () => undefined);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    return `amqps://localhost:${typeof address === 'object' ? address?.port : ''}`;
  };
  const dial = (over: Transport): Promise<unknown> => over.dial(CookAgent, { agent_type: 'waiter', agent_id: 'w' });
  const [modern, old] = [await start({}), await start({ maxVersion: 'TLSv1.2' })];
  for (const over of [
    amqp(modern),
    amqp({ url: old, tls: { ca: authority } }),
    amqp({ url: modern, tls: { ca: authority, servername: 'elsewhere.example' } }),
  ])
    await expect(dial(over)).rejects.toMatchObject({ reason: 'unreachable', outcome: 'rejected' });
  expect(connected).toEqual([]);
  await expect(dial(amqp({ url: modern, tls: { ca: authority } }))).rejects.toMatchObject({ reason: 'unreachable' });
  expect(connected).toEqual(['TLSv1.3']);
});
