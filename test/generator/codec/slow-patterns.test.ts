/** A pattern that takes its time is tried on no text that it would take long for, by any way in. */
import { describe, expect, it } from 'vitest';
import { loadCodec, type LoadedCodec } from 'agentwire';

const slow = '^(.*)a(.*)b(.*)c$';
const attack = 'abab'.repeat(5000);

async function codecOf(schema: object): Promise<LoadedCodec> {
  return loadCodec(JSON.stringify(schema), { format: 'json-schema' });
}

const json = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

/** How long all of it takes, in milliseconds. */
function refusals(codec: LoadedCodec, value: unknown): number {
  const start = performance.now();
  expect(codec.validate(value)).not.toEqual([]);
  expect(codec.is(value)).toBe(false);
  expect(() => codec.json.decode(json(value))).toThrow();
  for (const encoding of [codec.json, codec.protobuf, codec.avro]) expect(() => encoding?.encode(value)).toThrow();
  return performance.now() - start;
}

describe('a text too long for its pattern', () => {
  it('is refused at once by every encoding', async () => {
    const codec = await codecOf({ type: 'object', properties: { v: { type: 'string', pattern: slow } } });
    const plain = await codecOf({ type: 'object', properties: { v: { type: 'string' } } });
    expect(refusals(codec, { v: attack })).toBeLessThan(2000);
    for (const encoding of ['protobuf', 'avro'] as const) {
      const bytes = plain[encoding]?.encode({ v: attack }) ?? new Uint8Array();
      expect(() => codec[encoding]?.decode(bytes)).toThrow(/^\/v: /);
    }
    for (const encoding of [codec.json, codec.protobuf, codec.avro]) {
      expect(encoding?.decode(encoding.encode({ v: 'xaybzc' }))).toEqual({ v: 'xaybzc' });
      expect(() => encoding?.encode({ v: 'xaybz' })).toThrow();
    }
  });

  it.each<[string, object, unknown]>([
    ['as a key', { type: 'object', patternProperties: { [slow]: {} }, additionalProperties: false }, { [attack]: 1 }],
    ['under not', { type: 'object', properties: { v: { not: { pattern: slow } } } }, { v: attack }],
    ['beside other kinds', { anyOf: [{ type: ['integer', 'string'], pattern: slow }, { type: 'array' }] }, attack],
    ['by the rule of draft-07', { $schema: 'http://json-schema.org/draft-07/schema#', not: { pattern: slow } }, attack],
  ])('is refused %s', async (_, schema, value) => {
    const codec = await codecOf(schema);
    expect(refusals(codec, value)).toBeLessThan(2000);
  });

  it('is refused where the schema was authored in JSON Schema and states more', async () => {
    const codec = await codecOf({ type: 'string', pattern: slow, maxLength: 10_000 });
    expect(refusals(codec, attack.slice(0, 9000))).toBeLessThan(2000);
  });
});
