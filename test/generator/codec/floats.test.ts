/** A 32-bit float is the same values in every encoding; the digits of JSON stand for the nearest one. */
import { describe, expect, it } from 'vitest';
import { loadCodec } from 'agentwire';

const codec = await loadCodec(
  JSON.stringify({ type: 'object', properties: { v: { type: 'number', format: 'float', maximum: 1e38 } } }),
  { format: 'json-schema' },
);
const encodings = [codec.json, codec.protobuf, codec.avro];
const json = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('a 32-bit float', () => {
  it.each([0, 0.5, -1.25, Math.fround(0.1), 16_777_216, Math.fround(1e-45)])('holds %d', (v) => {
    expect(codec.is({ v })).toBe(true);
    for (const one of encodings) expect(one?.decode(one.encode({ v }))).toEqual({ v });
  });

  it.each([0.1, 16_777_217, 1e39, 3.4028235e38, Number.NaN, Number.POSITIVE_INFINITY])(
    'holds no %d: every encoder says so, and where',
    (v) => {
      expect(codec.is({ v })).toBe(false);
      for (const one of encodings) expect(() => one?.encode({ v })).toThrow(/^\/v: /);
    },
  );

  it('is read from any digits within its range', () => {
    expect(codec.json.decode(json('{"v":0.1}'))).toEqual({ v: Math.fround(0.1) });
    expect(codec.validate({ v: 0.1 })).toEqual([]);
    for (const text of ['1e39', '1.1e38', '-3.5e38']) {
      expect(codec.validate({ v: Number(text) })).toHaveLength(1);
      expect(() => codec.json.decode(json(`{"v":${text}}`))).toThrow(/^\/v: /);
    }
  });
});
