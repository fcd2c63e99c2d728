import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AvroReader } from '../../../../runtime/src/codec/avro/reader.js';
import { AvroWriter } from '../../../../runtime/src/codec/avro/writer.js';
import { Fault } from '../../../../runtime/src/codec/codec.js';

function write(act: (w: AvroWriter) => void): Uint8Array {
  const w = new AvroWriter();
  act(w);
  return w.written().slice();
}

function read<T>(bytes: readonly number[] | Uint8Array, act: (r: AvroReader) => T): T {
  const r = new AvroReader();
  r.open(Uint8Array.from(bytes));
  const value = act(r);
  r.finish();
  return value;
}

describe('integers', () => {
  it.each([
    [0, [0x00]],
    [-1, [0x01]],
    [1, [0x02]],
    [-64, [0x7f]],
    [64, [0x80, 0x01]],
    [2147483647, [0xfe, 0xff, 0xff, 0xff, 0x0f]],
    [-2147483648, [0xff, 0xff, 0xff, 0xff, 0x0f]],
  ])('%d is written as the specification says', (value, bytes) => {
    expect([...write((w) => w.int(value))]).toEqual(bytes);
    expect([...write((w) => w.long(value))]).toEqual(bytes);
    expect(read(bytes, (r) => r.int())).toBe(value);
  });

  it('numbers and bigints write the same bytes, and read back exactly', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (value) => {
        const bytes = write((w) => w.long(value));
        expect([...write((w) => w.bigint(BigInt(value)))]).toEqual([...bytes]);
        expect(read(bytes, (r) => r.long())).toBe(value);
        expect(read(bytes, (r) => r.bigint())).toBe(BigInt(value));
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  it('all 64 bits survive, signed and unsigned', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
        expect(
          read(
            write((w) => w.bigint(value)),
            (r) => r.bigint(),
          ),
        ).toBe(value);
        const unsigned = BigInt.asUintN(64, value);
        expect(
          read(
            write((w) => w.uint64(unsigned)),
            (r) => r.uint64(),
          ),
        ).toBe(unsigned);
      }),
      { seed: 2, numRuns: 500 },
    );
  });

  it.each([
    ['an int of more than 32 bits', [0xff, 0xff, 0xff, 0xff, 0x1f], (r: AvroReader) => r.int()],
    ['an int of six bytes', [0xff, 0xff, 0xff, 0xff, 0xff, 0x01], (r: AvroReader) => r.int()],
    [
      'a long of more than 64 bits',
      [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02],
      (r: AvroReader) => r.bigint(),
    ],
    ['a long that never ends', Array.from({ length: 12 }, () => 0xff), (r: AvroReader) => r.bigint()],
    [
      'a long beyond 2^53 - 1 as a number',
      [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f],
      (r: AvroReader) => r.long(),
    ],
    ['a truncated varint', [0x80], (r: AvroReader) => r.int()],
    ['a boolean that is neither', [2], (r: AvroReader) => r.boolean()],
    ['a negative length', [0x01, 0x41], (r: AvroReader) => r.string()],
    ['a length beyond the message', [0x7e, 0x41], (r: AvroReader) => r.string()],
    ['text that is not UTF-8', [0x04, 0xc3, 0x28], (r: AvroReader) => r.string()],
    ['an index beyond the union', [0x04], (r: AvroReader) => r.index(2)],
    ['a negative index', [0x01], (r: AvroReader) => r.index(2)],
    ['bytes after the value', [0x02, 0x00], (r: AvroReader) => r.int()],
  ])('refuses %s', (_, bytes, act) => {
    expect(() => read<unknown>(bytes, act)).toThrow(Fault);
  });
});

describe('blocks', () => {
  it('takes blocks with their size in bytes', () => {
    expect(read([0x03, 0x04, 0x02, 0x61, 0x02, 0x62, 0x00].with(1, 0x08), (r) => r.strings())).toEqual(['a', 'b']);
  });

  it('refuses counts that the bytes cannot hold', () => {
    expect(() => read([0xfe, 0xff, 0xff, 0x7f, 0x00], (r) => r.strings())).toThrow(/items announced in 1 byte$/);
  });

  it('counts items without bytes over the whole message', () => {
    const bomb = [...write((w) => w.long(60_000)), ...write((w) => w.long(60_000)), 0];
    expect(() => read(bomb, (r) => r.block(0, true) + r.block(0, true))).toThrow(/more than 100000 items/);
  });
});

