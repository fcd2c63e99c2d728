import { describe, expect, it } from 'vitest';
import { decodeFramed, decodeFramedFrom, encodeFramed, openFrame } from '../../../../runtime/src/codec/avro/frame.js';
import type { AvroJson } from '../../../../runtime/src/codec/avro/schema.js';
import { CodecError } from '../../../../runtime/src/codec/codec.js';
import { codecOf } from '../../../generator/emit/avro/load.js';
import { avscType } from '../../../generator/emit/avro/rich.js';

const record = (fields: readonly unknown[], more: object = {}): AvroJson =>
  ({ type: 'record', name: 'R', fields, ...more }) as AvroJson;
const field = (name: string, type: unknown, more: object = {}): object => ({ name, type, ...more });

/** Name, writer, reader, and a value of the writer in avsc's form. */
const pairs: readonly [string, AvroJson, AvroJson, unknown][] = [
  ['int to long', record([field('a', 'int')]), record([field('a', 'long')]), { a: -7 }],
  ['int to float', record([field('a', 'int')]), record([field('a', 'float')]), { a: 7 }],
  ['int to double', record([field('a', 'int')]), record([field('a', 'double')]), { a: 7 }],
  ['long to double', record([field('a', 'long')]), record([field('a', 'double')]), { a: 123456789012n }],
  ['float to double', record([field('a', 'float')]), record([field('a', 'double')]), { a: 0.5 }],
  ['string to bytes', record([field('a', 'string')]), record([field('a', 'bytes')]), { a: 'é' }],
  ['bytes to string', record([field('a', 'bytes')]), record([field('a', 'string')]), { a: Buffer.from('é') }],
  [
    'a new field with a default',
    record([field('a', 'int')]),
    record([field('a', 'int'), field('b', 'string', { default: 'x' })]),
    { a: 1 },
  ],
  [
    'a new field of every type',
    record([field('a', 'int')]),
    record([
      field('b', { type: 'array', items: 'int' }, { default: [1, 2] }),
      field('c', { type: 'map', values: 'string' }, { default: { k: 'v' } }),
      field('d', ['null', 'int'], { default: null }),
      field('e', ['int', 'null'], { default: 3 }),
      field('f', 'bytes', { default: '\u00ff\u0001' }),
      field('g', { type: 'enum', name: 'G', symbols: ['X', 'Y'] }, { default: 'Y' }),
      field(
        'h',
        { type: 'record', name: 'H', fields: [field('x', 'int', { default: 9 }), field('y', 'string')] },
        { default: { y: 'z' } },
      ),
      field('i', { type: 'fixed', name: 'I', size: 2 }, { default: '\u0000\u00ff' }),
      field('a', 'long'),
    ]),
    { a: 1 },
  ],
  [
    'a removed field',
    record([
      field('a', 'string'),
      field('b', { type: 'map', values: { type: 'array', items: 'long' } }),
      field('c', 'int'),
    ]),
    record([field('c', 'int')]),
    { a: 'x', b: { k: [1n, 2n] }, c: 5 },
  ],
  [
    'another order',
    record([field('a', 'string'), field('b', 'int'), field('c', ['null', 'string'])]),
    record([field('c', ['null', 'string']), field('b', 'long'), field('a', 'string')]),
    { a: 'x', b: 2, c: { string: 'y' } },
  ],
  [
    'an alias of a field',
    record([field('old', 'int')]),
    record([field('fresh', 'int', { aliases: ['old'] })]),
    { old: 4 },
  ],
  [
    'an alias of a record',
    record([field('a', 'int')], { name: 'Old' }),
    record([field('a', 'int')], { aliases: ['Old'] }),
    { a: 4 },
  ],
  [
    'another enum order',
    record([field('a', { type: 'enum', name: 'E', symbols: ['X', 'Y'] })]),
    record([field('a', { type: 'enum', name: 'E', symbols: ['Y', 'X', 'Z'] })]),
    { a: 'X' },
  ],
  [
    'an enum default',
    record([field('a', { type: 'enum', name: 'E', symbols: ['X', 'New'] })]),
    record([field('a', { type: 'enum', name: 'E', symbols: ['X', 'Other'], default: 'Other' })]),
    { a: 'New' },
  ],
  ['a value into a union', record([field('a', 'int')]), record([field('a', ['null', 'int'])]), { a: 3 }],
  ['a union into a value', record([field('a', ['int', 'float'])]), record([field('a', 'double')]), { a: { int: 3 } }],
  [
    'a union into another',
    record([field('a', ['int', 'string'])]),
    record([field('a', ['string', 'null', 'long'])]),
    { a: { int: 3 } },
  ],
  [
    'lists and maps of promoted values',
    record([field('a', { type: 'array', items: { type: 'map', values: 'int' } })]),
    record([field('a', { type: 'array', items: { type: 'map', values: 'double' } })]),
    { a: [{ x: 1 }, {}, { y: 2, z: 3 }] },
  ],
  [
    'a recursive record',
    { type: 'record', name: 'N', fields: [field('v', 'int'), field('next', ['null', 'N'])] } as unknown as AvroJson,
    {
      type: 'record',
      name: 'N',
      fields: [field('next', ['null', 'N']), field('v', 'long'), field('w', 'int', { default: 1 })],
    } as unknown as AvroJson,
    { v: 1, next: { N: { v: 2, next: null } } },
  ],
];

