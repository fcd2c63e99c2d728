/** Codecs of random schemas against ajv: the same verdicts by every way in, and the same value through every encoding. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DiagnosticsError, loadCodec, type LoadedCodec } from 'agentwire';

const ajv = new Ajv2020({ strict: false });
const key = fc.constantFrom('a', 'b', 'bb', 'c');
const none = fc.constant({});

/** Small schemas whose kinds overlap, contradict each other or are a few at once. */
const { schema } = fc.letrec<{ schema: object }>((tie) => {
  const sub = tie('schema');
  const twoOf = (keyword: string): fc.Arbitrary<object> => fc.tuple(sub, sub).map((two) => ({ [keyword]: two }));
  const object = fc
    .record({ a: sub, b: sub })
    .chain((properties) =>
      fc
        .oneof(none, fc.constant({ required: ['a'] }), fc.constant({ additionalProperties: false }))
        .map((more) => ({ type: 'object', properties, ...more })),
    );
  return {
    schema: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom<object>(
        { type: 'integer', minimum: 1 },
        { type: 'integer', multipleOf: 2 },
        { type: 'number', maximum: 2 },
        { type: 'string', maxLength: 2 },
        { type: 'string', pattern: '^a' },
        { type: 'boolean' },
        { type: ['string', 'null'] },
        { type: ['integer', 'string'] },
        { type: ['null', 'boolean'] },
        { enum: [1, 'a', null] },
        { enum: ['a', null] },
        { enum: ['none', 0] },
        { enum: [null] },
        { const: 1 },
        { const: 'a' },
        { const: {} },
        {},
      ),
      sub.map((items) => ({ type: 'array', items, maxItems: 2 })),
      object,
      sub.map((additionalProperties) => ({ type: 'object', additionalProperties })),
      twoOf('anyOf'),
      twoOf('oneOf'),
      twoOf('allOf'),
      sub.map((not) => ({ not })),
      fc.tuple(sub, sub).map(([a, b]) => ({ type: 'object', properties: { a }, patternProperties: { '^b': b } })),
    ),
  };
});

const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<unknown>(0, 1, 2, 3, 0.5, 2.5, '', 'a', 'ab', 'abc', null, true, false, [], {}),
    fc.array(tie('value'), { maxLength: 2 }),
    fc.dictionary(key, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
}));

async function codecOf(body: object): Promise<LoadedCodec | undefined> {
  try {
    return await loadCodec(JSON.stringify(body), { format: 'json-schema' });
  } catch (error) {
    // A union that cannot be told apart is refused by its code.
    if (error instanceof DiagnosticsError) return undefined;
    throw error;
  }
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (json: Uint8Array): string => new TextDecoder().decode(json);

function compare(codec: LoadedCodec, judge: (value: unknown) => boolean, one: unknown): boolean {
  const json = JSON.stringify(one);
  const valid = judge(one);
  expect(codec.validate(one).length === 0, `validate ${json}`).toBe(valid);
  if (!valid) {
    expect(() => codec.json.decode(bytes(json)), json).toThrow();
    return valid;
  }
  const held = codec.json.decode(bytes(json));
  expect(codec.is(held), `is ${json}`).toBe(true);
  const written = text(codec.json.encode(held));
  for (const encoding of [codec.protobuf, codec.avro]) {
    if (encoding === undefined) continue;
    expect(text(codec.json.encode(encoding.decode(encoding.encode(held))))).toBe(written);
  }
  return valid;
}

describe('a codec of any schema', () => {
  it('judges as ajv does, and gives back what it encoded', { timeout: 120_000 }, async () => {
    const seen = { codecs: 0, valid: 0, invalid: 0 };
    await fc.assert(
      fc.asyncProperty(schema, fc.array(value, { minLength: 10, maxLength: 10 }), async (body, values) => {
        const codec = await codecOf(body);
        if (codec === undefined) return;
        seen.codecs++;
        const judge = ajv.compile(body);
        for (const one of values) seen[compare(codec, judge, one) ? 'valid' : 'invalid']++;
      }),
      { seed: 20_261_128, numRuns: 600 },
    );
    expect(seen.codecs).toBeGreaterThan(500);
    expect(Math.min(seen.valid, seen.invalid)).toBeGreaterThan(1000);
  });

  it.each([
    { type: 'object', properties: { v: { oneOf: [{ type: 'boolean' }, { type: ['integer', 'string'] }] } } },
    { oneOf: [{ type: 'boolean' }, { enum: [1, 'a', null] }] },
    { anyOf: [{ type: 'object', properties: { x: { type: 'integer' } } }, { enum: ['none', 0] }] },
    { oneOf: [{ type: 'object', minProperties: 1, propertyNames: { maxLength: 1 } }, { const: [] }] },
    { anyOf: [{ type: 'boolean' }, { allOf: [{ type: 'integer' }, { type: 'array' }] }] },
    {
      $defs: { Some: { type: ['integer', 'string'] }, List: { anyOf: [{ type: 'array' }, { $ref: '#/$defs/Some' }] } },
      anyOf: [{ type: 'boolean' }, { $ref: '#/$defs/List' }],
    },
    {
      $defs: { Tree: { anyOf: [{ type: 'array', items: { $ref: '#/$defs/Tree' } }, { enum: [1, 'a'] }] } },
      $ref: '#/$defs/Tree',
    },
  ])('takes branches of several kinds: %j', async (body) => {
    const codec = await codecOf(body);
    const judge = ajv.compile(body);
    if (codec === undefined) throw new Error('refused');
    for (const one of [0, 1, 'a', 'none', null, true, [], [[1], 'a'], {}, { x: 1 }, { x: 'a' }, { v: 1 }, { v: {} }])
      compare(codec, judge, one);
  });
});
