import { describe, expect, it } from 'vitest';
import { CodecError } from '../../../runtime/src/codec/codec.js';
import { unknownFields } from '../../../runtime/src/codec/unknown.js';
import type { Type } from '../../../generator/src/model/types.js';
import { codecOf } from './load.js';
import { alias, branch, member, record, ref, words } from './model.js';

const text = { kind: 'string' } as const;
const number = { kind: 'float', width: 64, special: false } as const;

/** The JSON text of a value, after a round trip over bytes and text. */
async function roundTrip(type: Type, value: unknown, json: string): Promise<void> {
  const codec = await codecOf(alias('X', type));
  expect(codec.stringify(value)).toBe(json);
  expect(codec.parse(json)).toEqual(value);
  expect(codec.decode(codec.encode(value))).toEqual(value);
  expect(codec.is(value)).toBe(true);
  expect(codec.validate(JSON.parse(json))).toEqual([]);
}

async function refuses(type: Type, ...texts: string[]): Promise<void> {
  const codec = await codecOf(alias('X', type));
  for (const one of texts) expect(() => codec.parse(one), one).toThrow(CodecError);
}

describe('types in JSON', () => {
  it('carries 64 bits as text and takes exact numbers', async () => {
    await roundTrip({ kind: 'integer', width: 'int64' }, -(2n ** 63n), '"-9223372036854775808"');
    await roundTrip({ kind: 'integer', width: 'uint64' }, 2n ** 64n - 1n, '"18446744073709551615"');
    const codec = await codecOf(alias('X', { kind: 'integer', width: 'int64', minimum: -5n, maximum: 100n }));
    expect(codec.parse('7')).toBe(7n);
    await refuses(
      { kind: 'integer', width: 'int64' },
      '"9223372036854775808"',
      '"01"',
      '"1.0"',
      '""',
      '9007199254740993',
    );
    await refuses({ kind: 'integer', width: 'uint64' }, '"-1"', '-1');
    await refuses({ kind: 'integer', width: 'int64', maximum: 5n }, '"6"');
  });

  it('holds integers to their width', async () => {
    await roundTrip({ kind: 'integer', width: 'safe' }, 9_007_199_254_740_991, '9007199254740991');
    await refuses(
      { kind: 'integer', width: 'safe' },
      '9007199254740992',
      '1.5',
      '"1"',
      '01',
      '-',
      '1.',
      '1e',
      '+1',
      '1e400',
    );
    await refuses({ kind: 'integer', width: 'int32' }, '2147483648', '-2147483649');
    await refuses({ kind: 'integer', width: 'uint32' }, '-1', '4294967296');
    const codec = await codecOf(alias('X', { kind: 'integer', width: 'safe', multipleOf: 3 }));
    expect(codec.parse('1.2e1')).toBe(12);
    expect(Object.is(codec.parse('-0'), 0)).toBe(true);
    expect(() => codec.parse('4')).toThrow('4 is not a multiple of 3');
  });

  it('reads special floats as text where the type has them', async () => {
    await roundTrip({ kind: 'float', width: 64, special: true }, Number.NaN, '"NaN"');
    await roundTrip({ kind: 'float', width: 32, special: true }, Number.NEGATIVE_INFINITY, '"-Infinity"');
    await refuses({ kind: 'float', width: 64, special: false }, '"NaN"', 'NaN', '1e309');
    await refuses({ kind: 'float', width: 32, special: false }, '1e39');
    await refuses({ ...number, exclusiveMinimum: 0, exclusiveMaximum: 1 }, '0', '1', '-1');
    await refuses({ ...number, multipleOf: 0.1 }, '0.25');
    await roundTrip({ ...number, multipleOf: 0.1, exclusiveMinimum: 0 }, 0.3, '0.3');
  });

  it('keeps the digits of decimals', async () => {
    await roundTrip({ kind: 'decimal', digits: { precision: 6, scale: 2 } }, '1234.50', '"1234.50"');
    const codec = await codecOf(alias('X', { kind: 'decimal', digits: { precision: 6, scale: 2 } }));
    expect(codec.parse('12.50')).toBe('12.50');
    await refuses(
      { kind: 'decimal', digits: { precision: 4, scale: 2 } },
      '"123"',
      '"1.234"',
      '"01"',
      '"1e2"',
      '1e1',
      '""',
      'true',
    );
  });

  it('reads bytes of either alphabet', async () => {
    await roundTrip({ kind: 'bytes' }, new Uint8Array([251, 255, 1, 2]), '"+/8BAg=="');
    const codec = await codecOf(alias('X', { kind: 'bytes', minLength: 2, maxLength: 4 }));
    expect(codec.parse('"-_8BAg"')).toEqual(new Uint8Array([251, 255, 1, 2]));
    await refuses({ kind: 'bytes' }, '"a"', '"a==="', '"AB="', '"A B="', '"AB"', '[1]');
    await refuses({ kind: 'bytes', size: 2 }, '"AAAA"', '"AA=="');
  });

  it('reads times of any offset and writes them in UTC', async () => {
    const codec = await codecOf(alias('X', { kind: 'timestamp', unit: 'millis' }));
    expect(codec.parse('"2026-11-23T12:00:00.123456789+01:30"')).toEqual(new Date('2026-11-23T10:30:00.123Z'));
    expect(codec.parse('"2016-12-31T23:59:60Z"')).toEqual(new Date('2017-01-01T00:00:00Z'));
    await roundTrip({ kind: 'timestamp', unit: 'millis' }, new Date(-1), '"1969-12-31T23:59:59.999Z"');
    await roundTrip(
      { kind: 'timestamp', unit: 'millis' },
      new Date('0000-01-01T00:00:00Z'),
      '"0000-01-01T00:00:00.000Z"',
    );
    await roundTrip({ kind: 'timestamp', unit: 'millis', local: true }, new Date(0), '"1970-01-01T00:00:00.000"');
    await roundTrip({ kind: 'timestamp', unit: 'micros' }, -1n, '"1969-12-31T23:59:59.999999Z"');
    await roundTrip({ kind: 'timestamp', unit: 'nanos' }, 1n, '"1970-01-01T00:00:00.000000001Z"');
    await roundTrip(
      { kind: 'timestamp', unit: 'proto' },
      { seconds: 1n, nanos: 500_000_000 },
      '"1970-01-01T00:00:01.500Z"',
    );
    await refuses(
      { kind: 'timestamp', unit: 'millis' },
      '"2026-02-30T00:00:00Z"',
      '"2026-11-23 00:00:00Z"',
      '"2026-11-23T00:00:00"',
      '"2026-11-23T24:00:00.000Z"',
      '"2026-11-23T00:00:60.000Z"',
      '"2026-1b-23T00:00:00.000Z"',
      '"2026-11-23T00:00:00.+00Z"',
      '0',
    );
    expect(() => codec.encode(new Date(Number.NaN))).toThrow(CodecError);
    expect(() => codec.encode(new Date('+010000-01-01T00:00:00Z'))).toThrow(CodecError);
  });

  it('writes durations and times of day', async () => {
    await roundTrip({ kind: 'duration', unit: 'proto' }, { seconds: -1n, nanos: -500_000_000 }, '"-1.500s"');
    await roundTrip({ kind: 'duration', unit: 'avro' }, { months: 1, days: 2, millis: 3004 }, '"P1M2DT3.004S"');
    await roundTrip({ kind: 'time-of-day', unit: 'millis' }, 86_399_999, '"23:59:59.999"');
    await roundTrip({ kind: 'time-of-day', unit: 'micros' }, 1n, '"00:00:00.000001"');
    await refuses({ kind: 'duration', unit: 'proto' }, '"1"', '"1.s"', '"315576000001s"');
    await refuses({ kind: 'time-of-day', unit: 'millis' }, '"24:00:00"', '"1:00:00"');
  });

  it('asserts formats, lengths and patterns', async () => {
    await refuses({ kind: 'string', format: 'uuid' }, '"8c9b1f3e-0000-4000-8000-00000000000g"', '"x"', '1');
    await roundTrip(
      { kind: 'string', format: 'uuid' },
      '8C9b1f3e-0000-4000-8000-000000000000',
      '"8C9b1f3e-0000-4000-8000-000000000000"',
    );
    await roundTrip({ kind: 'string', minLength: 2, maxLength: 2 }, '😀é', '"😀é"');
    await refuses({ kind: 'string', minLength: 2, maxLength: 2 }, '"😀"', '"abc"', '""');
    await refuses({ kind: 'string', pattern: '^[a-z]+$' }, '"A"', '""', '"a1"');
    await refuses({ kind: 'string', format: 'ipv4' }, '"1.2.3"', '"256.1.1.1"');
  });

  it('holds lists and maps to their counts', async () => {
    await refuses(
      { kind: 'list', items: number, minItems: 1, maxItems: 2, uniqueItems: true },
      '[]',
      '[1,2,3]',
      '[1,1.0]',
      '{}',
      '[1,]',
      '[1',
    );
    await refuses(
      { kind: 'map', keys: 'string', values: number, maxProperties: 1 },
      '{"a":1,"b":2}',
      '{"a":1,"a":1}',
      '[]',
    );
    await refuses({ kind: 'map', keys: 'int32', values: number }, '{"01":1}', '{"a":1}', '{"2147483648":1}');
    await refuses({ kind: 'map', keys: 'string', keyPattern: '^x', values: number }, '{"a":1}');
    const codec = await codecOf(alias('X', { kind: 'map', keys: 'string', values: number }));
    expect(
      codec.stringify(
        new Map([
          ['b', 2],
          ['a', 1],
        ]),
      ),
    ).toBe('{"a":1,"b":2}');
    expect(Object.getPrototypeOf(codec.parse('{"__proto__":1}'))).toBe(null);
  });
});

