/** JSON Schemas of records that nobody wrote: every kind that a message may hold, in every presence. */
import * as fc from 'fast-check';

type Schema = Readonly<Record<string, unknown>>;

const leaf: fc.Arbitrary<Schema> = fc.constantFrom<Schema>(
  { type: 'string' },
  { type: 'string', minLength: 1, maxLength: 12 },
  { type: 'string', pattern: '^[a-z][0-9]{2,5}$' },
  { type: 'string', format: 'uuid' },
  { type: 'string', format: 'date-time' },
  { type: 'string', contentEncoding: 'base64' },
  { enum: ['red', 'green', 'blue'] },
  { anyOf: [{ enum: ['low', 'high'] }, { type: 'string' }] },
  { const: 'fixed' },
  { type: 'boolean' },
  { type: 'integer' },
  { type: 'integer', minimum: -5, maximum: 1_000_000 },
  { type: 'integer', format: 'int64' },
  { type: 'integer', format: 'uint32' },
  { type: 'number' },
  { type: 'number', exclusiveMinimum: 0, maximum: 1 },
  { type: 'object' },
  {},
);

const { type } = fc.letrec<{ type: Schema }>((tie) => ({
  type: fc.oneof(
    { depthSize: 'small', maxDepth: 3 },
    { weight: 4, arbitrary: leaf },
    tie('type').map((items) => ({ type: 'array', items })),
    tie('type').map((additionalProperties) => ({ type: 'object', additionalProperties })),
    tie('type').map((one) => ({ anyOf: [one, { type: 'null' }] })),
    record(tie('type')),
  ),
}));

function record(member: fc.Arbitrary<Schema>): fc.Arbitrary<Schema> {
  return fc.array(fc.tuple(member, fc.boolean()), { minLength: 1, maxLength: 6 }).map((members) => ({
    type: 'object',
    properties: Object.fromEntries(members.map(([one], index) => [`m${index}`, one])),
    required: members.flatMap(([, required], index) => (required ? [`m${index}`] : [])),
  }));
}

/** The same schemas for the same seed. */
export function randomSchemas(seed: number, count: number): Schema[] {
  return fc.sample(record(type), { seed, numRuns: count }).map((schema, index) => ({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `https://example.org/random-${index}.schema.json`,
    ...schema,
  }));
}
