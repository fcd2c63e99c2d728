/** JSON Schema by what the schemas accept, change by change, in both directions. */
import { describe, expect, it } from 'vitest';
import { judge, verdicts } from '../support.js';

const ok = 'compatible';
const broken = (rule: string): string => `incompatible: json-schema/${rule}`;
const object = (properties: object, more: object = {}): object => ({ type: 'object', properties, ...more });
const closed = (properties: object, more: object = {}): object =>
  object(properties, { additionalProperties: false, ...more });
const a = { type: 'string' };

const rows: readonly (readonly [change: string, old: unknown, fresh: unknown, backward: string, forward: string])[] = [
  ['the same schema', object({ a }), object({ a }), ok, ok],
  ['an optional property is added to an open object', object({ a }), object({ a, b: a }), broken('type'), ok],
  [
    'an optional property is added to a closed object',
    closed({ a }),
    closed({ a, b: a }),
    ok,
    broken('additionalProperties'),
  ],
  ['an unconstrained property is added to an open object', object({ a }), object({ a, b: {} }), ok, ok],
  [
    'a required property is added',
    closed({ a }),
    closed({ a, b: a }, { required: ['b'] }),
    broken('required'),
    broken('additionalProperties'),
  ],
  ['a property is removed from an open object', object({ a, b: a }), object({ a }), ok, broken('type')],
  ['a property becomes required', object({ a }), object({ a }, { required: ['a'] }), broken('required'), ok],
  ['an open object is closed', object({ a }), closed({ a }), broken('additionalProperties'), ok],
  [
    'extras are narrowed',
    object({ a }),
    object({ a }, { additionalProperties: a }),
    broken('additionalProperties'),
    ok,
  ],
  [
    'an undeclared name is required',
    object({ a }, { required: ['a'] }),
    object({ a }, { required: ['b'] }),
    broken('required'),
    broken('required'),
  ],
  ['a default is added', object({ a }), object({ a: { ...a, default: 'x' } }), ok, ok],
  ['a type list widens', { type: 'string' }, { type: ['string', 'null'] }, ok, broken('type')],
  ['integer becomes number', { type: 'integer' }, { type: 'number' }, ok, broken('type')],
  ['a maximum grows', { type: 'integer', maximum: 5 }, { type: 'integer', maximum: 9 }, ok, broken('maximum')],
  [
    'a maximum excludes itself',
    { type: 'number', maximum: 5 },
    { type: 'number', exclusiveMaximum: 5 },
    broken('exclusiveMaximum'),
    ok,
  ],
  [
    'integers below 6 are those up to 5',
    { type: 'integer', exclusiveMaximum: 6 },
    { type: 'integer', maximum: 5 },
    ok,
    ok,
  ],
  [
    'multiples of 6 are multiples of 3',
    { type: 'integer', multipleOf: 6 },
    { type: 'integer', multipleOf: 3 },
    ok,
    broken('multipleOf'),
  ],
  [
    'tenths are no fifths',
    { type: 'number', multipleOf: 0.1 },
    { type: 'number', multipleOf: 0.2 },
    broken('multipleOf'),
    ok,
  ],
  ['a length grows', { type: 'string', maxLength: 3 }, { type: 'string', maxLength: 5 }, ok, broken('maxLength')],
  [
    'a pattern says the same in other words',
    { type: 'string', pattern: '^[a-c]+$' },
    { type: 'string', pattern: '^(a|b|c)(a|b|c)*$' },
    ok,
    ok,
  ],
  ['a pattern widens', { type: 'string', pattern: '^a+$' }, { type: 'string', pattern: '^a*$' }, ok, broken('pattern')],
  [
    'a pattern implies a length',
    { type: 'string', pattern: '^[A-Z]{3}$' },
    { type: 'string', minLength: 3, maxLength: 3 },
    ok,
    broken('pattern'),
  ],
  ['a word is added', { enum: ['a', 'b'] }, { enum: ['a', 'b', 'c'] }, ok, broken('enum')],
  ['words become any text', { enum: ['a', 'b'] }, { type: 'string' }, ok, broken('enum')],
  ['a constant becomes a word', { const: 'a' }, { enum: ['a', 'b'] }, ok, broken('const')],
  ['a format is asserted', { type: 'string' }, { type: 'string', format: 'uuid' }, broken('format'), ok],
  ['a format that nobody asserts is added', { type: 'string' }, { type: 'string', format: 'colour' }, ok, ok],
  [
    'anyOf gains a branch',
    { anyOf: [{ type: 'string' }] },
    { anyOf: [{ type: 'string' }, { type: 'null' }] },
    ok,
    broken('anyOf'),
  ],
  [
    'oneOf gains a branch that overlaps',
    { oneOf: [{ type: 'integer' }] },
    { oneOf: [{ type: 'integer' }, { type: 'number', minimum: 3 }] },
    broken('oneOf'),
    broken('oneOf'),
  ],
  [
    'branches change places',
    { oneOf: [{ type: 'string' }, { type: 'null' }] },
    { oneOf: [{ type: 'null' }, { type: 'string' }] },
    ok,
    ok,
  ],
  ['anyOf of true and false is true', { anyOf: [true, false] }, { anyOf: [true] }, ok, ok],
  [
    'allOf is what its parts are',
    { allOf: [object({ a }), { required: ['a'] }] },
    object({ a }, { required: ['a'] }),
    ok,
    ok,
  ],
  [
    'items widen',
    { type: 'array', items: { type: 'integer' } },
    { type: 'array', items: { type: 'number' } },
    ok,
    broken('type'),
  ],
  [
    'a tuple grows',
    { type: 'array', prefixItems: [a], items: false },
    { type: 'array', prefixItems: [a, a], items: false },
    ok,
    broken('items'),
  ],
  ['items have to differ', { type: 'array' }, { type: 'array', uniqueItems: true }, broken('uniqueItems'), ok],
  [
    'three different booleans do not exist',
    { type: 'array', items: { type: 'boolean' }, uniqueItems: true },
    { type: 'array', maxItems: 2 },
    ok,
    broken('type, json-schema/uniqueItems'),
  ],
  ['something has to be contained', { type: 'array' }, { type: 'array', contains: a }, broken('contains'), ok],
  ['not and a condition', { not: { type: 'string' } }, { if: { type: 'string' }, then: false }, ok, ok],
  [
    'a dependency is added',
    object({ a, b: a }),
    object({ a, b: a }, { dependentRequired: { a: ['b'] } }),
    broken('dependentRequired'),
    ok,
  ],
  [
    'names are restricted',
    { type: 'object' },
    { type: 'object', propertyNames: { pattern: '^[a-z]+$' } },
    broken('propertyNames'),
    ok,
  ],
  [
    'a pattern covers what a property said',
    { type: 'object', patternProperties: { '^x': { type: 'integer' } } },
    { type: 'object', properties: { xy: { type: 'number' } } },
    ok,
    broken('patternProperties'),
  ],
  [
    'unevaluated members are refused',
    { allOf: [object({ a })], properties: { b: a } },
    { allOf: [object({ a })], properties: { b: a }, unevaluatedProperties: false },
    broken('unevaluatedProperties'),
    ok,
  ],
  [
    'a definition is renamed',
    { $ref: '#/$defs/x', $defs: { x: object({ a }) } },
    { $ref: '#/$defs/y', $defs: { y: object({ a }) } },
    ok,
    ok,
  ],
  [
    'a recursive schema widens',
    { $ref: '#/$defs/n', $defs: { n: closed({ v: { type: 'integer' }, next: { $ref: '#/$defs/n' } }) } },
    { $ref: '#/$defs/n', $defs: { n: closed({ v: { type: 'number' }, next: { $ref: '#/$defs/n' } }) } },
    ok,
    broken('type'),
  ],
  [
    'draft-07 says the same as 2020-12',
    { $schema: 'http://json-schema.org/draft-07/schema#', type: 'array', items: [a], additionalItems: false },
    { $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'array', prefixItems: [a], items: false },
    ok,
    ok,
  ],
  ['nothing becomes something', false, { type: 'string' }, ok, broken('schema')],
];