describe('enums', () => {
  it('takes known words only, or any, or numbers', async () => {
    const closed = await codecOf(words('E', ['a', 'b']));
    expect(closed.parse('"b"')).toBe('b');
    expect(() => closed.parse('"c"')).toThrow('"c" is not one of a, b');
    expect(() => closed.encode('c')).toThrow('"c" is not one of a, b');
    const open = await codecOf(words('E', ['a', 'b'], 'words'));
    expect(open.parse('"c"')).toBe('c');
    const proto = await codecOf(words('E', ['a', 'b'], 'numbers', 'protobuf'));
    expect(proto.parse('1')).toBe('b');
    expect(proto.parse('7')).toBe(7);
    expect(proto.stringify(7)).toBe('7');
    expect(() => proto.parse('"c"')).toThrow(CodecError);
    expect(() => proto.parse('1.5')).toThrow(CodecError);
  });
});

describe('unions', () => {
  const cat = record('Cat', [member('type', { kind: 'literal', value: 'cat' }), member('lives', number)]);
  const dog = record('Dog', [member('bark', text), member('type', { kind: 'literal', value: 'dog' })]);

  it('finds the branch by its tag, wherever it stands', async () => {
    const pet = alias('Pet', {
      kind: 'union',
      style: 'plain',
      discriminator: { kind: 'tag', property: 'type' },
      branches: [branch('cat', ref(cat), 'cat'), branch('dog', ref(dog), 'dog')],
    });
    const codec = await codecOf(pet, cat, dog);
    expect(codec.parse('{"bark":"w\\u006f","type":"dog"}')).toEqual({ type: 'dog', bark: 'wo' });
    expect(codec.stringify({ type: 'cat', lives: 9 })).toBe('{"lives":9,"type":"cat"}');
    expect(() => codec.parse('{"type":"cow"}')).toThrow('/type: "cow" is not one of cat, dog');
    expect(() => codec.parse('{"type":"dog","bark":"a","type":"cat"}')).toThrow(CodecError);
    expect(() => codec.encode({ type: 'cow' })).toThrow(CodecError);
    expect(() => codec.encode(null)).toThrow(CodecError);
  });

  it('finds the branch by the key that only it requires', async () => {
    const a = record('A', [member('audio', text)], { unknown: 'refuse' });
    const v = record('V', [member('video', text)], { unknown: 'refuse' });
    const codec = await codecOf(
      alias('M', {
        kind: 'union',
        style: 'plain',
        discriminator: { kind: 'required-key' },
        branches: [branch('a', ref(a), 'audio'), branch('v', ref(v), 'video')],
      }),
      a,
      v,
    );
    expect(codec.parse('{"video":"x"}')).toEqual({ video: 'x' });
    expect(codec.stringify({ audio: 'x' })).toBe('{"audio":"x"}');
    expect(() => codec.parse('{"audio":"x","video":"y"}')).toThrow('/video: not declared by A');
    expect(() => codec.parse('{}')).toThrow('an object has none of the members audio, video');
  });

  it('finds the branch by kind', async () => {
    const type: Type = {
      kind: 'union',
      style: 'plain',
      discriminator: { kind: 'json-kind' },
      branches: [
        branch('text', text),
        branch('count', { kind: 'integer', width: 'safe' }),
        branch('list', { kind: 'list', items: text }),
        branch('none', { kind: 'literal', value: null }),
        branch('map', { kind: 'map', keys: 'string', values: text }),
      ],
    };
    await roundTrip(type, 'x', '"x"');
    await roundTrip(type, 5, '5');
    await roundTrip(type, ['a'], '["a"]');
    await roundTrip(type, null, 'null');
    await roundTrip(type, Object.assign(Object.create(null) as object, { a: 'b' }), '{"a":"b"}');
    await refuses(type, 'true', '1.5', '[1]', 'x');
  });

  it('lays a oneof flat among the other members', async () => {
    const message = record('Message', [
      member('id', text),
      member(
        'choice',
        {
          kind: 'union',
          style: 'oneof',
          discriminator: { kind: 'wire' },
          branches: [branch('text', text), { ...branch('a_number', number), alias: 'aNumber' }],
        },
        { presence: 'optional' },
      ),
    ]);
    const codec = await codecOf(message);
    expect(codec.stringify({ id: 'i', choice: { kind: 'a_number', a_number: 1 } })).toBe('{"a_number":1,"id":"i"}');
    expect(codec.parse('{"id":"i","aNumber":2}')).toEqual({ id: 'i', choice: { kind: 'a_number', a_number: 2 } });
    expect(codec.parse('{"id":"i"}')).toEqual({ id: 'i' });
    expect(() => codec.parse('{"id":"i","text":"","a_number":2}')).toThrow('text and a_number exclude each other');
    expect(() => codec.encode({ id: 'i', choice: { kind: 'other', other: 1 } })).toThrow(CodecError);
    expect(() => codec.encode({ id: 'i', choice: { kind: 'text' } })).toThrow('/choice: missing text');
  });

  it('wraps branches that JSON cannot tell apart', async () => {
    const branches = [
      branch('string', text),
      branch('bytes', { kind: 'bytes' }),
      branch('null', { kind: 'literal', value: null }),
    ];
    const untagged: Type = { kind: 'union', style: 'untagged', discriminator: { kind: 'wire' }, branches };
    await roundTrip(untagged, new Uint8Array([1]), '{"kind":"bytes","value":"AQ=="}');
    await roundTrip(untagged, 'x', '{"kind":"string","value":"x"}');
    await roundTrip(untagged, null, 'null');
    const tagged: Type = { ...untagged, style: 'tagged' };
    await roundTrip(tagged, { kind: 'string', value: 'x' }, '{"kind":"string","value":"x"}');
    const codec = await codecOf(alias('X', tagged));
    expect(codec.parse('{"value":"AQ==","kind":"bytes"}')).toEqual({ kind: 'bytes', value: new Uint8Array([1]) });
    await refuses(
      tagged,
      '{"kind":"string"}',
      '{"kind":"x","value":"x"}',
      '{"kind":"string","value":"x","more":1}',
      '"x"',
    );
  });
});

