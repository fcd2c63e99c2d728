import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AgentError, connect, identity, messageFactory, type Transport } from '@agentwire/runtime';
import { encodeMessage } from '../../runtime/src/envelope/message.js';
import { createCall } from '../../runtime/src/call.js';
import type { Reaction } from '../../runtime/src/transport.js';
import { fakeClock, seededRandom } from '@agentwire/runtime/testing';
import type { Header } from '@agentwire/runtime';
import { CookAgent, protocol } from '../support/agents.js';
import { openKitchen } from '../support/kitchen.js';

const unhandled: unknown[] = [];
const note = (reason: unknown): void => void unhandled.push(reason);
beforeEach(() => void process.on('unhandledRejection', note));
afterEach(() => {
  process.off('unhandledRejection', note);
  expect(unhandled.splice(0)).toEqual([]);
});

const header = { message_id: 'm' } as Header;
/** Unhandled rejections are told after the microtasks of a turn. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('a call', () => {
  test('fails without a word to whoever does not ask', async () => {
    const { fail } = createCall(header, () => undefined);
    fail(AgentError.of('unreachable', 'nobody there'));
    await turn();
  });

  test('tells its failure by await, accepted, updates and result, which alone never rejects', async () => {
    const { call, fail } = createCall(header, () => undefined);
    const error = AgentError.of('unreachable', 'nobody there');
    const next = call.updates[Symbol.asyncIterator]().next();
    fail(error);
    await expect(call).rejects.toBe(error);
    await expect(call.accepted).rejects.toBe(error);
    await expect(next).rejects.toBe(error);
    await expect(call.result).resolves.toEqual({ ok: false, error });
  });

  test('ends once: what comes after changes nothing', async () => {
    const { call, reply, fail, update } = createCall(header, () => undefined);
    reply('first', undefined);
    fail(AgentError.of('unreachable', 'late'));
    reply('second', undefined);
    update('late');
    expect(await call).toBe('first');
    const updates: unknown[] = [];
    for await (const one of call.updates) updates.push(one);
    expect(updates).toEqual([]);
  });

  test('can be awaited more than once', async () => {
    const { call, reply } = createCall(header, () => undefined);
    reply(7, undefined);
    expect([await call, await call]).toEqual([7, 7]);
  });

  test('waits for whoever reads its updates', async () => {
    const { call, update, reply } = createCall(header, () => undefined);
    const updates = call.updates[Symbol.asyncIterator]();
    for (let n = 0; n < 1023; n++) await update(n);
    let room = false;
    const waiting = update(1023).then(() => (room = true));
    await Promise.resolve();
    expect(room).toBe(false);
    expect((await updates.next()).value).toBe(0);
    await waiting;
    reply(7, undefined);
  });

  test('waits for nobody where no updates are read, keeps the first 1,024, and says so of the others', async () => {
    const { call, update, reply } = createCall(header, () => undefined);
    for (let n = 0; n < 1100; n++) await update(n);
    reply(7, undefined);
    const seen: unknown[] = [];
    const late = (async (): Promise<void> => {
      for await (const one of call.updates) seen.push(one);
    })();
    await expect(late).rejects.toMatchObject({ reason: 'overloaded', message: '76 updates came while nobody read' });
    expect(await call).toBe(7);
    expect(seen).toHaveLength(1024);
    expect(seen.at(-1)).toBe(1023);
  });

  test('keeps an acceptance that came before its failure', async () => {
    const { call, accepted, fail } = createCall(header, () => undefined);
    accepted();
    fail(AgentError.of('connection_lost', 'gone', { outcome: 'unknown' }));
    await expect(call.accepted).resolves.toBeUndefined();
    expect((await call.result).ok).toBe(false);
  });
});

describe('connect', () => {
  test('fails a request that its schema forbids before it is sent, with the path', async () => {
    const { client } = await openKitchen();
    expect(await client.cook({ dish: 7 } as never).result).toMatchObject({
      ok: false,
      error: { reason: 'payload_invalid', path: '/payload/data/dish', outcome: 'rejected' },
    });
  });

  test('says that a call has not left which was aborted before, or whose client was closed', async () => {
    const { client, connect: connectTo } = await openKitchen();
    const early = await client.cook({ dish: 'soup' }, { signal: AbortSignal.abort() }).result;
    expect(early).toMatchObject({ error: { reason: 'cancelled', outcome: 'rejected' } });
    const closed = connectTo({});
    await closed.close();
    const late = await closed.cook({ dish: 'soup' }).result;
    expect(late).toMatchObject({ error: { message: 'the client was closed', outcome: 'rejected' } });
  });

  test("sets the header's deadline from the call, the operation's default or 30 s, never later than `until`", async () => {
    const { client, connect: connectTo, clock } = await openKitchen();
    const now = clock.now();
    expect(client.cook({ dish: 'soup' }).header.routing.deadline).toEqual(new Date(now + 30_000));
    expect(client.cook({ dish: 'soup' }, { deadline: '5s' }).header.routing.deadline).toEqual(new Date(now + 5000));
    const bound = connectTo({ until: now + 2000 });
    expect(bound.cook({ dish: 'soup' }, { deadline: '5s' }).header.routing.deadline).toEqual(new Date(now + 2000));
    await clock.settle();
  });

  test('fails at the deadline under the clock it was given, and leaves no timer', async () => {
    const { client, clock } = await openKitchen({ cook: () => new Promise(() => undefined) });
    const call = client.cook({ dish: 'soup' }, { deadline: '5s' });
    let ended = false;
    void call.result.then(() => (ended = true));
    await clock.advance(4999);
    expect(ended).toBe(false);
    await clock.advance(1);
    expect(await call.result).toMatchObject({ ok: false, error: { reason: 'deadline_exceeded', outcome: 'unknown' } });
    expect(clock.timers).toBe(0);
  });

  test('shows each call to interceptors before it is encoded: they may change it, or refuse it', async () => {
    const seen: string[] = [];
    const { connect: connectTo, clock } = await openKitchen({ cook: ({ dish }) => ({ state: 'done', note: dish }) });
    const client = connectTo({
      intercept: [
        async (call, next) => {
          seen.push(`before ${call.operation.name}`);
          call.message = { ...call.message, payload: { data: { order_id: 'x', dish: 'another' } } };
          await next();
          seen.push('after');
        },
        async ({ message }, next) => {
          const { order_id } = message.payload.data as { order_id: string };
          if (order_id === 'never') throw AgentError.of('permission_denied', 'no');
          await next();
        },
      ],
    });
    expect((await client.cook({ dish: 'soup' })).note).toBe('another');
    await clock.settle();
    expect(seen).toEqual(['before cook', 'after']);
    const strict = connectTo({ intercept: [() => Promise.reject(AgentError.of('permission_denied', 'no'))] });
    expect(await strict.cook({ dish: 'soup' }).result).toMatchObject({ error: { reason: 'permission_denied' } });
  });

  test('fails without a transport instead of waiting for ever', async () => {
    const { connect: connectTo } = await openKitchen();
    expect(await connectTo({ over: [] }).cook({ dish: 'soup' }).result).toMatchObject({
      error: { reason: 'unreachable', outcome: 'rejected' },
    });
  });
});

/** A transport that does with each message what the test says. */
function scripted(act: (reaction: Reaction) => void, dials: string[] = [], name = 'scripted'): Transport {
  return {
    name,
    listen: () => Promise.reject(new Error('does not listen')),
    dial() {
      dials.push(name);
      return Promise.resolve({
        encoding: 'json',
        send: (_, reaction) => Promise.resolve(act(reaction)),
        close: () => Promise.resolve(),
      });
    },
  };
}