describe('text', () => {
  it('of any length and script reads back, alone and in lists', () => {
    const text = fc.oneof(fc.string({ maxLength: 300 }), fc.string({ unit: 'grapheme', maxLength: 100 }));
    fc.assert(
      fc.property(fc.array(text, { maxLength: 30 }), (texts) => {
        for (const one of texts) {
          const expected = Buffer.from(one);
          const bytes = Buffer.from(write((w) => w.string(one)));
          expect(bytes.subarray(bytes.length - expected.length).equals(expected)).toBe(true);
          expect(read(bytes, (r) => r.string())).toBe(one);
        }
        expect(
          read(
            write((w) => w.strings(texts)),
            (r) => r.strings(),
          ),
        ).toEqual(texts);
      }),
      { seed: 3, numRuns: 200 },
    );
  });

  it('grows beyond the scratch buffer', () => {
    const long = 'ä'.repeat(100_000);
    expect(
      read(
        write((w) => w.string(long)),
        (r) => r.string(),
      ),
    ).toBe(long);
    const texts = Array.from({ length: 20_000 }, (_, i) => `item ${i}`);
    expect(
      read(
        write((w) => w.strings(texts)),
        (r) => r.strings(),
      ),
    ).toEqual(texts);
  });

  it('refuses a lone surrogate', () => {
    expect(() => write((w) => w.string('a\ud800'))).toThrow(Fault);
    expect(() => write((w) => w.strings(Array.from({ length: 9 }, () => '\udc00')))).toThrow(Fault);
  });
});

describe('logical types', () => {
  it('keeps decimals exact, in bytes and in fixed', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 12n) + 1n, max: 10n ** 12n - 1n }), (value) => {
        const digits = String(value < 0n ? -value : value).padStart(4, '0');
        const text = `${value < 0n ? '-' : ''}${digits.slice(0, -3)}.${digits.slice(-3)}`;
        expect(
          read(
            write((w) => w.decimal(text, 12, 3)),
            (r) => r.decimal(12, 3),
          ),
        ).toBe(text);
        expect(
          read(
            write((w) => w.fixedDecimal(text, 12, 3, 8)),
            (r) => r.fixedDecimal(12, 3, 8),
          ),
        ).toBe(text);
      }),
      { seed: 4, numRuns: 200 },
    );
  });

  it('writes a decimal as the specification says', () => {
    expect([...write((w) => w.decimal('1.28', 4, 2))]).toEqual([0x04, 0x00, 0x80]);
    expect([...write((w) => w.decimal('-1.28', 4, 2))]).toEqual([0x02, 0x80]);
  });

  it.each([['1.234'], ['12345'], ['one'], [''], ['1e3']])('refuses %s as decimal(4, 2)', (text) => {
    expect(() => write((w) => w.decimal(text, 4, 2))).toThrow(Fault);
  });

  it('keeps dates, uuids and durations', () => {
    expect([...write((w) => w.day('1970-01-02'))]).toEqual([0x02]);
    expect(
      read(
        write((w) => w.day('0001-01-01')),
        (r) => r.day(),
      ),
    ).toBe('0001-01-01');
    const uuid = '123e4567-e89b-12d3-a456-426614174000';
    expect(
      read(
        write((w) => w.fixedUuid(uuid)),
        (r) => r.fixedUuid(),
      ),
    ).toBe(uuid);
    const duration = { months: 1, days: 2, millis: 4294967295 };
    expect(
      read(
        write((w) => w.duration(duration)),
        (r) => r.duration(),
      ),
    ).toEqual(duration);
    expect(() => write((w) => w.duration({ ...duration, days: -1 }))).toThrow(Fault);
  });
});

describe('maps', () => {
  it('keeps a key named __proto__ and refuses one that stands twice', () => {
    const r = new AvroReader();
    r.open(write((w) => (w.string('__proto__'), w.string('__proto__'))));
    const map = r.emptyMap<number>();
    map[r.key(map, 'string')] = 1;
    expect(Object.keys(map)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(map)).toBeNull();
    expect(() => r.key(map, 'string')).toThrow(/twice/);
  });
});
