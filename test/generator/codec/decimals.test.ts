/** A decimal keeps its digits: as many as are stated, or as it was written. */
import { describe, expect, it } from 'vitest';
import { loadCodec } from 'agentwire';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('a decimal without stated digits', async () => {
  const codec = await loadCodec('{"type":"object","properties":{"v":{"type":"string","format":"decimal"}}}');

  it.each(['0', '12.5', '-0.10', '1'.repeat(60), `0.${'1234567890'.repeat(4)}`])(
    'comes back as %s from every encoding',
    (v) => {
      expect(codec.validate({ v })).toEqual([]);
      for (const one of [codec.json, codec.protobuf, codec.avro]) expect(one?.decode(one.encode({ v }))).toEqual({ v });
    },
  );

  it.each(['', '1e3', '01', '1.', 'x', '.5'])('refuses %j in every encoding', (v) => {
    expect(codec.validate({ v })).toHaveLength(1);
    expect(codec.is({ v })).toBe(false);
    for (const one of [codec.json, codec.protobuf, codec.avro]) expect(() => one?.encode({ v })).toThrow(/^\/v: /);
  });

  it('is read from a number as it is spelled', () => {
    expect(codec.json.decode(bytes('{"v":12.50}'))).toEqual({ v: '12.50' });
  });
});

describe('a decimal of stated digits', () => {
  it('is normal with all of its places', async () => {
    const schema = { type: 'string', 'x-decimal': { precision: 6, scale: 2 } };
    const codec = await loadCodec(JSON.stringify({ type: 'object', properties: { v: schema } }));
    expect(codec.avro?.decode(codec.avro.encode({ v: '12.50' }))).toEqual({ v: '12.50' });
    expect(codec.is({ v: '12.505' })).toBe(false);
  });
});
