import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CodecError } from '../../../runtime/src/codec/codec.js';
import type { JsonCodec } from '../../../runtime/src/codec/json/codec.js';
import { codecOf } from './load.js';
import { alias, branch, member, record, ref, words } from './model.js';

const text = { kind: 'string' } as const;
const number = { kind: 'float', width: 64, special: false } as const;
const optional = { presence: 'optional' } as const;

const state = words('State', ['running', 'success', 'failed']);
const finding = record('Finding', [
  member('code', { kind: 'string', pattern: '^[A-Z]{2}[0-9]+$' }),
  member('weight', { ...number, exclusiveMinimum: 0, multipleOf: 0.5 }, optional),
]);
const note = record('Note', [member('type', { kind: 'literal', value: 'note' }), member('text', text)], {
  unknown: 'refuse',
});
const score = record('Score', [member('type', { kind: 'literal', value: 'score' }), member('value', number)], {
  unknown: 'refuse',
});
const item = alias('Item', {
  kind: 'union',
  style: 'plain',
  discriminator: { kind: 'tag', property: 'type' },
  branches: [branch('note', ref(note), 'note'), branch('score', ref(score), 'score')],
});
const report = record('Report', [
  member('id', { kind: 'string', format: 'uuid' }),
  member('state', ref(state)),
  member('count', { kind: 'integer', width: 'safe', minimum: 0, maximum: 1000 }),
  member('progress', { ...number, minimum: 0, maximum: 1 }, optional),
  member('name', { kind: 'nullable', of: { kind: 'string', minLength: 1, maxLength: 5 } }, optional),
  member('done', { kind: 'boolean' }, optional),
  member('at', { kind: 'timestamp', unit: 'millis' }, optional),
  member('findings', { kind: 'list', items: ref(finding), minItems: 1, maxItems: 3, uniqueItems: true }, optional),
  member('labels', { kind: 'map', keys: 'string', values: text, maxProperties: 3 }, optional),
  member('items', { kind: 'list', items: ref(item) }, optional),
  member('open', { kind: 'json', of: 'any' }, optional),
]);

const schema = {
  type: 'object',
  required: ['id', 'state', 'count'],
  properties: {
    id: { type: 'string', format: 'uuid' },
    state: { enum: ['running', 'success', 'failed'] },
    count: { type: 'integer', minimum: 0, maximum: 1000 },
    progress: { type: 'number', minimum: 0, maximum: 1 },
    name: { type: ['string', 'null'], minLength: 1, maxLength: 5 },
    done: { type: 'boolean' },
    at: { type: 'string', format: 'date-time' },
    findings: {
      type: 'array',
      minItems: 1,
      maxItems: 3,
      uniqueItems: true,
      items: {
        type: 'object',
        required: ['code'],
        properties: {
          code: { type: 'string', pattern: '^[A-Z]{2}[0-9]+$' },
          weight: { type: 'number', exclusiveMinimum: 0, multipleOf: 0.5 },
        },
      },
    },
    labels: { type: 'object', maxProperties: 3, additionalProperties: { type: 'string' } },
    items: {
      type: 'array',
      items: {
        oneOf: [
          {
            type: 'object',
            required: ['type', 'text'],
            properties: { type: { const: 'note' }, text: { type: 'string' } },
            additionalProperties: false,
          },
          {
            type: 'object',
            required: ['type', 'value'],
            properties: { type: { const: 'score' }, value: { type: 'number' } },
            additionalProperties: false,
          },
        ],
      },
    },
    open: true,
  },
};

const ajv = addFormats.default(new Ajv2020({ strict: false }));
const judge = ajv.compile(schema);

const words_ = fc.string({ unit: 'grapheme', maxLength: 6 });
const anyText = fc.oneof(
  words_,
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom('', '"\\', 'é', 'a/b\u0001'),
);
const anyNumber = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
  fc.constantFrom(0.5, 1, 1e21, 5e-324, 0.1),
);
const moment = fc.date({
  min: new Date('0000-01-01T00:00:00Z'),
  max: new Date('9999-12-31T23:59:59.999Z'),
  noInvalidDate: true,
});
// JSON's own values: no minus zero, and no lone surrogates.
const anyJson = fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.parse(JSON.stringify(value)) as unknown);

const itemValue = fc.oneof(
  fc.record({ type: fc.constant('note'), text: anyText }),
  fc.record({ type: fc.constant('score'), value: anyNumber }),
);

const reportJson = fc.record(
  {
    id: fc.uuid(),
    state: fc.constantFrom('running', 'success', 'failed'),
    count: fc.integer({ min: 0, max: 1000 }),
    progress: fc.double({ min: 0, max: 1, noNaN: true }),
    name: fc.option(fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 5 })),
    done: fc.boolean(),
    at: moment.map((date) => date.toISOString()),
    findings: fc.uniqueArray(
      fc.record(
        { code: fc.stringMatching(/^[A-Z]{2}[0-9]{1,3}$/), weight: fc.constantFrom(0.5, 1, 7.5) },
        { requiredKeys: ['code'] },
      ),
      { minLength: 1, maxLength: 3, selector: (one) => one.code },
    ),
    labels: fc.dictionary(anyText, anyText, { maxKeys: 3 }),
    items: fc.array(itemValue, { maxLength: 3 }),
    open: anyJson,
  },
  { requiredKeys: ['id', 'state', 'count'] },
);

