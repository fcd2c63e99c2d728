import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AgentError, type Header, type ServeOptions } from '@agentwire/runtime';
import type { Layer } from '../../../runtime/src/exchange.js';
import type { CookOperations } from '../../support/agents.js';
import { openRaw, type Raw } from './raw.js';

const minute = 60_000;

/** A cook that notes whether its handler ran. */
async function watched(options: Partial<ServeOptions<CookOperations>> = {}): Promise<Raw & { ran: string[] }> {
  const ran: string[] = [];
  const raw = await openRaw({ cook: ({ dish }) => (ran.push(dish), { state: 'done' }) }, options);
  return { ...raw, ran };
}

describe('the onion', () => {
  test('runs its skins from the frame to the handler, and back out', async () => {
    const steps: string[] = [];
    const skin =
      (name: string): Layer =>
      async (exchange, next) => {
        const known = (['header', 'operation', 'data'] as const).filter((part) => exchange[part] !== undefined);
        steps.push(`${name}: ${known.join(' ')}`);
        await next();
        steps.push(`after ${name}`);
      };
    const raw = await openRaw(
      { cook: () => (steps.push('handler'), { state: 'done' }) },
      {
        observe: [skin('observe')],
        authenticate: [skin('authenticate')],
        authorize: [skin('authorize')],
        reserve: [skin('reserve')],
        unseal: [skin('unseal')],
        intercept: [skin('first of mine'), skin('second of mine')],
      },
    );
    await raw.receive(raw.order());
    expect(steps).toEqual([
      'observe: ',
      'authenticate: header operation',
      'authorize: header operation',
      'reserve: header operation',
      'unseal: header operation',
      'first of mine: header operation data',
      'second of mine: header operation data',
      'handler',
      'after second of mine',
      'after first of mine',
      'after unseal',
      'after reserve',
      'after authorize',
      'after authenticate',
      'after observe',
    ]);
  });

  test('shows a failure further in to the skins outside, which may release what they took', async () => {
    const seen: string[] = [];
    const reserve: Layer = async (_, next) => {
      try {
        await next();
      } catch (thrown) {
        seen.push((thrown as AgentError).reason);
        throw thrown;
      }
    };
    const raw = await openRaw({ cook: () => Promise.reject(new Error('broken')) }, { reserve: [reserve] });
    expect((await raw.receive(raw.order())).error?.reason).toBe('handler_failed');
    expect(seen).toEqual(['handler_failed']);
  });

  test('stops at a skin that refuses', async () => {
    const { ran, ...raw } = await watched({
      authorize: [() => Promise.reject(AgentError.of('permission_denied', 'not you'))],
    });
    const { steps, error } = await raw.receive(raw.order());
    expect([steps, error?.reason, ran]).toEqual([['fail'], 'permission_denied', []]);
  });

  test('answers: accepted first, then updates, then the reply', async () => {
    const raw = await openRaw({
      async cook(_, { update }) {
        await update({ done: 0.5 });
        return { state: 'done' };
      },
    });
    const answers = await raw.receive(raw.order());
    expect(answers.steps).toEqual(['accepted', 'update', 'reply']);
    expect(answers.updates).toEqual([{ order_id: 'o-1', state: 'running', done: 0.5 }]);
    expect(answers.reply).toMatchObject({ order_id: 'o-1', state: 'done', took: 0 });
  });
});

const refusals: readonly [string, (header: Header) => object, Partial<AgentError>][] = [
  ['another major version', () => ({ version: '2.0.0' }), { reason: 'version_unsupported', path: '/header/version' }],
  ['a major version of two digits', () => ({ version: '10' }), { reason: 'version_unsupported' }],
  [
    'another type of agent',
    () => ({ destination: { agent_type: 'waiter', broadcast: false } }),
    { reason: 'wrong_destination', path: '/header/destination/agent_type' },
  ],
  [
    'another agent of the type',
    () => ({ destination: { agent_type: 'cook', agent_id: 'cook-2', broadcast: false } }),
    { reason: 'wrong_destination', path: '/header/destination/agent_id' },
  ],
  [
    'a time ahead of the allowed skew',
    ({ timestamp }) => ({ timestamp: new Date(timestamp.getTime() + minute + 1) }),
    { reason: 'clock_skew', code: 'failed_precondition' },
  ],
  [
    'a ttl that has run out',
    ({ timestamp }) => ({ timestamp: new Date(timestamp.getTime() - 300_000 - minute - 1) }),
    { reason: 'expired', outcome: 'expired', code: 'deadline_exceeded' },
  ],
  [
    'a deadline that has passed',
    ({ timestamp, routing }) => ({ routing: { ...routing, deadline: new Date(timestamp.getTime() - 1) } }),
    { reason: 'expired', outcome: 'expired' },
  ],
];

