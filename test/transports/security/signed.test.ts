/** The same signatures over every transport: calls as usual, and what was changed on the way refused before the handler. */
import { afterEach, describe, expect, test } from 'vitest';
import { amqp, embedded as embeddedAmqp } from '@agentwire/runtime/amqp';
import { grpc } from '@agentwire/runtime/grpc';
import { http } from '@agentwire/runtime/http';
import { createLog, embedded, kafka } from '@agentwire/runtime/kafka';
import { createBroker, memory } from '@agentwire/runtime/memory';
import { fakeClock, seededRandom } from '@agentwire/runtime/testing';
import { websocket } from '@agentwire/runtime/websocket';
import {
  CommunicationManager,
  connect,
  identity,
  serve,
  type AgentError,
  type Client,
  type Served,
  type Transport,
} from '@agentwire/runtime';
import type { Protection } from '@agentwire/runtime/security';
import type { Layer } from '../../../runtime/src/exchange.js';
import type { Outbound, Reaction } from '../../../runtime/src/transport.js';
import { CookAgent, WaiterAgent, type CookOperations } from '../../support/agents.js';
import { idle, type CookHandlers } from '../../support/kitchen.js';
import { cookKey, secured, waiterKey } from '../../support/keys.js';

interface Subject {
  readonly name: string;
  make(): Transport;
  /** Answers go to an address that the message names: one that is not proven gets none. */
  readonly silent: boolean;
}

const subjects: readonly Subject[] = [
  { name: 'memory', make: () => memory({ broker: createBroker() }), silent: false },
  { name: 'http', make: () => http({ port: 0 }), silent: false },
  { name: 'grpc', make: () => grpc({ port: 0 }), silent: false },
  { name: 'websocket', make: () => websocket({ port: 0 }), silent: false },
  {
    name: 'kafka',
    make: () => kafka({ driver: embedded({ log: createLog() }), producer: { linger: 1 } }),
    silent: true,
  },
  { name: 'amqp', make: () => amqp({ driver: embeddedAmqp({ broker: createBroker() }) }), silent: true },
];

const { cook, ...others } = CookAgent.operations;
/** As the kitchen's, with a permission. */
const Cook: typeof CookAgent = {
  ...CookAgent,
  operations: { ...others, cook: { ...cook, permission: 'write:orders' } },
};

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close();
});

interface Table {
  readonly client: Client<CookOperations>;
  readonly handled: unknown[];
  /** The next refusal that the agent notes. */
  readonly refused: Promise<AgentError>;
  readonly over: Transport;
}

type Bend = (outbound: Outbound) => Outbound;

async function lay(
  subject: Subject,
  given: {
    bend?: Bend;
    reaction?: (reaction: Reaction) => Reaction;
    sends?: Protection | false;
    serves?: Protection;
  } = {},
): Promise<Table> {
  const { bend = (outbound) => outbound, reaction = (listener) => listener } = given;
  const handled: unknown[] = [];
  let tell: (error: AgentError) => void = () => undefined;
  const refused = new Promise<AgentError>((resolve) => (tell = resolve));
  const audit: Layer = async (_, next) => {
    try {
      await next();
    } catch (thrown) {
      tell(thrown as AgentError);
      throw thrown;
    }
  };
  const handlers: CookHandlers = {
    ...idle,
    async cook(order, context) {
      handled.push(order);
      await context.update({ done: 0.5 });
      return { state: 'done' };
    },
    async stock(items) {
      let count = 0;
      for await (const item of items) count += item.topic.length;
      return { order_id: 'o', state: 'done', note: String(count) };
    },
    watch: () => [{ done: 0.1 }, { done: 0.9 }],
  };
  const over = subject.make();
  const served = await serve(Cook, {
    id: 'cook-1',
    on: over,
    handlers,
    observe: [audit],
    security: given.serves ?? secured(),
  });
  const between: Transport = {
    ...over,
    async dial(agent, from) {
      const dialer = await over.dial(agent, from);
      return { ...dialer, send: (outbound, listener) => dialer.send(bend(outbound), reaction(listener)) };
    },
  };
  const { sends = secured() } = given;
  const client = connect(Cook, {
    from: identity({ type: 'waiter', id: 'waiter-1' }),
    over: between,
    ...(sends === false ? {} : { security: sends }),
  });
  open.push(
    () => served.close(0),
    () => client.close(),
  );
  return { client, handled, refused, over };
}

/** What stands in the bytes of a JSON envelope, replaced by as many others. */
const replaced =
  (from: string, to: string): Bend =>
  (outbound) => {
    const body = Buffer.from(Buffer.from(outbound.body).toString('latin1').replace(from, to), 'latin1');
    return { ...outbound, body };
  };