describe('members', () => {
  it('refuses both spellings of one member', async () => {
    const codec = await codecOf(record('R', [member('task_id', text, { alias: 'taskId' })]));
    expect(codec.parse('{"taskId":"a"}')).toEqual({ task_id: 'a' });
    expect(() => codec.parse('{"taskId":"a","task_id":"a"}')).toThrow('task_id and taskId are the same member');
  });

  it('keeps, drops or refuses what is not declared', async () => {
    const json = '{"a":"1","m":"2","z":{"b":[1]}}';
    const keep = await codecOf(record('R', [member('m', text)], { unknown: 'keep' }));
    const kept = keep.parse(json) as object;
    expect(Object.keys(kept)).toEqual(['m']);
    expect(keep.stringify({ ...kept })).toBe(json);
    expect(() => keep.encode({ m: '1', [unknownFields]: { json: { m: '2' } } })).toThrow(
      '/m: a kept member has a declared name',
    );
    expect(() => keep.parse('{"m":"1","x":1,"x":2}')).toThrow('the member stands twice');
    expect((await codecOf(record('R', [member('m', text)]))).parse(json)).toEqual({ m: '2' });
    const closed = await codecOf(record('R', [member('m', text)], { unknown: 'refuse' }));
    expect(() => closed.parse(json)).toThrow('/a: not declared by R');
  });

  it('fills implicit members, each with a value of its own', async () => {
    const status = words('Status', ['zero', 'one'], 'numbers', 'protobuf');
    const inner = record('Inner', [member('n', { kind: 'integer', width: 'int32' }, { presence: 'implicit' })]);
    const codec = await codecOf(
      record('R', [
        member('count', { kind: 'integer', width: 'int64' }, { presence: 'implicit' }),
        member('name', text, { presence: 'implicit', default: 'x' }),
        member('status', ref(status), { presence: 'implicit' }),
        member('list', { kind: 'list', items: number }, { presence: 'implicit' }),
        member('data', { kind: 'bytes' }, { presence: 'implicit', default: 'AQI=' }),
        member('inner', ref(inner), { presence: 'implicit', default: { n: 3 } }),
        member('maybe', { kind: 'nullable', of: text }, { presence: 'implicit' }),
        member('ratio', { kind: 'float', width: 64, special: true }, { presence: 'implicit', default: 'NaN' }),
      ]),
      status,
      inner,
    );
    const value = codec.parse('{}') as Record<string, unknown>;
    expect(value).toEqual({
      count: 0n,
      name: 'x',
      status: 'zero',
      list: [],
      data: new Uint8Array([1, 2]),
      inner: { n: 3 },
      maybe: null,
      ratio: Number.NaN,
    });
    expect((codec.parse('{}') as Record<string, unknown>)['inner']).not.toBe(value['inner']);
  });

  it('tells absent from null', async () => {
    const codec = await codecOf(record('R', [member('a', { kind: 'nullable', of: text }, { presence: 'optional' })]));
    expect(codec.parse('{}')).toStrictEqual({});
    expect(codec.parse('{"a":null}')).toStrictEqual({ a: null });
    expect(codec.stringify({ a: null })).toBe('{"a":null}');
    expect(codec.stringify({ a: undefined })).toBe('{}');
  });

  it('survives hostile names', async () => {
    const names = [
      '__proto__',
      'constructor',
      'toString',
      'a-b',
      '1',
      "x'];alert(1)//",
      'within',
      'class',
      'w',
      'é',
      'valueKey',
      '',
    ];
    const optional = await codecOf(
      record(
        'R',
        names.map((name) => member(name, text, { presence: 'optional' })),
      ),
    );
    expect(optional.stringify({})).toBe('{}');
    const required = await codecOf(
      record(
        'R',
        names.map((name) => member(name, text)),
      ),
    );
    for (const codec of [optional, required]) {
      const value = Object.fromEntries(names.map((name, index) => [name, String(index)]));
      const back = codec.decode(codec.encode(value)) as object;
      expect(Object.entries(back).toSorted()).toEqual(Object.entries(value).toSorted());
      expect(Object.getPrototypeOf(back)).toBe(Object.prototype);
    }
    expect(() => required.encode({})).toThrow(CodecError);
  });

  it('reads and writes recursive types to a depth', async () => {
    const tree = record('Tree', [
      member('children', { kind: 'list', items: { kind: 'boolean' } }, { presence: 'optional' }),
    ]);
    const members = [member('children', { kind: 'list', items: ref(tree) }, { presence: 'optional' })];
    Object.assign(tree, { members });
    const codec = await codecOf(tree);
    expect(codec.parse('{"children":[{"children":[]},{}]}')).toEqual({ children: [{ children: [] }, {}] });
    const deep = '{"children":['.repeat(40) + ']}'.repeat(40);
    expect(() => codec.parse(deep)).toThrow('nested deeper than 64 levels');
    expect(codec.parse(deep, { maxDepth: 100 })).toBeDefined();
    const cycle: { children: unknown[] } = { children: [] };
    cycle.children.push(cycle);
    expect(() => codec.encode(cycle)).toThrow('/children/0: refers to itself');
  });
});