describe('a message is refused before its handler', () => {
  test.each(refusals)('for %s', async (_, bend, expected) => {
    const { ran, ...raw } = await watched();
    const { steps, error } = await raw.receive(raw.order(bend));
    expect(error).toBeInstanceOf(AgentError);
    expect(error).toMatchObject({ outcome: 'rejected', ...expected });
    expect([steps, ran]).toEqual([['fail'], []]);
  });

  test('for a type that no operation takes', async () => {
    const { ran, ...raw } = await watched();
    const frame = raw.order(() => ({ message_type: 'gossip' }));
    const { error } = await raw.receive({ ...frame, headers: {} });
    expect([error?.reason, error?.path, ran]).toEqual(['message_type_unknown', '/header/message_type', []]);
  });

  test('for an operation beside the frame that this agent does not serve, or that takes another type', async () => {
    const { ran, ...raw } = await watched();
    const frame = raw.order();
    const named = (operation: string): Promise<unknown> =>
      raw.receive({ ...frame, headers: { 'x-agent-operation': operation } });
    expect(await named('fly')).toMatchObject({ error: { reason: 'operation_unsupported' } });
    expect(await named('instruct')).toMatchObject({ error: { reason: 'header_mismatch' } });
    expect(ran).toEqual([]);
  });

  test('for copies beside the frame that differ from its header', async () => {
    const { ran, ...raw } = await watched();
    for (const copies of [{ correlation_id: 'another' }, { trace_id: 'another' }]) {
      const { error } = await raw.receive(raw.order(), { copies });
      expect(error).toMatchObject({ reason: 'header_mismatch', path: `/header/${Object.keys(copies)[0]}` });
    }
    const direct = raw.order(() => ({ destination: { agent_id: 'cook-1', agent_type: 'cook', broadcast: false } }));
    const { error } = await raw.receive(direct, { copies: { agent_id: 'cook-2' } });
    expect([error?.reason, ran]).toEqual(['header_mismatch', []]);
  });

  test('for a member of the path that differs from the payload', async () => {
    const { ran, ...raw } = await watched();
    const { error } = await raw.receive(raw.order(), { pathMembers: { order_id: 'o-2' } });
    expect([error?.reason, error?.path, ran]).toEqual(['header_mismatch', '/payload/data/order_id', []]);
    expect((await raw.receive(raw.order(), { pathMembers: { order_id: 'o-1' } })).error).toBeUndefined();
  });

  test('for one byte above the limit, and not for the limit itself', async () => {
    const frame = (await watched()).order();
    const { ran, ...raw } = await watched({ maxFrame: frame.body.length - 1 });
    expect((await raw.receive(frame)).error).toMatchObject({ reason: 'too_large', code: 'resource_exhausted' });
    expect(ran).toEqual([]);
    const roomy = await watched({ maxFrame: frame.body.length });
    expect((await roomy.receive(frame)).error).toBeUndefined();
  });

  test('for a frame, a header or a payload that is not what its schema says, with the path', async () => {
    const { ran, ...raw } = await watched();
    const good = new TextDecoder().decode(raw.order().body);
    const sent = async (text: string): Promise<AgentError | undefined> =>
      (await raw.receive({ ...raw.order(), body: new TextEncoder().encode(text) })).error;
    expect(await sent('{"header"')).toMatchObject({ reason: 'malformed' });
    expect(await sent(good.replace('"ttl":300', '"ttl":-1'))).toMatchObject({
      reason: 'header_invalid',
      path: '/header/routing/ttl',
    });
    expect(await sent(good.replace('"soup"', '7'))).toMatchObject({
      reason: 'payload_invalid',
      path: '/payload/data/dish',
    });
    expect(ran).toEqual([]);
  });

  test('in an encoding that the agent has no codecs for', async () => {
    const { ran, ...raw } = await watched();
    const { error } = await raw.receive({ ...raw.order(), encoding: 'avro' });
    expect(error).toBeInstanceOf(AgentError);
    expect(ran).toEqual([]);
  });
});

describe('a message is taken', () => {
  const fine: readonly [string, (header: Header) => object][] = [
    ['of another minor version', () => ({ version: '1.99.0' })],
    [
      'with a clock that is ahead by less than the skew',
      (h) => ({ timestamp: new Date(h.timestamp.getTime() + minute) }),
    ],
    ['at the end of its ttl and the skew', (h) => ({ timestamp: new Date(h.timestamp.getTime() - 300_000 - minute) })],
    ['for this agent by id', () => ({ destination: { agent_type: 'cook', agent_id: 'cook-1', broadcast: false } })],
    [
      'for all agents of the type',
      () => ({ destination: { agent_type: 'cook', agent_id: 'cook-2', broadcast: true } }),
    ],
  ];
  test.each(fine)('%s', async (_, bend) => {
    const { ran, ...raw } = await watched();
    expect((await raw.receive(raw.order(bend))).steps).toEqual(['accepted', 'reply']);
    expect(ran).toEqual(['soup']);
  });
});