describe('schema resolution beside avsc', () => {
  it.each(pairs)('reads %s as avsc does', async (_, writer, reader, value) => {
    const [from, to] = [avscType(writer), avscType(reader)];
    const bytes = from.toBuffer(value);
    const expected = to.toBuffer(to.fromBuffer(bytes, to.createResolver(from)));
    const codec = await codecOf(reader);
    const decoded = codec.decodeWith(writer, bytes);
    expect(Buffer.from(codec.encode(decoded)).toString('hex')).toBe(expected.toString('hex'));
  });

  it.each<[string, AvroJson, AvroJson]>([
    ['a new field without a default', record([field('a', 'int')]), record([field('b', 'int')])],
    ['long to int', record([field('a', 'long')]), record([field('a', 'int')])],
    ['double to float', record([field('a', 'double')]), record([field('a', 'float')])],
    [
      'another fixed size',
      record([field('a', { type: 'fixed', name: 'F', size: 2 })]),
      record([field('a', { type: 'fixed', name: 'F', size: 3 })]),
    ],
    ['another name', record([], { name: 'A' }), record([], { name: 'B' })],
    ['nothing in common', record([field('a', ['int', 'string'])]), record([field('a', 'boolean')])],
  ])('refuses %s, as avsc does', async (_, writer, reader) => {
    const codec = await codecOf(reader);
    expect(() => avscType(reader).createResolver(avscType(writer))).toThrow();
    expect(() => codec.decodeWith(writer, new Uint8Array(8))).toThrow(
      expect.objectContaining({ code: 'schema_unknown' }),
    );
  });
});

describe('where agentwire keeps to the specification and avsc does not', () => {
  it('matches names without their namespaces', async () => {
    const codec = await codecOf(record([field('a', 'int')], { namespace: 'fresh' }));
    expect(codec.decodeWith(record([field('a', 'int')], { namespace: 'old' }), Uint8Array.of(6))).toEqual({ a: 3 });
  });

  it('does not spend an alias on a field that matches by its name', async () => {
    const codec = await codecOf(record([field('a', 'int', { aliases: ['b'] }), field('b', 'int', { default: 9 })]));
    expect(codec.decodeWith(record([field('b', 'int'), field('a', 'int')]), Uint8Array.of(2, 4))).toEqual({
      a: 2,
      b: 1,
    });
  });

  it('refuses decimals of another scale and times of another unit', async () => {
    const decimal = (scale: number): AvroJson =>
      record([field('a', { type: 'bytes', logicalType: 'decimal', precision: 6, scale })]);
    const codec = await codecOf(decimal(2));
    expect(() => codec.decodeWith(decimal(3), Uint8Array.of(2, 1))).toThrow(/digits after the point/);
    const time = (unit: string): AvroJson => record([field('a', { type: 'long', logicalType: `timestamp-${unit}` })]);
    const times = await codecOf(time('millis'));
    expect(() => times.decodeWith(time('micros'), Uint8Array.of(2))).toThrow(/timestamp-micros/);
  });

  it('says which branch of the writer is unreadable only when it arrives', async () => {
    const codec = await codecOf(record([field('a', ['null', 'int'], { default: null })]));
    const writer = record([field('a', ['null', 'int', 'string'])]);
    expect(codec.decodeWith(writer, Uint8Array.of(2, 6))).toEqual({ a: 3 });
    expect(() => codec.decodeWith(writer, Uint8Array.of(4, 2, 0x41))).toThrow(CodecError);
  });
});

describe('hostile bytes of another writer', () => {
  it('do not grow without bound by defaults', async () => {
    const item = (fields: readonly unknown[]): object => ({
      type: 'array',
      items: { type: 'record', name: 'I', fields },
    });
    const codec = await codecOf(record([field('a', item([field('x', 'string', { default: 'x'.repeat(10_000) })]))]));
    const bytes = Uint8Array.of(0xc0, 0x9a, 0x0c, 0x00);
    expect(() => codec.decodeWith(record([field('a', item([]))]), bytes)).toThrow(
      expect.objectContaining({ code: 'limit_exceeded' }),
    );
  });

  it('name the path in the schema of the writer', async () => {
    const codec = await codecOf(record([field('b', 'int')]));
    const writer = record([field('gone', { type: 'array', items: 'string' }), field('b', 'int')]);
    expect(() => codec.decodeWith(writer, Uint8Array.of(2, 0x7e, 0x41))).toThrow(
      expect.objectContaining({ path: '/gone/0' }),
    );
  });
});

describe('single-object encoding', () => {
  const old = record([field('a', 'int')]);
  const fresh = record([field('a', 'int'), field('b', 'string', { default: 'x' })]);

  it('begins with C3 01 and the fingerprint in little-endian order', async () => {
    const codec = await codecOf('{"type":"record","name":"R","fields":[{"name":"a","type":"int"}]}');
    const framed = encodeFramed(codec, { a: 1 });
    expect([...framed.subarray(0, 2)]).toEqual([0xc3, 0x01]);
    expect(Buffer.from([...framed.subarray(2, 10)].toReversed()).toString('hex')).toBe(codec.fingerprint);
    expect(openFrame(framed).fingerprint).toBe(codec.fingerprint);
    expect(decodeFramed(codec, framed)).toEqual({ a: 1 });
  });

  it('finds the writer among known schemas, or asks a source, or says schema_unknown', async () => {
    const [from, to] = [await codecOf(old), await codecOf(fresh)];
    const framed = encodeFramed(from, { a: 1 });
    const expected = { a: 1, b: 'x' };
    expect(decodeFramed(to, framed, new Map([[from.fingerprint, old]]))).toEqual(expected);
    await expect(decodeFramedFrom(to, framed, { find: async () => old })).resolves.toEqual(expected);
    expect(() => decodeFramed(to, framed)).toThrow(expect.objectContaining({ code: 'schema_unknown' }));
    expect(() => decodeFramed(to, new Uint8Array(3))).toThrow(expect.objectContaining({ code: 'invalid_bytes' }));
  });
});
