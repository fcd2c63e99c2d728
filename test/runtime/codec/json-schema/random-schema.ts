/** Random schemas of each draft and random values, small enough that verdicts vary. */
import * as fc from 'fast-check';

const key = fc.constantFrom('a', 'b', 'c', 'ab');
const scalar = fc.constantFrom<unknown>(null, true, false, 0, 1, 2, -1, 1.5, '', 'a', 'ab', 'abc');
const small = fc.nat({ max: 3 });

export const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(key, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
}));

export type Draft = '2020-12' | 'draft-07';

function schemas(draft: Draft): fc.Arbitrary<unknown> {
  const types = ['null', 'boolean', 'integer', 'number', 'string', 'array', 'object'];
  const bound = fc.constantFrom(-1, 0, 1, 1.5, 2);
  const { schema } = fc.letrec<{ schema: unknown }>((tie) => {
    const sub = tie('schema');
    const list = fc.array(sub, { minLength: 1, maxLength: 3 });
    const map = fc.dictionary(key, sub, { maxKeys: 3, noNullPrototype: true });
    const words = fc.uniqueArray(key, { maxLength: 2 });
    const shared: [string, fc.Arbitrary<unknown>][] = [
      [
        'type',
        fc.oneof(fc.constantFrom(...types), fc.uniqueArray(fc.constantFrom(...types), { minLength: 1, maxLength: 3 })),
      ],
      ['enum', fc.uniqueArray(scalar, { minLength: 1, maxLength: 4 })],
      ['const', value],
      ['minimum', bound],
      ['maximum', bound],
      ['exclusiveMinimum', bound],
      ['exclusiveMaximum', bound],
      ['multipleOf', fc.constantFrom(1, 2, 0.5)],
      ['minLength', small],
      ['maxLength', small],
      ['pattern', fc.constantFrom('^a', 'b$', '^$')],
      ['minItems', small],
      ['maxItems', small],
      ['uniqueItems', fc.boolean()],
      ['contains', sub],
      ['properties', map],
      ['patternProperties', fc.dictionary(fc.constantFrom('^a', 'b$'), sub, { maxKeys: 2, noNullPrototype: true })],
      ['additionalProperties', sub],
      ['propertyNames', sub],
      ['required', words],
      ['minProperties', small],
      ['maxProperties', small],
      ['allOf', list],
      ['anyOf', list],
      ['oneOf', list],
      ['not', sub],
      ['if', sub],
      ['then', sub],
      ['else', sub],
      ['items', sub],
      [
        '$ref',
        fc.constantFrom(
          ...(draft === 'draft-07' ? ['#/definitions/x', '#/definitions/y'] : ['#/$defs/x', '#/$defs/y', '#y']),
        ),
      ],
    ];
    const later: [string, fc.Arbitrary<unknown>][] = [
      ['prefixItems', list],
      ['minContains', small],
      ['maxContains', small],
      ['dependentRequired', fc.dictionary(key, words, { maxKeys: 2, noNullPrototype: true })],
      ['dependentSchemas', map],
      ['unevaluatedProperties', sub],
      ['unevaluatedItems', sub],
      ['unevaluatedProperties', fc.constant(false)],
      ['unevaluatedItems', fc.constant(false)],
    ];
    const earlier: [string, fc.Arbitrary<unknown>][] = [
      ['items', list],
      ['additionalItems', sub],
      ['dependencies', fc.dictionary(key, fc.oneof(words, sub), { maxKeys: 2, noNullPrototype: true })],
    ];
    const keywords = [...shared, ...(draft === 'draft-07' ? earlier : later)];
    const entry = fc.oneof(...keywords.map(([name, of]) => of.map((one): [string, unknown] => [name, one])));
    const object = fc.array(entry, { minLength: 1, maxLength: 4 }).map((entries) => {
      const made: Record<string, unknown> = Object.fromEntries(entries);
      // ajv 8 looks at what stands beside $ref in draft-07 too, which the draft rules out (section 8.3).
      return draft === 'draft-07' && '$ref' in made ? { $ref: made['$ref'] } : made;
    });
    return {
      schema: fc.oneof(
        { depthSize: 'small' },
        { weight: 1, arbitrary: fc.boolean() },
        { weight: 6, arbitrary: object },
      ),
    };
  });
  return schema;
}

/** Definitions never refer to each other: neither we nor ajv could end then. */
export function whole(draft: Draft): fc.Arbitrary<Record<string, unknown>> {
  const place = draft === 'draft-07' ? 'definitions' : '$defs';
  const leaf = fc.record({ type: fc.constantFrom('string', 'number', 'object', 'array') });
  const object = fc.record({
    properties: fc.dictionary(key, leaf, { maxKeys: 2, noNullPrototype: true }),
    required: fc.uniqueArray(key, { maxLength: 1 }),
  });
  return fc.tuple(schemas(draft), leaf, object).map(([schema, x, y]) => {
    const body = typeof schema === 'object' && schema !== null ? schema : { allOf: [schema] };
    // Beside $ref, draft-07 ignores even this.
    const root = draft === 'draft-07' && Object.hasOwn(body, '$ref') ? { allOf: [body] } : body;
    return { ...root, [place]: { x, y: draft === 'draft-07' ? y : { $anchor: 'y', ...y } } };
  });
}
