/** Avro writes null for what is absent; JSON that does so too is taken. */
import { describe, expect, it } from 'vitest';
import { loadCodec } from 'agentwire';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('a null in JSON for a field that Avro calls optional', async () => {
  const codec = await loadCodec(
    JSON.stringify({
      type: 'record',
      name: 'R',
      fields: [
        { name: 'a', type: ['null', 'string'], default: null },
        { name: 'b', type: ['null', { type: 'array', items: 'int' }], default: null },
        { name: 'c', type: ['null', 'int', 'string'], default: null },
        { name: 'd', type: ['string', 'null'], default: 'x' },
      ],
    }),
  );

  it('is its absence', () => {
    const nulls = { a: null, b: null, c: null, d: null };
    expect(codec.json.decode(bytes(JSON.stringify(nulls)))).toEqual({ d: null });
    expect(codec.validate(nulls)).toEqual([]);
    expect(new TextDecoder().decode(codec.json.encode({ d: 'x' }))).toBe('{"d":"x"}');
  });

  it('is no value of it in TypeScript, and any other is still judged', () => {
    expect(codec.is({ a: null, d: 'x' })).toBe(false);
    expect(codec.validate({ a: 1, d: 'x' })).toHaveLength(1);
    expect(() => codec.json.decode(bytes('{"a":1,"d":"x"}'))).toThrow('/a: ');
  });
});
