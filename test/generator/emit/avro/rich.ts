/** A schema with every type of Avro in it, random values of it, and avsc's view of both. */
import avsc from 'avsc';
import * as fc from 'fast-check';

const { Type, types } = avsc;

export const rich = {
  type: 'record',
  name: 'Rich',
  namespace: 'test.rich',
  doc: 'Everything at once.',
  fields: [
    { name: 'flag', type: 'boolean' },
    { name: 'small', type: 'int' },
    { name: 'big', type: 'long' },
    { name: 'single', type: 'float' },
    { name: 'real', type: 'double' },
    { name: 'blob', type: 'bytes' },
    { name: 'text', type: 'string' },
    { name: 'kind', type: { type: 'enum', name: 'Kind', symbols: ['A', 'B', 'C'], default: 'A' } },
    { name: 'hash', type: { type: 'fixed', name: 'Hash', size: 4 } },
    { name: 'texts', type: { type: 'array', items: 'string' } },
    { name: 'counts', type: { type: 'map', values: 'int' } },
    { name: 'grid', type: { type: 'array', items: { type: 'array', items: 'long' } } },
    { name: 'note', type: ['null', 'string'], default: null },
    { name: 'other', type: ['string', 'null'] },
    { name: 'mixed', type: ['null', 'string', 'int', 'bytes', { type: 'array', items: 'int' }] },
    { name: 'tagged', type: ['int', 'double', 'string', 'Kind'] },
    {
      name: 'child',
      type: [
        'null',
        {
          type: 'record',
          name: 'Node',
          fields: [
            { name: 'value', type: 'int' },
            { name: 'next', type: ['null', 'Node'], default: null },
          ],
        },
      ],
      default: null,
    },
    { name: 'nodes', type: { type: 'map', values: 'Node' } },
    { name: 'again', type: 'Hash' },
    { name: 'limit', type: 'int', default: 5 },
    { name: 'nothing', type: 'null' },
  ],
};

const longType = types.LongType.__with({
  fromBuffer: (buffer: Buffer) => buffer.readBigInt64LE(),
  toBuffer: (value: bigint) => {
    const buffer = Buffer.alloc(8);
    buffer.writeBigInt64LE(value);
    return buffer;
  },
  fromJSON: (value: unknown) => BigInt(value as number),
  toJSON: Number,
  isValid: (value: unknown) => typeof value === 'bigint' && BigInt.asIntN(64, value) === value,
  compare: (a: bigint, b: bigint) => (a < b ? -1 : a > b ? 1 : 0),
});

/** avsc's type of a schema, with bigint longs and tagged unions. */
export function avscType(schema: unknown): avsc.Type {
  return Type.forSchema(schema as avsc.Schema, {
    wrapUnions: true,
    registry: { long: longType },
  });
}

type Value = Record<string, unknown>;

const text = fc.string({ unit: 'binary', maxLength: 40 }).map((one) => one.replace(/\p{Surrogate}/gu, '?'));
const int = fc.integer({ min: -2147483648, max: 2147483647 });
const long = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const bytes = fc.uint8Array({ maxLength: 50 });
const key = text.filter((one) => one !== '__proto__');
const node: fc.Arbitrary<Value> = fc.letrec<{ node: Value }>((tie) => ({
  node: fc
    .record({ value: int, next: fc.option(tie('node'), { nil: undefined, maxDepth: 4 }) }, { requiredKeys: ['value'] })
    .map(absent),
})).node;

function absent(value: Value): Value {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined));
}

export const richValue: fc.Arbitrary<Value> = fc
  .record(
    {
      flag: fc.boolean(),
      small: int,
      big: long,
      single: fc.float(),
      real: fc.double(),
      blob: bytes,
      text: fc.oneof(text, fc.string({ maxLength: 200 })),
      kind: fc.constantFrom('A', 'B', 'C'),
      hash: fc.uint8Array({ minLength: 4, maxLength: 4 }),
      texts: fc.array(fc.oneof(text, fc.string({ maxLength: 90 })), { maxLength: 20 }),
      counts: fc.dictionary(key, int, { maxKeys: 5 }),
      grid: fc.array(fc.array(long, { maxLength: 3 }), { maxLength: 3 }),
      note: fc.option(text, { nil: undefined }),
      other: fc.option(text, { nil: null }),
      mixed: fc.oneof(fc.constant(null), text, int, bytes, fc.array(int, { maxLength: 4 })),
      tagged: fc.oneof(
        int.map((value) => ({ kind: 'int', value })),
        fc.double().map((value) => ({ kind: 'double', value })),
        text.map((value) => ({ kind: 'string', value })),
        fc.constantFrom('A', 'B').map((value) => ({ kind: 'Kind', value })),
      ),
      child: fc.option(node, { nil: undefined }),
      nodes: fc.dictionary(key, node, { maxKeys: 3 }),
      again: fc.uint8Array({ minLength: 4, maxLength: 4 }),
      limit: int,
      nothing: fc.constant(null),
    },
    {
      requiredKeys: [
        'flag',
        'small',
        'big',
        'single',
        'real',
        'blob',
        'text',
        'kind',
        'hash',
        'texts',
        'counts',
        'grid',
        'other',
        'mixed',
        'tagged',
        'nodes',
        'again',
        'limit',
        'nothing',
      ],
    },
  )
  .map(absent);

/** The value as avsc wants it: unions wrapped, absent as null. */
export function forAvsc(value: Value): Value {
  const wrap = (name: string, one: unknown): unknown => (one === undefined || one === null ? null : { [name]: one });
  const nodeOf = (one: Value): Value => ({
    value: one['value'],
    next: wrap('test.rich.Node', one['next'] === undefined ? undefined : nodeOf(one['next'] as Value)),
  });
  const tagged = value['tagged'] as { kind: string; value: unknown };
  return {
    ...value,
    blob: Buffer.from(value['blob'] as Uint8Array),
    hash: Buffer.from(value['hash'] as Uint8Array),
    again: Buffer.from(value['again'] as Uint8Array),
    note: wrap('string', value['note']),
    other: wrap('string', value['other']),
    mixed: mixed(value['mixed']),
    tagged: { [tagged.kind === 'Kind' ? 'test.rich.Kind' : tagged.kind]: tagged.value },
    child: wrap('test.rich.Node', value['child'] === undefined ? undefined : nodeOf(value['child'] as Value)),
    nodes: Object.fromEntries(
      Object.entries(value['nodes'] as Record<string, Value>).map(([name, one]) => [name, nodeOf(one)]),
    ),
  };
}

function mixed(value: unknown): unknown {
  if (value === null) return null;
  if (typeof value === 'string') return { string: value };
  if (typeof value === 'number') return { int: value };
  return value instanceof Uint8Array ? { bytes: Buffer.from(value) } : { array: value };
}