describe('time', () => {
  test('bounds the wait for a free slot by ttl: what waited too long has expired, and never ran', async () => {
    const ran: string[] = [];
    let finish = (): void => undefined;
    const raw = await openRaw(
      {
        async cook({ dish }) {
          ran.push(dish);
          await new Promise<void>((resolve) => (finish = resolve));
          return { state: 'done' };
        },
      },
      { capacity: 1 },
    );
    const first = raw.receive(raw.order(undefined, { order_id: 'o-1', dish: 'first' }));
    const brief = raw.order((h) => ({ routing: { ...h.routing, ttl: 10 } }), { order_id: 'o-2', dish: 'second' });
    const second = raw.receive(brief);
    await raw.clock.advance(10_000 + minute);
    expect((await second).error).toMatchObject({ reason: 'expired', outcome: 'expired' });
    finish();
    expect((await first).error).toBeUndefined();
    expect(ran).toEqual(['first']);
  });

  test("bounds the handler by the request's own timeout, in seconds, from its start", async () => {
    let reason: unknown;
    const raw = await openRaw({
      cook: (_, { signal }) =>
        new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => {
            reason = signal.reason;
            reject(signal.reason as Error);
          }),
        ),
    });
    const pending = raw.receive(raw.order(undefined, { order_id: 'o', dish: 'soup', limits: { timeout: 1.5 } }));
    await raw.clock.advance(1499);
    expect(reason).toBeUndefined();
    await raw.clock.advance(1);
    expect(reason).toMatchObject({ reason: 'deadline_exceeded' });
    expect((await pending).error).toMatchObject({ code: 'deadline_exceeded' });
    expect(raw.clock.timers).toBe(0);
  });

  test("takes the smaller of the envelope's and the transport's deadline, and shows it to the handler", async () => {
    const seen: number[] = [];
    const raw = await openRaw({ cook: (_, { deadline }) => (seen.push(deadline), { state: 'done' }) });
    const now = raw.clock.now();
    const until = (ms: number) => (h: Header) => ({ routing: { ...h.routing, deadline: new Date(now + ms) } });
    await raw.receive(raw.order(until(500)), { deadline: now + 900 });
    await raw.receive(raw.order(until(900)), { deadline: now + 500 });
    await raw.receive(raw.order());
    expect(seen).toEqual([now + 500, now + 500, Infinity]);
  });
});

describe('a handler', () => {
  test('says `handled` of this message, whatever a failed call of its own said', async () => {
    const raw = await openRaw({
      cook() {
        throw AgentError.of('unreachable', 'the market is closed');
      },
    });
    expect((await raw.receive(raw.order())).error).toMatchObject({ reason: 'unreachable', outcome: 'handled' });
  });

  test('may only fail by errors that its operation declares', async () => {
    const raw = await openRaw({
      cook(_, context) {
        throw context.fail('burnt' as 'sold_out', { dish: 'x' });
      },
    });
    expect((await raw.receive(raw.order())).error).toMatchObject({ reason: 'handler_failed' });
  });

  test('is not started for a peer that has gone', async () => {
    const { ran, ...raw } = await watched();
    const { error } = await raw.receive(raw.order(), { signal: AbortSignal.abort() });
    expect([error?.code, ran]).toEqual(['cancelled', []]);
  });

  test('frees its slot however it ends', async () => {
    let fail = true;
    const raw = await openRaw(
      {
        cook() {
          if (fail) throw new Error('broken');
          return { state: 'done' };
        },
      },
      { capacity: 1, queue: 0 },
    );
    for (let n = 0; n < 3; n++) expect((await raw.receive(raw.order())).error?.reason).toBe('handler_failed');
    fail = false;
    expect((await raw.receive(raw.order())).steps).toEqual(['accepted', 'reply']);
  });
});

test('any bytes at all are handled or refused with an AgentError, never with another exception', async () => {
  // Most of what is still readable keeps its message_id.
  const { ran, ...raw } = await watched({ dedupe: false });
  const { body } = raw.order();
  const mangled = fc
    .array(fc.tuple(fc.nat(body.length - 1), fc.constantFrom(...'{}[]",:\\0 7etn\u00e9'.split(''))), {
      minLength: 1,
      maxLength: 3,
    })
    .map((edits) => {
      const bytes = body.slice();
      for (const [at, char] of edits) bytes[at] = char.charCodeAt(0);
      return bytes;
    });
  const reasons = new Set<string | undefined>();
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.uint8Array({ maxLength: 200 }), mangled), async (bytes) => {
      const before = ran.length;
      const { steps, error } = await raw.receive({ encoding: 'json', headers: {}, body: bytes });
      reasons.add(error?.reason);
      if (error === undefined) expect([steps, ran.length]).toEqual([['accepted', 'reply'], before + 1]);
      else {
        expect(error).toBeInstanceOf(AgentError);
        expect([steps, error.outcome === 'rejected' || error.outcome === 'expired', ran.length]).toEqual([
          ['fail'],
          true,
          before,
        ]);
      }
    }),
    { seed: 31, numRuns: 1500 },
  );
  // The property means something only where the bytes got as far as each of these.
  for (const reason of ['malformed', 'header_invalid', 'payload_invalid', undefined]) expect(reasons).toContain(reason);
});
