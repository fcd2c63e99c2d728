import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AvroCodec } from '../../../../runtime/src/codec/avro/codec.js';
import { CodecError } from '../../../../runtime/src/codec/codec.js';
import { codecOf } from './load.js';
import { avscType, forAvsc, rich, richValue } from './rich.js';

let codec: AvroCodec<unknown>;
const oracle = avscType(rich);

beforeAll(async () => {
  codec = await codecOf(rich);
});

describe('generated Avro codecs beside avsc', () => {
  it('writes the bytes that avsc writes', () => {
    fc.assert(
      fc.property(richValue, (value) => {
        expect(Buffer.from(codec.encode(value)).toString('hex')).toBe(oracle.toBuffer(forAvsc(value)).toString('hex'));
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('reads what it wrote, and what avsc wrote', () => {
    fc.assert(
      fc.property(richValue, (value) => {
        expect(codec.decode(codec.encode(value))).toEqual(value);
        expect(codec.decode(oracle.toBuffer(forAvsc(value)), { strings: 'copy' })).toEqual(value);
      }),
      { seed: 2, numRuns: 300 },
    );
  });

  it('writes into a buffer of the caller and nothing beyond it', () => {
    fc.assert(
      fc.property(richValue, fc.nat(20), (value, offset) => {
        const bytes = codec.encode(value);
        const target = new Uint8Array(offset + bytes.length + 3).fill(7);
        expect(codec.encodeInto(value, target, offset)).toBe(offset + bytes.length);
        expect([...target.subarray(offset, offset + bytes.length)]).toEqual([...bytes]);
        expect([...target.subarray(offset + bytes.length)]).toEqual([7, 7, 7]);
        const short = new Uint8Array(bytes.length - 1);
        expect(() => codec.encodeInto(value, short)).toThrow(CodecError);
        expect(short.every((byte) => byte === 0)).toBe(true);
      }),
      { seed: 3, numRuns: 50 },
    );
  });

  it('refuses every truncation with a CodecError', () => {
    fc.assert(
      fc.property(richValue, fc.nat(), (value, cut) => {
        const bytes = codec.encode(value);
        expect(() => codec.decode(bytes.subarray(0, cut % bytes.length))).toThrow(CodecError);
      }),
      { seed: 4, numRuns: 300 },
    );
  });

  it('meets mutated and random bytes with a value of the type or a CodecError', () => {
    const damage = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(richValue, damage, fc.uint8Array({ maxLength: 300 }), (value, changes, noise) => {
        const bytes = codec.encode(value).slice();
        for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
        for (const input of [bytes, noise]) {
          let decoded: unknown;
          try {
            decoded = codec.decode(input);
          } catch (error) {
            expect(error).toBeInstanceOf(CodecError);
            continue;
          }
          expect(codec.decode(codec.encode(decoded))).toEqual(decoded);
        }
      }),
      { seed: 5, numRuns: 500 },
    );
  });

  it('goes through the JSON encoding and back', () => {
    fc.assert(
      fc.property(richValue, (value) => {
        expect(codec.fromAvroJson(codec.toAvroJson(value))).toEqual(value);
      }),
      { seed: 6, numRuns: 200 },
    );
  });

  it('names the member that a bad byte stands in', () => {
    const value = { ...(fc.sample(richValue, { seed: 7, numRuns: 1 })[0] as object), texts: ['a', 'bcd'], text: 'x' };
    const bytes = codec.encode(value).slice();
    const at = Buffer.from(bytes).indexOf('bcd');
    bytes[at] = 0xff;
    expect(() => codec.decode(bytes)).toThrow(
      expect.objectContaining({ code: 'invalid_bytes', path: '/texts/1', offset: at }),
    );
  });

  it('lists every issue of a value that it cannot write', () => {
    expect(() => codec.encode({ flag: 1 })).toThrow(expect.objectContaining({ code: 'invalid_value', path: '/flag' }));
    expect(() => codec.encode(null)).toThrow(CodecError);
    expect(() => codec.encode([])).toThrow(CodecError);
  });
});
