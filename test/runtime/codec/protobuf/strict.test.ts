import { beforeAll, describe, expect, it } from 'vitest';
import { unknownFields } from '@agentwire/runtime/codegen/v1';
import { type Codec, CodecError } from '../../../../runtime/src/codec/codec.js';
import { groups, kitchen } from '../../../generator/emit/protobuf/kitchen.js';
import { loadProto } from '../../../generator/emit/protobuf/load.js';

let codecs: Readonly<Record<string, Codec<unknown>>> = {};
let grouped: Readonly<Record<string, Codec<unknown>>> = {};
beforeAll(async () => {
  codecs = await loadProto(kitchen);
  grouped = await loadProto(groups);
});

function decode(name: string, hex: string, options?: Parameters<Codec<unknown>['decode']>[1]): unknown {
  const codec = codecs[name] ?? grouped[name];
  if (codec === undefined) throw new Error(`no codec ${name}`);
  return codec.decode(Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex')), options);
}

function refusal(name: string, hex: string, options?: Parameters<Codec<unknown>['decode']>[1]): string {
  try {
    decode(name, hex, options);
  } catch (error) {
    if (error instanceof CodecError) return `${error.code} ${error.message} @${error.offset}`;
    throw error;
  }
  return 'accepted';
}

const endless = 'invalid_bytes';

describe('a decoder refuses', () => {
  it.each([
    ['a text cut short', 'Leaf', '0a05 6162', `${endless} /name: the message ends in the middle of a field @0`],
    ['a tag cut short', 'Leaf', '8a', `${endless} /name: the message ends in the middle of a field @0`],
    ['a number cut short', 'Leaf', '10ff', `${endless} /size: the message ends in the middle of a field @0`],
    [
      'a number of eleven bytes',
      'Leaf',
      '10 ffffffffffffffffffff01',
      `${endless} /size: a number of more than ten bytes @0`,
    ],
    ['a number of 65 bits', 'Leaf', '10 ffffffffffffffffff02', `${endless} /size: a number of more than 64 bits @0`],
    ['field number zero', 'Leaf', '0001', `${endless} field number 0 @0`],
    ['a field number beyond 2^29 - 1', 'Leaf', '8080808010 01', `${endless} a field number beyond 2^29 - 1 @0`],
    ['a wire type that is none', 'Leaf', '1f', `${endless} wire type 7 does not exist @0`],
    [
      'a wire type that the field does not take',
      'Leaf',
      '0801',
      `${endless} /name: field 1 has wire type 0, which its type does not take @0`,
    ],
    ['text that is not UTF-8', 'Leaf', '0a01ff', `${endless} /name: a string that is not UTF-8 @0`],
    ['an overlong UTF-8 form', 'Leaf', '0a02c080', `${endless} /name: a string that is not UTF-8 @0`],
    ['an encoded surrogate', 'Leaf', '0a03eda080', `${endless} /name: a string that is not UTF-8 @0`],
    ['a group that ends without beginning', 'Leaf', '1c', `${endless} a group ends that did not begin @0`],
    ['a group that does not end', 'Leaf', '1b', `${endless} the message ends in the middle of a field @1`],
    ['a group that ends as another', 'Leaf', '1b24', `${endless} group 3 ends as group 4 @1`],
    [
      'a nested message that runs over its end',
      'Tree',
      '1204 0a03 6162',
      `${endless} /left/name: the message ends in the middle of a field @2`,
    ],
    [
      'a nested fault, with its path',
      'Tree',
      '1205 1203 0a01ff',
      `${endless} /left/left/name: a string that is not UTF-8 @4`,
    ],
    [
      'a fault in a list, with its index',
      'Tree',
      '2200 2203 0a01ff',
      `${endless} /rest/1/name: a string that is not UTF-8 @4`,
    ],
    [
      'a fault in a map, with its key',
      'Maps',
      '2207 0805 1203 0a01ff',
      `${endless} /d/5/name: a string that is not UTF-8 @6`,
    ],
    ['a missing required member', 'Holder', '', `${endless} missing required @0`],
    [
      'an unknown number of a closed enum',
      'Holder',
      '1801 3009',
      `${endless} /closed: 9 is none of the numbers of Closed @2`,
    ],
  ])('%s', (_, name, hex, message) => expect(refusal(name, hex)).toBe(message));

  it('a time outside the years 1 to 9999', () => {
    expect(refusal('Known', '0a0b 08 ffffffffffffffff7f')).toContain('/at: ');
  });

  it('nesting beyond the limit, in messages and in unknown groups', () => {
    let hex = '';
    for (let i = 0; i < 70; i++) {
      const length = hex.length / 2;
      hex = `12${length < 128 ? length.toString(16).padStart(2, '0') : `${((length & 127) | 128).toString(16)}${(length >> 7).toString(16).padStart(2, '0')}`}${hex}`;
    }
    expect(refusal('Tree', hex)).toContain('limit_exceeded');
    expect(refusal('Tree', hex, { maxDepth: 80 })).toBe('accepted');
    expect(refusal('Leaf', '1b'.repeat(100_000))).toContain('limit_exceeded');
  });

  it('more items than the limit', () => {
    expect(refusal('Lists', `1a05 0000000000`, { maxItems: 4 })).toContain('limit_exceeded');
    expect(refusal('Lists', `1a05 0000000000`, { maxItems: 5 })).toBe('accepted');
  });

  it('endless repetitions of a singular message', () => {
    expect(refusal('Tree', '1200'.repeat(1000))).toContain('limit_exceeded');
  });
});

describe('a decoder accepts', () => {
  it('packed and unpacked numbers, mixed', () => {
    expect(decode('Lists', '1a020102 1803 8a01020405 880106')).toMatchObject({ c: [1, 2, 3], q: [4, 5, 6] });
  });

  it('the last of several scalars', () =>
    expect(decode('Leaf', '1001 1002 0a0161 0a0162')).toEqual({ name: 'b', size: 2 }));

  it('overlong spellings of numbers up to ten bytes', () => {
    expect(decode('Leaf', '10 81808080808080808000')).toEqual({ name: '', size: 1 });
  });

  it('a negative 32-bit number of ten bytes, and one cut to five', () => {
    expect(decode('Leaf', '10 ffffffffffffffffff01')).toEqual({ name: '', size: -1 });
    expect(decode('Leaf', '10 ffffffff0f')).toEqual({ name: '', size: -1 });
  });

  it('singular messages more than once, merged', () => {
    // left { name: "a", left {} } and left { name: "b", right {} }
    expect(decode('Tree', '1205 0a0161 1200 1205 0a0162 1a00')).toEqual({
      name: '',
      rest: [],
      left: { name: 'b', rest: [], left: { name: '', rest: [] }, right: { name: '', rest: [] } },
    });
  });

  it('the last branch of a oneof; one that came back begins anew', () => {
    expect(decode('Choice', '120161 2005')).toMatchObject({ choice: { kind: 'number', number: 5n } });
    expect(decode('Choice', '1a030a0161 1a021007')).toMatchObject({ choice: { leaf: { name: 'a', size: 7 } } });
    expect(decode('Choice', '1a030a0161 120162 1a021007')).toMatchObject({ choice: { leaf: { name: '', size: 7 } } });
  });

  it('map entries without key, without value and twice', () => {
    expect(decode('Maps', '0a00 2202 0801 2a02 0802')).toEqual({
      a: { '': '' },
      b: {},
      c: {},
      d: { 1: { name: '', size: 0 } },
      e: { 1: 'LEVEL_UNSPECIFIED' },
      f: {},
      g: {},
    });
    expect(decode('Maps', '0a06 0a0161 120162 0a06 0a0161 120163')).toMatchObject({ a: { a: 'c' } });
  });

  it('groups, with unknown groups inside', () => {
    expect(decode('Holder', '0b 0a0161 1b 0801 1c 0c 1801 13 14 13 1002 14')).toMatchObject({
      one: { name: 'a' },
      many: [{}, { size: 2 }],
      required: 1,
    });
  });

  it('any number of an open enum', () => expect(decode('Choice', '284d')).toMatchObject({ choice: { level: 77 } }));

  it('a byte order mark as a character', () =>
    expect(decode('Leaf', '0a03efbbbf')).toEqual({ name: '\ufeff', size: 0 }));
});

describe('unknown fields', () => {
  it('are kept under the symbol, survive spread, and are written back', () => {
    const value = decode('Leaf', '1801 0a0161 22021234 2b 30012c') as { name: string };
    expect(Object.keys(value)).toEqual(['name', 'size']);
    expect(Reflect.get(value, unknownFields)).toEqual({
      protobuf: Uint8Array.from(Buffer.from('1801220212342b30012c', 'hex')),
    });
    const again = codecs['Leaf']?.encode({ ...value, name: 'b' });
    expect(Buffer.from(again ?? []).toString('hex')).toBe('0a01621801220212342b30012c');
  });
});

describe('strings', () => {
  it('are the same sliced and copied', () => {
    const name = 'a text of more than twelve characters';
    const bytes = codecs['Leaf']?.encode({ name, size: 1 }) ?? new Uint8Array();
    expect(codecs['Leaf']?.decode(bytes, { strings: 'copy' })).toEqual({ name, size: 1 });
    expect(codecs['Leaf']?.decode(bytes)).toEqual({ name, size: 1 });
  });

  it('beyond the scratch buffer are written and read whole', () => {
    for (const name of ['x'.repeat(300_000), 'é😀'.repeat(50_000)]) {
      const bytes = codecs['Leaf']?.encode({ name, size: 1 }) ?? new Uint8Array();
      expect(codecs['Leaf']?.decode(bytes)).toEqual({ name, size: 1 });
    }
  });
});

describe('an encoder', () => {
  it('is not disturbed by a getter that encodes another message', () => {
    const leaf = codecs['Leaf'];
    const value = {
      size: 5,
      get name(): string {
        leaf?.encode({ name: 'inner', size: 1 });
        return 'outer';
      },
    };
    expect(leaf?.decode(leaf.encode(value))).toEqual({ name: 'outer', size: 5 });
  });

  it('gives bytes that later messages leave alone', () => {
    const leaf = codecs['Leaf'];
    const all = Array.from(
      { length: 3000 },
      (_, i) => [i, leaf?.encode({ name: `message number ${i}`.repeat(6), size: i })] as const,
    );
    for (const [i, bytes] of all) expect(leaf?.decode(bytes ?? new Uint8Array())).toMatchObject({ size: i });
  });
});
