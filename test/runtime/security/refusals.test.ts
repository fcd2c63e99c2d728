/** What reaches a handler when security is on: frames in, with nothing between the test and the onion. */
import { sign as nodeSign, createPrivateKey, createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { AgentError, Encoding, Header } from '@agentwire/runtime';
import { keyDirectory, type Jwk, type Protection } from '@agentwire/runtime/security';
import {
  decodeHeader,
  decodePayload,
  encodeMessage,
  headerCodec,
  splitFrame,
} from '../../../runtime/src/envelope/message.js';
import { fakeClock, seededRandom } from '@agentwire/runtime/testing';
import { contentOf, messageFactory } from '../../../runtime/src/message-factory.js';
import type { Layer } from '../../../runtime/src/exchange.js';
import type { Frame } from '../../../runtime/src/transport.js';
import { signingInput } from '../../../runtime/src/security/signing-input.js';
import { CookAgent } from '../../support/agents.js';
import { keyOf, secured, type Kind, type TestKey } from '../../support/keys.js';
import { openRaw, type Raw } from '../layers/raw.js';

const own = keyOf({ agent_type: 'waiter' });
const cook = keyOf({ agent_type: 'cook' });
const keys = { keys: [own.own, cook.own] };
const listed = [own.listed({ permissions: ['write:orders'] }), cook.listed()];
const signing = secured({ keys, listed });

interface Kitchen extends Raw {
  /** Orders that the handler was given. */
  readonly handled: unknown[];
  /** What the agent itself knows of refusals, in order. */
  readonly exact: AgentError[];
}

async function open(protection: Protection = signing): Promise<Kitchen> {
  const handled: unknown[] = [];
  const exact: AgentError[] = [];
  const audit: Layer = async (_, next) => {
    try {
      await next();
    } catch (thrown) {
      exact.push(thrown as AgentError);
      throw thrown;
    }
  };
  const handlers = { cook: (order: unknown) => (handled.push(order), { state: 'done' }) };
  return { ...(await openRaw(handlers, { security: protection, observe: [audit] })), handled, exact };
}

/** The order, signed, and then bent: what an attacker on the way can do. */
function signed(
  raw: Raw,
  bend: (header: Header) => Header = (header) => header,
  { by = signing, encoding = 'json', own: asked = {} }: { by?: Protection; encoding?: Encoding; own?: object } = {},
): Frame {
  const frame = raw.order(() => asked, undefined, encoding);
  const parts = splitFrame(CookAgent, encoding, frame.body);
  const header = decodeHeader(CookAgent, encoding, parts.header);
  const payload = decodePayload(CookAgent, 'order', encoding, parts);
  const good = encodeMessage(CookAgent, encoding, { header, payload }, { security: by });
  const { data, metadata } = splitFrame(CookAgent, encoding, good.body);
  const codec = headerCodec(CookAgent, encoding);
  const body = codec.envelope?.join(codec.encode(bend(good.header)), data, metadata) ?? new Uint8Array();
  return { ...frame, body };
}

async function refusal(kitchen: Kitchen, frame: Frame): Promise<{ exact: string | undefined; heard?: string }> {
  const { error, steps } = await kitchen.receive(frame);
  expect(steps).toEqual(['fail']);
  expect(kitchen.handled).toEqual([]);
  return { exact: kitchen.exact.at(-1)?.reason, ...(error === undefined ? {} : { heard: error.reason }) };
}

const security = (header: Header, more: object): Header => ({ ...header, security: { ...header.security, ...more } });

describe('a signed message', () => {
  test.each(['json', 'protobuf', 'avro'] as const)(
    'is handled, and its answer is signed too, as %s',
    async (encoding) => {
      const kitchen = await open();
      const { reply, replyHeader } = await kitchen.receive(signed(kitchen, undefined, { encoding }));
      expect(reply).toMatchObject({ state: 'done' });
      expect(kitchen.handled).toHaveLength(1);
      expect(replyHeader?.security).toMatchObject({ encrypted: false, alg: 'Ed25519', kid: cook.kid });
    },
  );

  test('may be spaced and ordered in another way where it is JSON', async () => {
    const kitchen = await open();
    const frame = signed(kitchen);
    const envelope = JSON.parse(Buffer.from(frame.body).toString()) as { header: object; payload: { data: object } };
    const data = Object.fromEntries(Object.entries(envelope.payload.data).toReversed());
    const text = JSON.stringify({ ...envelope, payload: { data } }, null, 2);
    const { reply } = await kitchen.receive({ ...frame, body: Buffer.from(text) });
    expect(reply).toMatchObject({ state: 'done' });
  });

  test('may be tried again and traced by whoever passes it on', async () => {
    const kitchen = await open();
    const hop = signed(kitchen, (header) => ({
      ...header,
      routing: { ...header.routing, retry_count: 3 },
      tracing: { ...header.tracing, span_id: 'b7ad6b7169203331', parent_span_id: '00f067aa0ba902b7' },
      extensions: {},
    }));
    expect((await kitchen.receive(hop)).reply).toMatchObject({ state: 'done' });
  });

  test('is answered anew where its copy comes in another encoding: signed for the bytes that are sent', async () => {
    const kitchen = await open();
    const first = signed(kitchen);
    await kitchen.receive(first);
    const asked = decodeHeader(CookAgent, 'json', splitFrame(CookAgent, 'json', first.body).header);
    const copy = { header: { ...asked, ...contentOf('avro') }, payload: { data: { order_id: 'o-1', dish: 'soup' } } };
    const { header, body } = encodeMessage(CookAgent, 'avro', copy, { security: signing });
    const frames: (Frame | undefined)[] = [];
    const nothing = (): Promise<void> => Promise.resolve();
    const reply = async (frame: Frame | undefined): Promise<void> => void frames.push(frame);
    const answer = { streams: true, accepted: nothing, update: nothing, item: nothing, reply, fail: nothing };
    await kitchen.receive({ ...first, encoding: 'avro', body }, { answer });
    expect(kitchen.handled).toHaveLength(1);
    expect(frames.map((frame) => frame?.encoding)).toEqual(['avro']);
    const parts = splitFrame(CookAgent, 'avro', frames[0]?.body ?? new Uint8Array());
    const answered = decodeHeader(CookAgent, 'avro', parts.header);
    expect(answered.content_type).toBe(contentOf('avro').content_type);
    signing.verifyAnswer({ header: answered, encoding: 'avro', payload: parts.payload }, header);
  });

  test.each(['Ed25519', 'ES256', 'ES384', 'RS256', 'PS256'] as const)('may be signed by %s', async (kind: Kind) => {
    const key = keyOf({ agent_type: 'waiter' }, kind);
    const by = secured({ keys: { keys: [key.own, cook.own] }, listed: [key.listed(), cook.listed()] });
    const kitchen = await open(by);
    expect((await kitchen.receive(signed(kitchen, undefined, { by }))).reply).toMatchObject({ state: 'done' });
  });
});

/** What is said where something else is noticed before the signature. */
const noticed: Readonly<Record<string, string>> = {
  'destination.agent_type': 'wrong_destination',
  'destination.agent_id': 'wrong_destination',
  message_type: 'message_type_unknown',
  version: 'version_unsupported',
  'source.agent_type': 'source_mismatch',
  'security.alg': 'alg_not_allowed',
  'security.kid': 'key_unknown',
  'security.encrypted': 'header_invalid',
};

const full = {
  causation_id: '00000000-0000-4000-8000-000000000009',
  source: { agent_id: 'w', agent_type: 'waiter', instance_id: 'w-1' },
  destination: { agent_type: 'cook', agent_id: 'cook-1', broadcast: false },
  extensions: { 'x.one': '1', 'x.two': '2' },
};

function leaves(value: object, prefix = ''): readonly (readonly [string, unknown])[] {
  return Object.entries(value).flatMap(([name, member]: [string, unknown]) =>
    typeof member === 'object' && member !== null && !(member instanceof Date)
      ? leaves(member, `${prefix}${name}.`)
      : [[`${prefix}${name}`, member] as const],
  );
}

/** Another value of the same kind, that the header's schema allows. */
function another(path: string, value: unknown): unknown {
  if (path === 'version') return '9.0.0';
  if (path.endsWith('.digest')) return Buffer.alloc(32).toString('base64url');
  if (path.endsWith('.signature')) return Buffer.alloc(64, 1).toString('base64url');
  if (value instanceof Date) return new Date(value.getTime() - 1);
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  const text = String(value);
  if (/^[0-9a-f-]{20,}$/.test(text)) return (text.startsWith('a') ? 'b' : 'a') + text.slice(1);
  return `${text}x`;
}

function withLeaf(header: Header, path: string, change: (value: unknown) => unknown): Header {
  const copy = structuredClone(header);
  const names = path.split(/\.(?!one|two)/);
  let target: Record<string, unknown> = copy as unknown as Record<string, unknown>;
  for (const name of names.slice(0, -1)) target = target[name] as Record<string, unknown>;
  const last = names.at(-1) ?? '';
  const value = change(target[last]);
  if (value === undefined) delete target[last];
  else target[last] = value;
  return copy;
}

const free = new Set(['routing.retry_count', 'tracing.span_id', 'tracing.parent_span_id']);

describe('each member of the protected header', () => {
  test('is missed by the signature when it is changed', async () => {
    const probe = await open();
    let sample: Header | undefined;
    signed(probe, (header) => (sample = header), { own: full });
    const paths = leaves(sample ?? {}).filter(([path]) => !free.has(path));
    expect(paths.map(([path]) => path)).toEqual(
      expect.arrayContaining(['routing.ttl', 'extensions.x.one', 'timestamp']),
    );
    for (const [path] of paths) {
      const kitchen = await open();
      const frame = signed(kitchen, (header) => withLeaf(header, path, (old) => another(path, old)), { own: full });
      const expected = noticed[path] ?? 'signature_invalid';
      expect([path, (await refusal(kitchen, frame)).exact]).toEqual([path, expected]);
    }
  });

  test('is missed when it is left out', async () => {
    const optional = ['causation_id', 'source.instance_id', 'destination.agent_id', 'extensions.x.one'];
    for (const path of optional) {
      const kitchen = await open();
      const frame = signed(kitchen, (header) => withLeaf(header, path, () => undefined), { own: full });
      expect([path, (await refusal(kitchen, frame)).exact]).toEqual([path, 'signature_invalid']);
    }
  });

  test('is missed when one is added', async () => {
    const added: readonly Partial<Header>[] = [
      { causation_id: '00000000-0000-4000-8000-000000000009' },
      { extensions: { more: '1' } },
      { extensions: JSON.parse('{"__proto__":"1"}') as Record<string, string> },
    ];
    for (const more of added) {
      const kitchen = await open();
      const frame = signed(kitchen, (header) => ({ ...header, ...more }));
      expect((await refusal(kitchen, frame)).exact).toBe('signature_invalid');
    }
    const kitchen = await open();
    const diverted = signed(kitchen, (h) => ({ ...h, routing: { ...h.routing, reply_to: 'attacker' } }));
    expect((await refusal(kitchen, diverted)).exact).toBe('signature_invalid');
  });
});

test.each(['json', 'protobuf', 'avro'] as const)(
  'each byte of the payload is missed when it is changed, as %s',
  async (encoding) => {
    const kitchen = await open();
    const frame = signed(kitchen, undefined, { encoding });
    const { payload } = splitFrame(CookAgent, encoding, frame.body);
    const reasons = new Map<string | undefined, number>();
    for (let at = payload.byteOffset - frame.body.byteOffset; at < frame.body.length; at++) {
      const body = frame.body.slice();
      body[at] = (body[at] ?? 0) ^ 1;
      const { exact } = await refusal(kitchen, { ...frame, body });
      reasons.set(exact, (reasons.get(exact) ?? 0) + 1);
    }
    // A frame that falls apart is refused before there is anything to verify.
    expect([...reasons.keys()].toSorted()).toEqual(['digest_mismatch', 'malformed']);
    expect(reasons.get('digest_mismatch')).toBeGreaterThan(15);
  },
);

describe('an attacker', () => {
  const cases: readonly (readonly [string, string, (header: Header) => Header])[] = [
    ['takes the signature off', 'signature_required', (h) => ({ ...h, security: { encrypted: false } })],
    ['takes only the signature off', 'signature_required', (h) => security(h, { signature: undefined })],
    ['takes the digest off', 'signature_malformed', (h) => security(h, { digest: undefined })],
    ['takes the key off', 'signature_malformed', (h) => security(h, { kid: undefined })],
    ['says that there is no algorithm', 'alg_not_allowed', (h) => security(h, { alg: 'none' })],
    ['names another algorithm than the key has', 'alg_not_allowed', (h) => security(h, { alg: 'ES256' })],
    ['asks for a path', 'key_unknown', (h) => security(h, { kid: '../keys' })],
    ['asks for a word of the language', 'key_unknown', (h) => security(h, { kid: '__proto__' })],
    ['asks for a megabyte', 'too_large', (h) => security(h, { kid: 'k'.repeat(1 << 20) })],
    ['pads the signature', 'signature_malformed', (h) => security(h, { signature: `${h.security.signature ?? ''}==` })],
    ['cuts the signature', 'signature_malformed', (h) => security(h, { signature: 'AAAA' })],
    ['empties the signature', 'signature_malformed', (h) => security(h, { signature: '' })],
    ['empties the digest', 'signature_malformed', (h) => security(h, { digest: '' })],
    [
      'spells the signature with stray bits',
      'signature_malformed',
      // 64 bytes end in a letter that holds two bits: B is A with a bit that nobody reads.
      (h) => security(h, { signature: `${(h.security.signature ?? '').slice(0, -1)}B` }),
    ],
    ['signs with another key', 'source_mismatch', (h) => by(cook, h)],
    [
      'signs for another type',
      'source_mismatch',
      (h) => by(own, { ...h, source: { agent_id: 'w', agent_type: 'chef' } }),
    ],
  ];

  test.each(cases)('that %s is refused: %s', async (_, reason, bend) => {
    const kitchen = await open();
    expect((await refusal(kitchen, signed(kitchen, bend))).exact).toBe(reason);
  });

  test('cannot use a public key as a secret', async () => {
    const kitchen = await open();
    const forged = signed(kitchen, (h) => {
      const bare = security(h, { alg: 'HS256', signature: undefined, digest: undefined });
      const mac = createHmac('sha256', String(own.own['x'])).update(signingInput(bare, h.security.digest ?? ''));
      return security(bare, { digest: h.security.digest, signature: mac.digest('base64url') });
    });
    expect((await refusal(kitchen, forged)).exact).toBe('alg_not_allowed');
  });

  test('cannot swap digest and signature between two good messages', async () => {
    const kitchen = await open();
    let first: Header | undefined;
    signed(kitchen, (header) => (first = header));
    const { digest, signature } = first?.security ?? {};
    expect(
      (
        await refusal(
          kitchen,
          signed(kitchen, (h) => security(h, { signature })),
        )
      ).exact,
    ).toBe('signature_invalid');
    expect(
      (
        await refusal(
          kitchen,
          signed(kitchen, (h) => security(h, { digest, signature })),
        )
      ).exact,
    ).toBe('signature_invalid');
  });

  test('cannot spell an ECDSA signature as DER', async () => {
    const key = keyOf({ agent_type: 'waiter' }, 'ES256');
    const protection = secured({ keys: { keys: [key.own, cook.own] }, listed: [key.listed(), cook.listed()] });
    const kitchen = await open(protection);
    const privateKey = createPrivateKey({ key: key.own, format: 'jwk' });
    const bend = (h: Header): Header => {
      const der = nodeSign('sha256', signingInput(h, h.security.digest ?? ''), privateKey);
      return security(h, { signature: der.toString('base64url') });
    };
    const frame = signed(kitchen, bend, { by: protection });
    expect((await refusal(kitchen, frame)).exact).toBe('signature_malformed');
  });

  test('hears a coarser word than the agent knows, unless in development', async () => {
    const coarse = await open();
    const bend = (h: Header): Header => ({ ...h, routing: { ...h.routing, ttl: 9 } });
    expect(await refusal(coarse, signed(coarse, bend))).toEqual({
      exact: 'signature_invalid',
      heard: 'authentication_failed',
    });
    const exact = await open(secured({ keys, listed, peersHear: 'exact' }));
    expect(await refusal(exact, signed(exact, bend))).toEqual({
      exact: 'signature_invalid',
      heard: 'signature_invalid',
    });
    const unsigned = await open();
    expect(await refusal(unsigned, unsigned.order())).toEqual({
      exact: 'signature_required',
      heard: 'signature_required',
    });
  });
});

/** Signed anew by a key of whoever holds it. */
function by(key: TestKey, header: Header): Header {
  const alone = secured({ keys: { keys: [{ ...key.own, aw: { agent_type: header.source.agent_type } }] } });
  return alone.sign(header, 'json', Buffer.from('{"data":{"dish":"soup","order_id":"o-1"}}'));
}

describe('a stream', () => {
  test('takes items of nobody but whoever has opened it', async () => {
    const both = secured({ keys: { keys: [own.own, chef.own, cook.own] }, listed: [...listed, chef.listed()] });
    const topics: string[] = [];
    const raw = await openRaw(
      {
        async stock(items) {
          for await (const { topic } of items) topics.push(topic);
          return { state: 'done' };
        },
      },
      { security: both },
    );
    const head = signedHeader(both, 'w', 'waiter');
    const opening: Frame = { encoding: 'json', body: headerCodec(CookAgent, 'json').encode(head), headers: {} };
    const item = (topic: string, seq: number, source: Header['source']): Frame => {
      const place = { 'aw.stream': head.message_id, 'aw.seq': String(seq) };
      const header = { ...head, message_id: `00000000-0000-4000-8000-00000000000${seq}`, source, extensions: place };
      const message = { header, payload: { data: { topic, text: '' } } };
      return { ...opening, body: encodeMessage(CookAgent, 'json', message, { security: both }).body };
    };
    async function* items(): AsyncGenerator<Frame> {
      yield item('own', 1, head.source);
      yield item('foreign', 2, { agent_id: 'chef-1', agent_type: 'chef' });
    }
    const operation = CookAgent.operations.stock;
    const { error } = await raw.receive(opening, { items: items(), operation });
    expect(topics).toEqual(['own']);
    expect(error).toMatchObject({ reason: 'authentication_failed', cause: { reason: 'source_mismatch' } });
  });
});

const chef = keyOf({ agent_type: 'chef' });

/** What opens a stream: a header, signed over no payload. */
function signedHeader(protection: Protection, agent_id: string, agent_type: string): Header {
  const world = { clock: fakeClock(), random: seededRandom(7) };
  const factory = messageFactory(CookAgent.protocol, { agent_id, agent_type }, world);
  const header = factory.header('news', { to: { agent_type: 'cook', broadcast: false } });
  return protection.sign(header, 'json', new Uint8Array());
}

describe('a key', () => {
  const epoch = 1_700_000_000;
  const cases: readonly (readonly [string, string | undefined, Jwk])[] = [
    ['that is revoked', 'key_revoked', { state: 'revoked' }],
    ['that is archived', 'key_expired', { state: 'archived' }],
    ['that has expired', 'key_expired', { exp: 1 }],
    ['that is not valid yet', 'key_expired', { nbf: 4_000_000_000 }],
    ['for another use', 'key_use', { uses: ['bundle'] }],
    ['that comes next', undefined, { state: 'next', nbf: epoch }],
    ['that is on its way out', undefined, { state: 'retiring', exp: 4_000_000_000 }],
    ['of another agent of the type', 'source_mismatch', { agent_id: 'waiter-7' }],
  ];

  test.each(cases)('%s gives %s', async (_, reason, aw) => {
    const kitchen = await open(secured({ keys, listed: [own.listed(aw), cook.listed()] }));
    const { steps } = await kitchen.receive(signed(kitchen));
    expect(kitchen.exact[0]?.reason).toBe(reason);
    expect(steps.at(-1)).toBe(reason === undefined ? 'reply' : 'fail');
  });

  test('that the directory does not list is unknown', async () => {
    const kitchen = await open(secured({ keys, listed: [cook.listed()] }));
    expect((await refusal(kitchen, signed(kitchen))).exact).toBe('key_unknown');
  });

  test('is looked up for each message: what the directory says now counts', async () => {
    let now = keyDirectory({ keys: listed });
    const kitchen = await open(secured({ keys, directory: { find: (kid) => now.find(kid) } }));
    expect((await kitchen.receive(signed(kitchen))).steps.at(-1)).toBe('reply');
    now = keyDirectory({ keys: [own.listed({ state: 'revoked' }), cook.listed()] });
    expect((await kitchen.receive(signed(kitchen))).steps.at(-1)).toBe('fail');
    expect(kitchen.exact.at(-1)?.reason).toBe('key_revoked');
  });

  test('must be there for whoever sends', () => {
    const alone = secured({ keys: { keys: [cook.own] } });
    const source = { agent_id: 'w', agent_type: 'waiter' };
    const header = { source, security: { encrypted: false } } as Header;
    expect(() => alone.sign(header, 'json', Buffer.from('{"data":{}}'))).toThrow(
      expect.objectContaining({ reason: 'key_unknown' }),
    );
  });
});

test('a type of message that need not be signed is taken unsigned, and with a signature only with a good one', async () => {
  const kitchen = await open(secured({ keys, listed, require: { order: [] } }));
  expect((await kitchen.receive(kitchen.order())).steps.at(-1)).toBe('reply');
  const bent = signed(kitchen, (h) => ({ ...h, routing: { ...h.routing, ttl: 9 } }));
  expect((await kitchen.receive(bent)).steps).toEqual(['fail']);
  expect(kitchen.exact.at(-1)?.reason).toBe('signature_invalid');
});