describe('several transports', () => {
  const world = { clock: fakeClock(), random: seededRandom(1) };
  const from = identity({ type: 'waiter', id: 'w' });
  const failing = (
    reason: 'unreachable' | 'connection_lost' | 'duplicate',
    outcome: 'rejected' | 'unknown',
    dials: string[],
  ) => scripted((reaction) => reaction.fail(AgentError.of(reason, reason, { outcome })), dials, reason);
  const works = (dials: string[]): Transport => scripted((reaction) => reaction.reply(undefined), dials, 'works');

  test('are tried in their order while the message surely arrived nowhere', async () => {
    const dials: string[] = [];
    const over = [failing('unreachable', 'rejected', dials), works(dials), failing('duplicate', 'rejected', dials)];
    const client = connect(CookAgent, { from, over, world });
    expect((await client.announce({ topic: 't', text: 'x' }).result).ok).toBe(true);
    expect(dials).toEqual(['unreachable', 'works']);
  });

  test.each([
    ['connection_lost', 'unknown'],
    ['duplicate', 'rejected'],
  ] as const)('are not tried after %s with outcome %s', async (reason, outcome) => {
    const dials: string[] = [];
    const client = connect(CookAgent, { from, over: [failing(reason, outcome, dials), works(dials)], world });
    expect(await client.announce({ topic: 't', text: 'x' }).result).toMatchObject({ error: { reason, outcome } });
    expect(dials).toEqual([reason]);
  });

  test('are dialled again by the next call when dialling failed', async () => {
    let dials = 0;
    const over: Transport = {
      ...works([]),
      dial(agent, who) {
        dials++;
        return dials === 1 ? Promise.reject(AgentError.of('unreachable', 'not yet')) : works([]).dial(agent, who);
      },
    };
    const client = connect(CookAgent, { from, over, world });
    expect((await client.announce({ topic: 't', text: 'x' }).result).ok).toBe(false);
    expect((await client.announce({ topic: 't', text: 'x' }).result).ok).toBe(true);
    await client.announce({ topic: 't', text: 'x' });
    expect(dials).toBe(2);
  });
});

describe('an answer that is none', () => {
  test.each([
    ['bytes that are no frame', new Uint8Array([1, 2, 3])],
    ['nothing where there must be a reply', undefined],
  ])('fails the call: %s', async (_, body) => {
    const over = scripted((reaction) =>
      reaction.reply(body === undefined ? undefined : { encoding: 'json', body, headers: {} }),
    );
    const world = { clock: fakeClock(), random: seededRandom(1) };
    const client = connect(CookAgent, { from: identity({ type: 'waiter', id: 'w' }), over, world });
    const outcome = await client.cook({ dish: 'soup' }).result;
    expect(outcome.ok ? undefined : outcome.error).toBeInstanceOf(AgentError);
  });

  test.each([
    ['to another call', 'served', '/header/correlation_id'],
    ['of another type', 'progress', '/header/message_type'],
  ])('fails the call: a reply %s', async (_, type, path) => {
    const world = { clock: fakeClock(), random: seededRandom(1) };
    const factory = messageFactory(protocol, { agent_id: 'cook-1', agent_type: 'cook' }, world);
    const data = { order_id: 'o', state: 'done', ...(type === 'served' ? { request_id: 'r', took: 0 } : {}) };
    const message = factory.create(type, data, { to: { agent_type: 'waiter', broadcast: false } });
    const { body } = encodeMessage(CookAgent, 'json', message);
    const over = scripted((reaction) => reaction.reply({ encoding: 'json', body, headers: {} }));
    const client = connect(CookAgent, { from: identity({ type: 'waiter', id: 'w' }), over, world });
    expect(await client.cook({ dish: 'soup' }).result).toMatchObject({
      error: { reason: 'protocol_violation', outcome: 'unknown', path },
    });
  });
});