/** Values that are wrong somewhere, more often than not. */
const bent = fc
  .tuple(
    reportJson,
    fc.constantFrom(...Object.keys(schema.properties)),
    fc.oneof(anyJson, anyNumber, anyText, fc.constant(undefined)),
  )
  .map(([value, key, other]) => ({ ...value, [key]: other }));

function orderShuffled(value: Record<string, unknown>, seed: number): string {
  const entries = Object.entries(value);
  const turn = entries.length === 0 ? 0 : seed % entries.length;
  return JSON.stringify(Object.fromEntries([...entries.slice(turn), ...entries.slice(0, turn)]), null, seed % 3);
}

/** RFC 8785 by another hand: sort, then JSON.stringify. */
function jcs(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(jcs).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = value as Record<string, unknown>;
  const keys = Object.keys(members).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${jcs(members[key])}`).join(',')}}`;
}

function accepts(codec: JsonCodec<unknown>, json: string): boolean {
  try {
    codec.parse(json);
    return true;
  } catch (error) {
    if (error instanceof CodecError) return false;
    throw error;
  }
}

const options = { seed: 20_261_123, numRuns: 1500 };

describe('the JSON codec against oracles', () => {
  it('agrees with ajv on what is valid, in any order of members', async () => {
    const codec = await codecOf(report, state, finding, note, score, item);
    let refused = 0;
    fc.assert(
      fc.property(fc.oneof(reportJson, bent), fc.nat(20), (value, seed) => {
        const json = orderShuffled(value, seed);
        const valid = judge(JSON.parse(json));
        if (!valid) refused++;
        expect(accepts(codec, json), json).toBe(valid);
        expect(codec.validate(JSON.parse(json)).length === 0, json).toBe(valid);
      }),
      options,
    );
    expect(refused).toBeGreaterThan(300);
  });

  it('gives back what it wrote, and writes what an independent JCS writes', async () => {
    const codec = await codecOf(report, state, finding, note, score, item);
    fc.assert(
      fc.property(reportJson, (value) => {
        const first = codec.parse(JSON.stringify(value));
        const bytes = codec.encode(first);
        expect(codec.decode(bytes)).toEqual(first);
        expect(codec.decode(bytes, { strings: 'copy' })).toEqual(first);
        expect(Buffer.from(bytes).toString()).toBe(jcs(value));
        expect(codec.is(first)).toBe(true);
      }),
      options,
    );
  });

  it('meets broken bytes with a CodecError, or with a value that it would write', async () => {
    const codec = await codecOf(report, state, finding, note, score, item);
    let broken = 0;
    fc.assert(
      fc.property(
        reportJson,
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 3 }),
        fc.nat(),
        (value, changes, cut) => {
          const whole = Buffer.from(JSON.stringify(value));
          const bytes = new Uint8Array(cut % 3 === 0 ? whole.subarray(0, cut % whole.length) : whole);
          for (const [at, byte] of changes) if (bytes.length > 0) bytes[at % bytes.length] = byte;
          let read: unknown;
          try {
            read = codec.decode(bytes);
          } catch (error) {
            expect(error).toBeInstanceOf(CodecError);
            broken++;
            return;
          }
          expect(codec.decode(codec.encode(read))).toEqual(read);
          // What we take, JSON.parse takes too.
          expect(judge(JSON.parse(Buffer.from(bytes).toString()))).toBe(true);
        },
      ),
      options,
    );
    expect(broken).toBeGreaterThan(500);
  });

  it('reads and writes numbers as ECMAScript does', async () => {
    const codec = await codecOf(alias('X', number));
    fc.assert(
      fc.property(
        fc.oneof(
          anyNumber,
          fc.integer({ min: -1e9, max: 1e9 }).map((n) => n / 1000),
          fc.maxSafeInteger(),
        ),
        (value) => {
          const normal = value + 0 === 0 ? 0 : value;
          expect(codec.stringify(value)).toBe(JSON.stringify(normal));
          expect(codec.parse(JSON.stringify(value))).toBe(normal);
        },
      ),
      { ...options, numRuns: 5000 },
    );
    fc.assert(
      fc.property(
        fc.stringMatching(/^-?(?:0|[1-9][0-9]{0,18})(?:\.[0-9]{1,18})?(?:[eE][+-]?[0-9]{1,2})?$/),
        (spelled) => {
          expect(codec.parse(spelled)).toBe(JSON.parse(spelled));
        },
      ),
      { ...options, numRuns: 5000 },
    );
  });

  it('reads and writes strings as JSON does', async () => {
    const codec = await codecOf(alias('X', text));
    const string = fc.oneof(
      anyText,
      fc.string({ unit: 'binary', minLength: 10, maxLength: 80 }),
      fc.string({ minLength: 10, maxLength: 80 }),
    );
    fc.assert(
      fc.property(string, (value) => {
        expect(codec.stringify(value)).toBe(JSON.stringify(value));
        expect(codec.parse(JSON.stringify(value))).toBe(value);
        const escaped = JSON.stringify(value).replace(/[^ -~]/gu, (c) =>
          [...c]
            .map((one) =>
              one
                .split('')
                .map((u) => `\\u${u.charCodeAt(0).toString(16).padStart(4, '0')}`)
                .join(''),
            )
            .join(''),
        );
        expect(codec.parse(escaped)).toBe(value);
      }),
      options,
    );
  });
});