describe('faults', () => {
  it('lists every issue with its path, and never shows a sensitive value', async () => {
    const codec = await codecOf(
      record('R', [
        member('progress', { ...number, maximum: 1 }),
        member('secret', { kind: 'string', maxLength: 3 }, { sensitive: true }),
        member('id', text),
      ]),
    );
    let caught: unknown;
    try {
      codec.parse('{"progress":1.7,"secret":"hunter22"}');
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(CodecError);
    expect((caught as CodecError).issues).toEqual([
      { path: '/progress', message: '1.7 is above 1' },
      { path: '/secret', message: '8 characters, at most 3 allowed' },
      { path: '', message: 'missing id' },
    ]);
  });

  it('tells the path in text that is not JSON', async () => {
    const codec = await codecOf(record('R', [member('list', { kind: 'list', items: text })]));
    const path = (text: string): string => {
      try {
        codec.parse(text);
      } catch (error) {
        return (error as CodecError).path;
      }
      return 'read';
    };
    expect(path('{"list":["a", "b"')).toBe('/list/1');
    expect(path('{"list":["a", x]}')).toBe('/list/1');
    expect(path('{"list":["a\\q"]}')).toBe('/list/0');
    expect(path('{"list":[]} x')).toBe('');
  });

  it('refuses what UTF-8 and JSON do not have', async () => {
    const codec = await codecOf(alias('X', text));
    for (const bytes of [
      [0x22, 0xff, 0x22],
      [0x22, 0xed, 0xa0, 0x80, 0x22],
      [0x22, 0xc0, 0x80, 0x22],
      [0xef, 0xbb, 0xbf, 0x22, 0x22],
      [0x22, 0x01, 0x22],
      [0x22],
      [],
    ]) {
      expect(() => codec.decode(new Uint8Array(bytes)), bytes.join()).toThrow(CodecError);
    }
    for (const one of ['"\\ud800"', '"\\udc00\\ud800"', '"\\x"', '"\\u12"', '"\\', '"a\\"', "'a'"]) {
      expect(() => codec.parse(one), one).toThrow(CodecError);
    }
    expect(codec.parse('"\\ud83d\\ude00\\/\\b\\f\\n\\r\\t"')).toBe('😀/\b\f\n\r\t');
    expect(() => codec.encode('\ud800')).toThrow('lone surrogate');
    expect(() => codec.encode(`${'x'.repeat(50)}\udc00`)).toThrow('lone surrogate');
    expect(() => codec.parse('"\ud800"')).toThrow('lone surrogate');
  });

  it('keeps to its limits', async () => {
    const list = await codecOf(alias('X', { kind: 'list', items: number }));
    expect(() => list.parse('[1,2,3]', { maxItems: 2 })).toThrow('more than 2 items');
    const open = await codecOf(alias('X', { kind: 'json', of: 'any' }));
    expect(() => open.parse('['.repeat(100_000))).toThrow('nested deeper than 64 levels');
    expect(() => list.parse(`[${'1'.repeat(65)}]`)).toThrow('a number of more than 64 characters');
    const target = new Uint8Array(4);
    expect(() => list.encodeInto([1, 2, 3], target)).toThrow('7 bytes do not fit into 4');
    expect(target).toEqual(new Uint8Array(4));
    expect(list.encodeInto([1], target, 1)).toBe(4);
  });

  it('writes and reads messages larger than its scratch', async () => {
    const codec = await codecOf(alias('X', { kind: 'list', items: text }));
    const value = Array.from({ length: 5000 }, (_, i) => `${'word '.repeat(i % 9)}${i}${i % 7 === 0 ? 'é"' : ''}`);
    expect(codec.decode(codec.encode(value))).toEqual(value);
    expect(codec.stringify(value)).toBe(JSON.stringify(value));
  });
});
