/**
 * A JSON Schema of two hundred definitions, as a hospital's interface grew over the years: entities that refer to each
 * other, code lists, tagged events, maps, patterns, formats, and some of what the model leaves to the interpreter.
 */
type Schema = Readonly<Record<string, unknown>>;

const ref = (name: string): Schema => ({ $ref: `#/$defs/${name}` });

const nouns = ['Patient', 'Visit', 'Ward', 'Bed', 'Nurse', 'Doctor', 'Order', 'Result', 'Sample', 'Device'];
const sides = ['Core', 'Detail', 'History', 'Request', 'Summary', 'Link', 'Plan', 'Note'];

const codes = (index: number): Schema => ({
  description: `Code list ${index}; the hospital's own words.`,
  enum: Array.from({ length: 2 + (index % 5) }, (_, word) => `${nouns[index % nouns.length]}-${index}.${word}`),
});

const scalars: readonly Schema[] = [
  { type: 'string', minLength: 1, maxLength: 40 },
  { type: 'string', format: 'date-time' },
  { type: 'string', pattern: '^[A-Z]{2}[0-9]{4}$' },
  { type: 'integer', minimum: -5, maximum: 500 },
  { type: 'number', exclusiveMinimum: 0, maximum: 1e6 },
  { type: ['string', 'null'], maxLength: 12 },
  { type: 'boolean', default: false },
  { type: 'string', format: 'uuid' },
  { type: 'integer', multipleOf: 5 },
  { const: 'v2' },
  { type: 'string', format: 'date' },
  { anyOf: [{ type: 'integer' }, { type: 'null' }] },
];

function entity(index: number): Schema {
  const scalar = (offset: number): unknown => scalars[(index * 7 + offset) % scalars.length];
  return {
    description: `Entity ${index}.\nSee the handbook, chapter ${index % 9}.`,
    type: 'object',
    properties: {
      id: { type: 'string', minLength: 1 },
      'local-code': scalar(0),
      value: scalar(1),
      class: scalar(2),
      kind: ref(`Codes${index % 30}`),
      next: ref(`Entity${(index + 1) % 80}`),
      related: { type: 'array', items: ref(`Entity${(index * 3 + 1) % 80}`), maxItems: 1 },
      labels: { type: 'object', additionalProperties: { type: 'string' }, maxProperties: 9 },
    },
    required: index % 2 === 0 ? ['id', 'kind'] : ['id'],
    ...(index % 3 === 0 ? { additionalProperties: false } : {}),
  };
}

/** Of entities that are open: a closed one has no room for a revision, and nothing would be valid. */
const extended = (index: number): Schema => ({
  allOf: [
    ref(`Entity${(index * 3 + 1) % 80}`),
    { type: 'object', properties: { revision: { type: 'integer', minimum: 1 } }, required: ['revision'] },
  ],
});

const event = (index: number): Schema => ({
  type: 'object',
  properties: {
    type: { const: `event.${index}` },
    subject: ref(`Entity${index}`),
    at: { type: 'string', format: 'date-time' },
  },
  required: ['type', 'subject'],
});

const oneOfEvents = (index: number): Schema => ({
  [index % 2 === 0 ? 'oneOf' : 'anyOf']: [0, 1, 2].map((offset) => ref(`Event${(index * 3 + offset) % 30}`)),
});

/** What the model does not lower: typed as well as may be, and judged in full. */
const open: readonly Schema[] = [
  { type: 'object', properties: { a: { type: 'integer' } }, if: { required: ['a'] }, then: { required: ['b'] } },
  { type: 'array', prefixItems: [{ type: 'string' }, { type: 'integer' }], items: false },
  { type: 'array', contains: { const: 'needle' }, minContains: 1, maxContains: 2 },
  { not: { type: 'string' } },
  { type: 'object', patternProperties: { '^x-': { type: 'string' } }, additionalProperties: { type: 'integer' } },
  { type: 'object', propertyNames: { pattern: '^[a-z]+$' }, additionalProperties: { type: 'integer' } },
  { type: 'object', dependentRequired: { card: ['street'] }, properties: { card: { type: 'string' } } },
  { type: 'object', properties: { a: { type: 'string' } }, unevaluatedProperties: false },
  {
    oneOf: [
      { type: 'integer', multipleOf: 3 },
      { type: 'integer', multipleOf: 5 },
    ],
  },
  { type: 'array', items: { type: 'string' }, uniqueItems: true, minItems: 1 },
];

function definitions(): Readonly<Record<string, Schema>> {
  const named = (prefix: string, count: number, make: (index: number) => Schema): [string, Schema][] =>
    Array.from({ length: count }, (_, index) => [`${prefix}${index}`, make(index)]);
  return Object.fromEntries([
    ...named('Codes', 30, codes),
    ...named('Entity', 80, entity),
    ...named('Event', 30, event),
    ...named('Extended', 30, extended),
    ...named('AnyEvent', 10, oneOfEvents),
    ...named('Open', 10, (index) => open[index] ?? {}),
    ...named('Report', 10, (index) => ({
      type: 'object',
      properties: {
        head: ref(`Extended${index * 3}`),
        events: { type: 'array', items: ref(`AnyEvent${index}`) },
        byWard: { type: 'object', additionalProperties: ref(`Codes${index}`) },
        rest: ref(`Open${index}`),
        anything: true,
        tree: ref(`Report${index}`),
        sides: { enum: sides },
      },
      required: ['head', 'events'],
    })),
  ]);
}

export const hospital: Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'https://hospital.example/interface/2026',
  $defs: definitions(),
};
