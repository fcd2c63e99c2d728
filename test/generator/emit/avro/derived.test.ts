import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { createDiagnostics } from '../../../../generator/src/diagnostics/index.js';
import { jsonSchema } from '../../../../generator/src/formats/json-schema/index.js';
import { memoryWorkspace } from '../../../../generator/src/source/workspace.js';
import type { AvroCodec } from '../../../../runtime/src/codec/avro/codec.js';
import { CodecError } from '../../../../runtime/src/codec/codec.js';
import { derivedSchema } from './derived.js';
import { loadAvro } from './load.js';
import { avscType } from './rich.js';

let codec: AvroCodec<unknown>;

beforeAll(async () => {
  const path = 'thing.schema.json';
  const text = JSON.stringify(derivedSchema);
  const diagnostics = createDiagnostics();
  const modules = jsonSchema.load([{ path, text }], memoryWorkspace({ [path]: text }), diagnostics);
  expect(diagnostics.all).toEqual([]);
  codec = (await loadAvro(modules.flatMap((module) => module.declarations)))['Thing'] as AvroCodec<unknown>;
});

const text = fc.string({ unit: 'grapheme', maxLength: 20 });
const shape = fc.oneof(
  fc.record({ kind: fc.constant('circle'), radius: fc.double({ noNaN: true, noDefaultInfinity: true }) }),
  fc.record({ kind: fc.constant('square'), side: fc.double({ noNaN: true, noDefaultInfinity: true }) }),
);
// -0 is outside the normal form: JSON text has no word for it.
const json = fc.jsonValue({ maxDepth: 3 }).map((value): unknown => JSON.parse(JSON.stringify(value)));

const thing = fc.letrec<{ thing: Record<string, unknown> }>((tie) => ({
  thing: fc.record(
    {
      id: fc.uuid(),
      count: fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
      huge: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
      ratio: fc.double({ min: 0, max: 1, noNaN: true }),
      at: fc.date({ min: new Date('0000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }),
      day: fc
        .date({ min: new Date('0000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
        .map((day) => day.toISOString().slice(0, 10)),
      status: fc.constantFrom('in-progress', 'done'),
      'open-word': fc.oneof(fc.constant('low'), text),
      either: fc.option(text, { nil: null }),
      three: fc.option(fc.maxSafeInteger(), { nil: null }),
      tags: fc.array(fc.string({ minLength: 1, maxLength: 80 }), { maxLength: 5 }),
      free: fc.dictionary(
        text.filter((key) => key !== '__proto__'),
        json,
        { noNullPrototype: true },
      ),
      any: json,
      labels: fc.dictionary(text, fc.maxSafeInteger()),
      amount: fc
        .tuple(fc.boolean(), fc.nat(99_999_999), fc.nat(99))
        .map(([minus, whole, cents]) => `${minus && whole > 0 ? '-' : ''}${whole}.${String(cents).padStart(2, '0')}`),
      data: fc.uint8Array({ maxLength: 40 }),
      shapes: fc.array(shape, { maxLength: 3 }),
      value: fc.oneof(text, fc.double({ noNaN: true, noDefaultInfinity: true }), fc.array(text, { maxLength: 12 })),
      self: tie('thing'),
    },
    { requiredKeys: ['id', 'count', 'at', 'status', 'open-word', 'either', 'amount', 'data', 'shapes'] },
  ),
})).thing;

describe('Avro derived from JSON Schema', () => {
  it('gives every value back as it was', () => {
    fc.assert(
      fc.property(thing, (value) => {
        expect(codec.decode(codec.encode(value))).toEqual(value);
        expect(codec.fromAvroJson(codec.toAvroJson(value))).toEqual(value);
      }),
      { seed: 11, numRuns: 200 },
    );
  });

  it('keeps the values of typed members in bytes that avsc reads', () => {
    const type = avscType(JSON.parse(JSON.stringify(selfContained(codec))));
    fc.assert(
      fc.property(thing, (value) => {
        const bytes = codec.encode(value);
        const read = type.fromBuffer(Buffer.from(bytes)) as Record<string, unknown>;
        expect(read['id']).toBe(value['id']);
        expect(Buffer.from(type.toBuffer(read)).equals(Buffer.from(bytes))).toBe(true);
      }),
      { seed: 12, numRuns: 100 },
    );
  });

  it.each([
    ['/count', { count: -1 }],
    ['/ratio', { ratio: 1.7 }],
    ['/id', { id: 'no uuid' }],
    ['/tags', { tags: ['a', 'b', 'c', 'd', 'e', 'f'] }],
    ['/tags/0', { tags: [''] }],
    ['/status', { status: 'lost' }],
    ['/amount', { amount: '1.234' }],
    ['/huge', { huge: -1n }],
    ['/day', { day: '2026-02-30' }],
  ])('refuses what the schema forbids at %s', (path, change) => {
    const good = fc.sample(thing, { seed: 13, numRuns: 1 })[0];
    expect(() => codec.encode({ ...good, ...change })).toThrow(
      expect.objectContaining({ code: 'invalid_value', path }),
    );
  });

  it('refuses bytes that hold what the schema forbids, and says where', () => {
    const good = { ...fc.sample(thing, { seed: 14, numRuns: 1 })[0], ratio: 0.5 };
    const bytes = codec.encode(good).slice();
    const at = Buffer.from(bytes).indexOf(Buffer.from(new Uint8Array(new Float64Array([0.5]).buffer)));
    new DataView(bytes.buffer, bytes.byteOffset).setFloat64(at, 1.7, true);
    expect(() => codec.decode(bytes)).toThrow(
      expect.objectContaining({ path: '/ratio', message: '/ratio: 1.7 is above 1' }),
    );
  });

  it('refuses values and bytes nested without end', () => {
    const loop: Record<string, unknown> = { ...fc.sample(thing, { seed: 15, numRuns: 1 })[0] };
    loop['self'] = loop;
    expect(() => codec.encode(loop)).toThrow(CodecError);
  });
});

function selfContained(one: AvroCodec<unknown>): unknown {
  const pending = new Map(
    one.definitions.map((definition) => {
      const { name, namespace } = definition as { name: string; namespace?: string };
      return [namespace === undefined ? name : `${namespace}.${name}`, definition] as const;
    }),
  );
  const expand = (json: unknown): unknown => {
    if (typeof json === 'string') {
      const found = pending.get(json) ?? pending.get(`test.${json}`);
      if (found === undefined) return json;
      for (const [name, definition] of pending) if (definition === found) pending.delete(name);
      return expand(found);
    }
    if (Array.isArray(json)) return json.map(expand);
    if (typeof json !== 'object' || json === null) return json;
    return Object.fromEntries(
      Object.entries(json).map(([key, value]) => [
        key,
        ['type', 'items', 'values', 'fields'].includes(key) ? expand(value) : value,
      ]),
    );
  };
  return expand(one.schema);
}