describe.each(subjects)('over $name', (subject) => {
  test('calls, updates, streams and messages without a body go as usual', async () => {
    const { client } = await lay(subject);
    const call = client.cook({ dish: 'soup' });
    const updates: unknown[] = [];
    for await (const update of call.updates) updates.push(update);
    expect(await call).toMatchObject({ state: 'done' });
    expect(updates).toMatchObject([{ done: 0.5 }]);
    expect(await client.mood({})).toMatchObject({ mood: 'healthy' });
    expect(
      await client.stock([
        { topic: 'ab', text: '' },
        { topic: 'c', text: '' },
      ]),
    ).toMatchObject({ note: '3' });
    const seen: unknown[] = [];
    for await (const item of client.watch({ dish: 'soup' })) seen.push(item);
    expect(seen).toMatchObject([{ done: 0.1 }, { done: 0.9 }]);
  });

  const attacks: readonly (readonly [string, string, Bend])[] = [
    ['a changed payload', 'digest_mismatch', replaced('goulash', 'poisons')],
    ['a changed header', 'signature_invalid', replaced('"ttl":300', '"ttl":301')],
  ];

  test.each(attacks)('%s is refused before the handler: %s', async (_, reason, attack) => {
    let bend = attack;
    const { client, handled, refused } = await lay(subject, { bend: (outbound) => bend(outbound) });
    const call = client.cook({ dish: 'goulash' });
    expect((await refused).reason).toBe(reason);
    expect(handled).toEqual([]);
    // The address for answers is as unproven as the rest: where it is the message's, nothing is sent there.
    if (subject.silent) {
      bend = (outbound) => outbound;
      await client.cook({ dish: 'bread' });
      call.cancel();
    }
    const result = await call.result;
    expect(result.ok ? 'ok' : result.error.reason).toBe(subject.silent ? 'cancelled' : 'authentication_failed');
  });

  test('a message without a signature is refused before the handler', async () => {
    const { client, handled, refused } = await lay(subject, { sends: false });
    const call = client.cook({ dish: 'soup' });
    expect((await refused).reason).toBe('signature_required');
    if (subject.silent) call.cancel();
    const result = await call.result;
    expect(result.ok ? 'ok' : result.error.reason).toBe(subject.silent ? 'cancelled' : 'signature_required');
    expect(handled).toEqual([]);
  });

  test('who lacks the permission is refused, and told which', async () => {
    const serves = secured({ listed: [waiterKey.listed({ permissions: ['read:orders'] }), cookKey.listed()] });
    const { client, handled } = await lay(subject, { serves });
    await expect(client.cook({ dish: 'soup' })).rejects.toMatchObject({
      reason: 'permission_denied',
      message: expect.stringContaining('write:orders'),
    });
    expect(handled).toEqual([]);
    expect(await client.mood({})).toMatchObject({ mood: 'healthy' });
  });

  test('an answer that was changed on the way is refused by the caller', async () => {
    const forged = (reaction: Reaction): Reaction => ({
      ...reaction,
      reply(frame) {
        const text = frame === undefined ? '' : Buffer.from(frame.body).toString('latin1');
        const body = Buffer.from(text.replace('"done"', '"gone"'), 'latin1');
        reaction.reply(frame === undefined ? undefined : { ...frame, body });
      },
    });
    const { client } = await lay(subject, { reaction: forged });
    await expect(client.cook({ dish: 'soup' })).rejects.toMatchObject({
      reason: 'digest_mismatch',
      outcome: 'unknown',
    });
  });
});

test('an answer of another agent, or to another call, is refused by the caller', async () => {
  const subject: Subject = subjects[0] as Subject;
  let kept: Parameters<Reaction['reply']>[0];
  const replayed = (reaction: Reaction): Reaction => ({
    ...reaction,
    reply(frame) {
      kept ??= frame;
      reaction.reply(kept);
    },
  });
  const { client } = await lay(subject, { reaction: replayed });
  const first = client.cook({ dish: 'soup' });
  await first;
  await expect(client.cook({ dish: 'soup' })).rejects.toMatchObject({ reason: 'protocol_violation' });
  const listed = [waiterKey.listed({ permissions: ['write:orders'] }), cookKey.listed({ agent_id: 'cook-2' })];
  const strict = await lay(subject, { sends: secured({ listed }) });
  await expect(strict.client.cook({ dish: 'soup' })).rejects.toMatchObject({ reason: 'source_mismatch' });
});

test('one object serves a manager, its agents and its clients', async () => {
  const over = memory({ broker: createBroker() });
  const manager = new CommunicationManager({
    from: identity({ type: 'waiter', id: 'waiter-1' }),
    agents: [],
    security: secured(),
  });
  open.push(() => manager.close(0));
  await manager.serve(Cook, { id: 'cook-1', on: over, handlers: idle });
  expect(await manager.connect(Cook).cook({ dish: 'soup' })).toMatchObject({ state: 'done' });
  const stranger = connect(Cook, { from: identity({ type: 'waiter', id: 'waiter-1' }), over });
  open.push(() => stranger.close());
  await expect(stranger.cook({ dish: 'soup' })).rejects.toMatchObject({ reason: 'signature_required' });
});

test('heartbeats are signed, and an agent that cannot sign is not heard of', async () => {
  const clock = fakeClock();
  const world = { clock, random: seededRandom(1) };
  const over = memory({ broker: createBroker({ clock }) });
  const waiter = await serve(WaiterAgent, {
    id: 'waiter-1',
    on: over,
    world,
    handlers: { announce() {} },
    security: secured(),
  });
  const heartbeats = { to: [WaiterAgent], over };
  const cookOf = (id: string, own: { readonly security?: Protection }): Promise<Served> =>
    serve(Cook, { id, on: over, world, handlers: idle, heartbeats, ...own });
  const cooks = [await cookOf('cook-1', { security: secured() }), await cookOf('cook-2', {})];
  open.push(...[waiter, ...cooks].map((served) => () => served.close(0)));
  await clock.settle();
  expect([waiter.peers.get('cook-1')?.state, waiter.peers.get('cook-2')]).toEqual(['present', undefined]);
});
