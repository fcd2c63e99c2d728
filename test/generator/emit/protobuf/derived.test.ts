import protobufjs from 'protobufjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { createDiagnostics } from '../../../../generator/src/diagnostics/index.js';
import { printProto } from '../../../../generator/src/encodings/print-proto.js';
import { planProtobuf } from '../../../../generator/src/encodings/protobuf.js';
import { jsonSchema } from '../../../../generator/src/formats/json-schema/index.js';
import { emptyLock } from '../../../../generator/src/lock/lock.js';
import type { Declaration } from '../../../../generator/src/model/types.js';
import { memoryWorkspace } from '../../../../generator/src/source/workspace.js';
import { type Codec, CodecError } from '../../../../runtime/src/codec/codec.js';
import { loadProtobuf } from './load.js';

const schema = {
  type: 'object',
  required: ['id', 'count', 'at', 'state', 'tags', 'open', 'nothing', 'ratio', 'target'],
  properties: {
    id: { type: 'string', format: 'uuid' },
    trace: { type: 'string', pattern: '^[0-9a-f]{32}$' },
    count: { type: 'integer', minimum: 0, maximum: 100 },
    wide: { type: 'integer', format: 'int64' },
    ratio: { type: 'number', minimum: 0, maximum: 1 },
    at: { type: 'string', format: 'date-time' },
    state: { enum: ['running', 'done'] },
    mood: { anyOf: [{ enum: ['good', 'bad'] }, { type: 'string' }] },
    tags: { type: 'array', items: { type: 'string', minLength: 1 }, maxItems: 3 },
    maybe: { type: 'array', items: { type: 'integer' } },
    labels: { type: 'object', additionalProperties: { type: 'string' } },
    open: { type: 'object' },
    nothing: { type: ['string', 'null'] },
    three: { type: ['integer', 'null'] },
    grid: { type: 'array', items: { type: 'array', items: { type: ['number', 'null'] } } },
    raw: { type: 'string', contentEncoding: 'base64' },
    price: { type: 'string', format: 'decimal', 'x-decimal': { precision: 10, scale: 2 } },
    target: { anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }, { $ref: '#/$defs/agent' }] },
    shape: { oneOf: [{ $ref: '#/$defs/circle' }, { $ref: '#/$defs/square' }] },
    next: { $ref: '#' },
    kind: { const: 'thing' },
    'odd name': { type: 'boolean' },
  },
  $defs: {
    agent: {
      type: 'object',
      required: ['name'],
      properties: { name: { type: 'string' } },
      additionalProperties: false,
    },
    circle: {
      type: 'object',
      required: ['type', 'radius'],
      properties: { type: { const: 'circle' }, radius: { type: 'number' } },
    },
    square: {
      type: 'object',
      required: ['type', 'side'],
      properties: { type: { const: 'square' }, side: { type: 'number' } },
    },
  },
};

export function declarations(): readonly Declaration[] {
  const text = JSON.stringify(schema);
  const diagnostics = createDiagnostics();
  const modules = jsonSchema.load(
    [{ path: 'thing.schema.json', text }],
    memoryWorkspace({ 'thing.schema.json': text }),
    diagnostics,
  );
  expect(diagnostics.all.map((d) => d.message)).toEqual([]);
  return modules.flatMap((module) => module.declarations);
}

const least = {
  id: '3d1f1a52-6a5c-4b63-8d3c-0a5a0c0a5a0c',
  count: 0,
  ratio: 0,
  at: new Date(0),
  state: 'running',
  tags: [],
  open: {},
  nothing: null,
  target: 'x',
};

let codec: Codec<unknown>;
beforeAll(async () => {
  codec = (await loadProtobuf(declarations()))['Thing'] as Codec<unknown>;
});

function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof CodecError) return `${error.code} ${error.message}`;
    throw error;
  }
  return 'accepted';
}

