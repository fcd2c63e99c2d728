/** Lowering keeps the meaning: what was lowered and printed again judges every value as the original does. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonSchema } from '../../../../generator/src/formats/json-schema/index.js';
import { compileSchema } from '../../../../runtime/src/codec/json-schema/index.js';
import { type Draft, value, whole } from '../../../runtime/codec/json-schema/random-schema.js';
import { schema } from './given.js';

const key = fc.constantFrom('a', 'b', 'c', 'ab');

/** Schemas that the model can say, or nearly: records, maps, lists, and their combinations. */
const { typed } = fc.letrec<{ typed: unknown }>((tie) => {
  const sub = tie('typed');
  const object = fc
    .record({
      properties: fc.dictionary(key, sub, { maxKeys: 3, noNullPrototype: true }),
      required: fc.uniqueArray(key, { maxLength: 2 }),
      rest: fc.constantFrom({}, { additionalProperties: false }, { additionalProperties: true }),
    })
    .map(({ rest, ...facts }) => ({ type: 'object', ...facts, ...rest }));
  return {
    typed: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom<unknown>(
        { type: 'string', minLength: 1 },
        { type: 'string', pattern: '^a' },
        { type: 'number', exclusiveMinimum: 0 },
        { type: 'integer', minimum: -0.5, exclusiveMaximum: 2 },
        { type: 'integer', multipleOf: 2 },
        { type: ['boolean', 'null'] },
        { type: 'string', enum: ['a', 'ab'] },
        { enum: ['a', null] },
        { const: 1 },
        { anyOf: [{ enum: ['a'] }, { type: 'string' }, { type: 'null' }] },
        { oneOf: [{ const: 'a' }, { const: 'ab' }] },
        { type: ['array', 'null'], items: { type: 'null' } },
        {},
      ),
      object,
      fc.tuple(object, object).map((allOf) => ({ allOf })),
      fc.tuple(object, object).map(([one, two]) => ({ ...one, allOf: [two] })),
      fc.tuple(object, object).map(([{ additionalProperties, ...one }, two]) => ({
        ...one,
        allOf: [two],
        unevaluatedProperties: additionalProperties ?? true,
      })),
      sub.map((items) => ({ type: 'array', items, maxItems: 2 })),
      sub.map((additionalProperties) => ({ type: 'object', additionalProperties, minProperties: 1 })),
      sub.map((one) => ({ type: 'object', patternProperties: { '^a': one }, additionalProperties: false })),
      sub.map((one) => ({ anyOf: [one, { type: 'null' }] })),
      fc.tuple(sub, sub).map((anyOf) => ({ anyOf })),
      fc.tuple(sub, sub).map((oneOf) => ({ oneOf })),
      fc.tuple(sub, sub).map((allOf) => ({ allOf })),
    ),
  };
});

describe('a schema that can be lowered', () => {
  it('means the same after lowering and printing', () => {
    const counts = { valid: 0, invalid: 0, lowered: 0 };
    fc.assert(
      fc.property(typed, fc.array(value, { minLength: 8, maxLength: 8 }), (body, values) => {
        compare(typeof body === 'object' && body !== null ? { ...body } : {}, values, counts);
      }),
      { seed: 17, numRuns: 2000 },
    );
    expect(Math.min(counts.valid, counts.invalid)).toBeGreaterThan(1000);
    expect(counts.lowered).toBeGreaterThan(1000);
  });
});

describe.each<[Draft]>([['2020-12'], ['draft-07']])('a schema of %s', (draft) => {
  it('means the same after lowering and printing', () => {
    const counts = { valid: 0, invalid: 0, lowered: 0 };
    fc.assert(
      fc.property(whole(draft), fc.array(value, { minLength: 8, maxLength: 8 }), (body, values) => {
        const $schema =
          draft === 'draft-07'
            ? 'http://json-schema.org/draft-07/schema#'
            : 'https://json-schema.org/draft/2020-12/schema';
        compare({ $schema, ...body }, values, counts);
      }),
      { seed: 13, numRuns: 1500 },
    );
    expect(Math.min(counts.valid, counts.invalid)).toBeGreaterThan(1000);
  });
});

interface Counts {
  valid: number;
  invalid: number;
  lowered: number;
}

function compare(original: Readonly<Record<string, unknown>>, values: readonly unknown[], counts: Counts): void {
  const { modules, found } = schema(original);
  const root = modules[0]?.root;
  // Contradictory bounds, doubled words and unions without a tag are errors.
  fc.pre(root !== undefined && found.every((line) => / AW31(?:09|10|11|13) /.test(line)));
  if (root.kind !== 'alias' || root.type.kind !== 'json') counts.lowered++;
  const before = compileSchema(original);
  const after = compileSchema(JSON.parse(jsonSchema.print(root, { namespace: '' })));
  for (const one of values) {
    const valid = before(one).length === 0;
    counts[valid ? 'valid' : 'invalid']++;
    expect([one, after(one).length === 0]).toEqual([one, valid]);
  }
}
