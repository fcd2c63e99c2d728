import { Ajv2020 } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonSchema } from '../../../../generator/src/formats/json-schema/index.js';
import type { Declaration, RecordDeclaration, Type } from '../../../../generator/src/model/types.js';
import { given, schema, showDeclaration } from './given.js';

const options = { namespace: 'example' };

function printed(root: Declaration): string {
  return jsonSchema.print(root, options);
}

describe('a printed schema', () => {
  it('reads as if written by hand', () => {
    const { modules } = schema({
      type: 'object',
      description: 'A task',
      required: ['id'],
      additionalProperties: false,
      properties: {
        id: { type: 'string', format: 'uuid', description: 'Its id' },
        parent: { $ref: '#' },
        level: { $ref: '#/$defs/level', default: 'low' },
        amount: { type: 'integer', format: 'int64', maximum: 5 },
      },
      $defs: { level: { enum: ['low', 'high'] } },
    });
    expect(printed(modules[0]?.root as Declaration)).toBe(`{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "description": "A task",
  "type": "object",
  "required": ["id"],
  "properties": {
    "id": {
      "description": "Its id",
      "type": "string",
      "format": "uuid"
    },
    "parent": {
      "$ref": "#"
    },
    "level": {
      "$ref": "#/$defs/Level",
      "default": "low"
    },
    "amount": {
      "type": "integer",
      "format": "int64",
      "maximum": 5
    }
  },
  "additionalProperties": false,
  "$defs": {
    "Level": {
      "type": "string",
      "enum": ["low", "high"]
    }
  }
}
`);
  });

  it('keeps bounds of 64 bits to the last digit', () => {
    const { modules } = schema('{"type":"integer","format":"int64","maximum":9223372036854775807}');
    expect(printed(modules[0]?.root as Declaration)).toContain('"maximum": 9223372036854775807');
  });

  it('lowers to the model that it was printed from, and is a valid schema', () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false, logger: false });
    let records = 0;
    fc.assert(
      fc.property(document, (value) => {
        const first = schema(value);
        const root = first.modules[0]?.root;
        fc.pre(root !== undefined && !first.found.some((line) => / AW31(?:04|08|16) /.test(line)));
        if (root.kind === 'record') records++;
        const text = printed(root);
        const second = given({ [`${root.name}.schema.json`]: text });
        expect(second.found).toEqual([]);
        const again = second.modules[0]?.root;
        expect(again && normal(again)).toEqual(normal(root));
        expect(ajv.validateSchema(JSON.parse(text))).toBe(true);
      }),
      { seed: 11, numRuns: 500 },
    );
    expect(records).toBeGreaterThan(100);
  });

  it('brings the definitions of what stays open, beside its own of the same name', () => {
    const { modules } = schema({
      type: 'object',
      properties: {
        tree: { not: { $ref: '#/$defs/node' } },
        node: { $ref: '#/$defs/node' },
        self: { not: { type: 'array', contains: { $ref: '#/properties/self' } } },
      },
      $defs: {
        node: {
          type: 'object',
          properties: { next: { $ref: '#/$defs/node' }, const: { not: { $ref: '#/$defs/node' } } },
        },
      },
    });
    const text = printed(modules[0]?.root as Declaration);
    const again = given({ 'a.schema.json': text });
    expect(again.found).toEqual([]);
    const ajv = new Ajv2020({ strict: false });
    const judge = ajv.compile(JSON.parse(text) as object);
    expect(judge({ tree: 1, node: { next: {} } })).toBe(true);
    expect(judge({ tree: { next: {} } })).toBe(false);
    expect(judge({ node: { const: {} } })).toBe(false);
  });

  it('says the JSON of types that other formats author', () => {
    const span = { source: { path: 'x.proto', text: '' }, start: 0, end: 0 };
    const member = (name: string, type: Type): RecordDeclaration['members'][number] => ({
      name,
      type,
      presence: 'optional',
      span,
    });
    const record: RecordDeclaration = {
      kind: 'record',
      name: 'Mixed',
      origin: { format: 'protobuf', path: 'x.proto', name: 'x.Mixed' },
      span,
      unknown: 'keep',
      members: [
        member('fixed', { kind: 'bytes', size: 16 }),
        member('at', { kind: 'timestamp', unit: 'proto' }),
        member('took', { kind: 'duration', unit: 'proto' }),
        member('ratio', { kind: 'float', width: 32, special: true }),
        member('choice', {
          kind: 'union',
          style: 'oneof',
          discriminator: { kind: 'wire' },
          branches: [
            { name: 'text', type: { kind: 'string' }, span },
            { name: 'flag', type: { kind: 'boolean' }, span },
          ],
        }),
        member('tagged', {
          kind: 'union',
          style: 'tagged',
          discriminator: { kind: 'wire' },
          branches: [{ name: 'A', type: { kind: 'string' }, span }],
        }),
      ],
    };
    const judge = new Ajv2020({ strict: false, validateFormats: false }).compile(JSON.parse(printed(record)) as object);
    expect(
      judge({
        fixed: 'AAAAAAAAAAAAAAAAAAAAAA==',
        took: '1.5s',
        ratio: 'NaN',
        text: 'x',
        tagged: { kind: 'A', value: 'x' },
      }),
    ).toBe(true);
    for (const wrong of [{ fixed: 'AAAA' }, { took: '1.5' }, { ratio: 'x' }, { text: 1 }, { tagged: 'x' }])
      expect([wrong, judge(wrong)]).toEqual([wrong, false]);
    expect(given({ 'mixed.schema.json': printed(record) }).found).toEqual([]);
  });
});