describe('JSON Schema, change by change', () => {
  it.each(rows)('%s', async (_change, old, fresh, backward, forward) => {
    const texts = { old: JSON.stringify(old), new: JSON.stringify(fresh), extension: 'json' };
    expect(await verdicts(texts, { format: 'json-schema' })).toEqual({ backward, forward });
  });

  it('names the member, both lines, the message and what the reader says', async () => {
    const old = '{ "type": "object",\n  "properties": {\n    "progress": { "type": "number", "maximum": 100 } } }';
    const fresh =
      '{ "type": "object",\n  "properties": {\n    "progress": { "type": "number",\n      "maximum": 1 } } }';
    const { findings } = await judge({ old, new: fresh, extension: 'schema.json' }, { mode: 'backward' });
    expect(findings).toMatchObject([
      {
        code: 'AW6101',
        rule: 'json-schema/maximum',
        subject: '/progress',
        witness: { message: { progress: 2 }, outcome: 'refused', detail: '/progress: 2 is above 1' },
      },
    ]);
  });

  it('leaves open what it can neither prove nor refute', async () => {
    const texts = {
      old: '{"type":"string","pattern":"(?=a)b"}',
      new: '{"type":"string","pattern":"(?=a)c"}',
      extension: 'schema.json',
    };
    expect((await judge(texts)).verdict).toBe('unknown');
  });
});