describe('a derived layout', () => {
  it.each([
    ['the least', {}],
    ['zero values and words', { count: 100, ratio: 1, state: 'done', mood: 'sad', 'odd name': false, kind: 'thing' }],
    ['64-bit integers and dates before 1970', { wide: -(2n ** 63n), at: new Date(-1) }],
    ['an empty list that is not an absent one', { maybe: [], tags: ['a', 'b'] }],
    ['an absent list', { tags: ['a'] }],
    ['empty and full maps', { labels: Object.assign(Object.create(null) as object, { a: '1', __proto: '2' }) }],
    ['three states: null', { three: null, nothing: 'text' }],
    ['three states: a value', { three: -5, nothing: '' }],
    ['lists of lists with null in them', { grid: [[1, null], [], [null]] }],
    ['bytes, decimals and open JSON', { raw: new Uint8Array([0, 255]), price: '12.50', open: { a: [1, { b: null }] } }],
    ['a union by kind: list', { target: ['a', 'b'] }],
    ['a union by kind: empty list', { target: [] }],
    ['a union by kind: object', { target: { name: 'n' } }],
    ['a union by tag', { shape: { type: 'square', side: 2 } }],
    ['recursion', { next: { ...least, next: { ...least, count: 7 } } }],
    ['a pattern', { trace: '0123456789abcdef0123456789abcdef' }],
  ])('carries %s', (_, more) => {
    const value = { ...least, ...more };
    expect(codec.decode(codec.encode(value))).toEqual(value);
  });

  it.each([
    ['a missing member', { id: undefined }, 'invalid_value missing id'],
    ['a number above its bound', { ratio: 1.7 }, 'invalid_value /ratio: 1.7 is above 1'],
    ['NaN', { ratio: Number.NaN }, 'invalid_value /ratio'],
    ['an unsafe integer', { three: 2 ** 60 }, 'invalid_value /three'],
    ['a word that is none', { state: 'gone' }, 'invalid_value /state'],
    ['no uuid', { id: 'x' }, 'invalid_value /id'],
    ['a broken pattern', { trace: 'ABC' }, 'invalid_value /trace'],
    ['an empty text in a list', { tags: ['a', ''] }, 'invalid_value /tags/1'],
    ['too many items', { tags: ['a', 'b', 'c', 'd'] }, 'invalid_value /tags'],
    ['a text for a list', { tags: 'abc' }, 'invalid_value /tags'],
    ['half a surrogate pair', { mood: '\ud800' }, 'invalid_value'],
    ['an invalid date', { at: new Date(Number.NaN) }, 'invalid_value /at'],
    ['a branch that is none', { target: 7 }, 'invalid_value /target'],
    ['a function in open JSON', { open: { f: () => 1 } }, 'invalid_value /open'],
    ['another constant', { kind: 'other' }, 'invalid_value /kind'],
  ])('refuses %s when encoding', (_, more, message) => {
    expect(refusal(() => codec.encode({ ...least, ...more }))).toContain(message);
  });

  it('refuses a cycle', () => {
    const value: Record<string, unknown> = { ...least };
    value['next'] = value;
    expect(refusal(() => codec.encode(value))).toContain('invalid_value');
  });
});

describe('the printed schema of a derived layout', () => {
  const found = declarations();
  const { layouts } = planProtobuf(found, emptyLock, createDiagnostics());
  const text = printProto(layouts, { namespace: 'derived' });
  const type = protobufjs.parse(text, { keepCase: true }).root.lookupType('derived.Thing');

  it('is read by protobufjs, which finds the members of our bytes', () => {
    const value = { ...least, count: 3, at: new Date(5), maybe: [], three: null, state: 'done', target: ['a'] };
    const read = type.toObject(type.decode(codec.encode(value)), { longs: Number, enums: String });
    expect(read).toMatchObject({
      id: least.id,
      count: 3,
      at: 5,
      state: 'THING_STATE_DONE',
      maybe: {},
      three: {},
      target: { array: { items: ['a'] } },
    });
  });

  it.each([
    ['a number out of bounds', { count: 101 }, '/count: 101 is above 100'],
    ['an unknown number of a closed enum', { state: 9 }, '/state: 9 is none of the numbers of ThingState'],
    ['the unspecified word', { state: 0 }, '/state: 0 is none of the numbers of ThingState'],
    ['a missing member', { count: undefined }, 'missing count'],
    ['an integer beyond 2^53', { three: { value: '9007199254740993' } }, '/three: an integer beyond 2^53 - 1'],
    ['bytes that are not JSON', { open: Buffer.from('{') }, '/open: bytes that are not JSON'],
    ['JSON of another kind', { open: Buffer.from('[]') }, '/open: not a JSON object'],
    ['an empty union', { target: {} }, '/target: missing the value'],
    ['a broken rule in a nested message', { next: { id: 'x' } }, '/next'],
    ['a broken rule in an item', { tags: ['a', ''] }, '/tags/1'],
  ])('of protobufjs refuses %s, and says where', (_, more, message) => {
    const base = {
      id: least.id,
      count: 1,
      ratio: 0,
      at: 0,
      state: 1,
      open: Buffer.from('{}'),
      target: { string: 'x' },
    };
    const kept = Object.fromEntries(Object.entries({ ...base, ...more }).filter(([, item]) => item !== undefined));
    const bytes = type.encode(type.fromObject(kept)).finish();
    expect(refusal(() => codec.decode(bytes))).toContain(message);
  });
});
