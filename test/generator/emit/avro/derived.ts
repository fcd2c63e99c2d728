/** A JSON Schema with every kind of type that Avro has to derive a form for. */
export const derivedSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  required: ['id', 'count', 'at', 'status', 'either', 'open-word', 'shapes', 'amount', 'data'],
  properties: {
    id: { type: 'string', format: 'uuid' },
    count: { type: 'integer', minimum: 0 },
    huge: { type: 'integer', format: 'uint64' },
    ratio: { type: 'number', minimum: 0, maximum: 1 },
    at: { type: 'string', format: 'date-time' },
    day: { type: 'string', format: 'date' },
    status: { $ref: '#/$defs/status' },
    'open-word': { anyOf: [{ enum: ['low', 'high'] }, { type: 'string' }] },
    either: { type: ['string', 'null'] },
    three: { type: ['integer', 'null'] },
    tags: { type: 'array', items: { type: 'string', minLength: 1 }, maxItems: 5 },
    free: { type: 'object' },
    any: true,
    labels: { type: 'object', additionalProperties: { type: 'integer' } },
    amount: { type: 'string', 'x-decimal': { precision: 10, scale: 2 } },
    data: { type: 'string', contentEncoding: 'base64' },
    shapes: { type: 'array', items: { $ref: '#/$defs/shape' } },
    value: { oneOf: [{ type: 'string' }, { type: 'number' }, { type: 'array', items: { type: 'string' } }] },
    self: { $ref: '#' },
  },
  $defs: {
    status: { enum: ['in-progress', 'done'] },
    shape: {
      oneOf: [
        {
          type: 'object',
          required: ['kind', 'radius'],
          properties: { kind: { const: 'circle' }, radius: { type: 'number' } },
        },
        {
          type: 'object',
          required: ['kind', 'side'],
          properties: { kind: { const: 'square' }, side: { type: 'number' } },
        },
      ],
    },
  },
};