/** The declarations that a root reaches, without places. */
function normal(root: Declaration): unknown {
  const seen = new Map<Declaration, unknown>();
  const visit = (declaration: Declaration): void => {
    if (seen.has(declaration)) return;
    const text: unknown = JSON.parse(
      JSON.stringify(declaration, (key, value: unknown) => {
        if (key === 'span' || key === 'origin') return undefined;
        if (key === 'target') return (value as Declaration).name;
        return typeof value === 'bigint' ? `${value}n` : value;
      }),
    );
    seen.set(declaration, [showDeclaration(declaration), text]);
    JSON.stringify(declaration, (key, value: unknown) => {
      if (key === 'target') visit(value as Declaration);
      if (key === 'span' || key === 'target') return undefined;
      return typeof value === 'bigint' ? 0 : value;
    });
  };
  visit(root);
  return [...seen.values()].map((one) => JSON.stringify(one)).toSorted();
}

const names = ['first', 'second_part', 'third', '__proto__', 'const', '$ref', '*/'];
const words = fc.uniqueArray(fc.constantFrom('a', 'b', 'low', 'high', "*/'"), { minLength: 1, maxLength: 3 });

const { value } = fc.letrec<{ value: unknown }>((tie) => {
  const sub = tie('value');
  const object = fc
    .record({
      members: fc.uniqueArray(fc.tuple(fc.constantFrom(...names), sub), { selector: ([name]) => name, maxLength: 4 }),
      required: fc.uniqueArray(fc.constantFrom(...names), { maxLength: 3 }),
      closed: fc.boolean(),
    })
    .map(({ members, required, closed }) => ({
      type: 'object',
      properties: Object.fromEntries(members),
      required: closed ? required.filter((name) => members.some(([one]) => one === name)) : required,
      ...(closed ? { additionalProperties: false } : {}),
    }));
  const tagged = (kind: string): fc.Arbitrary<unknown> =>
    sub.map((one) => ({ type: 'object', required: ['kind'], properties: { kind: { const: kind }, value: one } }));
  return {
    value: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom<unknown>(
        { type: 'string' },
        { type: 'string', minLength: 1, pattern: '^[a-z]+$' },
        { type: 'string', format: 'uuid', description: 'an id' },
        { type: 'string', format: 'date-time', 'x-sensitive': true },
        { type: 'string', contentEncoding: 'base64', maxLength: 8 },
        { type: 'string', contentEncoding: 'base64', 'x-bytes': { size: 16 } },
        { type: 'string', 'x-decimal': { precision: 9, scale: 2 } },
        { type: 'integer', minimum: 0, default: 3 },
        { type: 'integer', format: 'int64' },
        { type: 'integer', format: 'uint64', minimum: 7, multipleOf: 7 },
        { type: 'integer', format: 'int32', exclusiveMaximum: 9 },
        { type: 'number', exclusiveMinimum: 0 },
        { type: 'number', format: 'float' },
        { type: 'boolean', deprecated: true },
        { const: 'fixed' },
        { const: 7 },
        {},
        { type: 'array' },
        { type: 'object' },
        { not: { type: 'string' } },
        { enum: [1, 2] },
        { if: { type: 'string' }, then: { minLength: 1 } },
        { $ref: '#/$defs/shared' },
        { $ref: '#' },
      ),
      words.map((list) => ({ type: 'string', enum: list })),
      words.map((list) => ({ anyOf: [{ enum: list }, { type: 'string' }] })),
      fc.constant({
        oneOf: [
          { const: 'x', description: 'ex' },
          { const: 'y', deprecated: true },
        ],
      }),
      sub.map((one) => ({ type: 'array', items: one, minItems: 1, uniqueItems: true })),
      sub.map((one) => ({ type: 'object', additionalProperties: one, propertyNames: { pattern: '^k' } })),
      fc
        .constantFrom<unknown>({ type: 'string' }, { type: 'number' })
        .map((one) => ({ anyOf: [one, { type: 'null' }] })),
      object,
      fc.tuple(tagged('cat'), tagged('dog')).map((branches) => ({ oneOf: branches })),
      fc
        .tuple(tagged('cat'), tagged('dog'))
        .map(([cat, dog]) => ({ anyOf: [cat, { type: 'string' }, dog, { type: 'null' }] })),
      object.map((one) => ({ allOf: [one, { type: 'object', description: 'more' }] })),
    ),
  };
});

const document = fc.tuple(value, value).map(([root, shared]) => ({
  type: 'object',
  properties: { m: root },
  $defs: { shared: isReference(shared) ? { type: 'string' } : shared },
}));

function isReference(one: unknown): boolean {
  return typeof one === 'object' && one !== null && '$ref' in one;
}
