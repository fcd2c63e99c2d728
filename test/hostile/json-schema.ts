/** JSON Schemas that mean harm: every text at every place, and structures that lead out, round or down for ever. */
import { everywhere, type Hostile, type Places } from './texts.js';

type Json = Readonly<Record<string, unknown>>;

const draft = { $schema: 'https://json-schema.org/draft/2020-12/schema' };
const print = (schema: Json): string => JSON.stringify({ ...draft, ...schema });
const record = (properties: Json, more: Json = {}): string => print({ type: 'object', properties, ...more });
/** A member as it is written, `__proto__` too. */
const named = (name: string, value: unknown): Json => Object.fromEntries([[name, value]]);
/** A URI has no way to spell half a character. */
const whole = (it: string): string => it.replaceAll('\ud800', '_');
const text = { type: 'string' };

const places: Places = {
  'a title': (it) => record({ a: { ...text, title: it } }, { title: it }),
  'a description': (it) => record({ a: { ...text, description: it } }, { description: it }),
  'a remark': (it) => record({ a: { ...text, $comment: it, examples: [it], deprecated: true } }),
  'an identifier': (it) => record({ a: text }, { $id: it }),
  'an anchor': (it) => record({ a: { $ref: `#${it}` } }, { $defs: { a: { ...text, $anchor: it } } }),
  'the name of a definition': (it) =>
    record(
      { a: { $ref: `#/$defs/${encodeURIComponent(whole(it)).replaceAll('~', '~0')}` } },
      { $defs: named(whole(it), { type: 'object', properties: { b: text } }) },
    ),
  'a property': (it) => record(named(it, { type: 'array', items: named('type', 'integer') }), { required: [it] }),
  'a property of a record': (it) => record(named(it, { type: 'object', properties: named(it, text) })),
  'a word of an enum': (it) => record({ a: { enum: [it, 'other'] } }),
  'a constant': (it) => record({ a: { const: it } }),
  'a constant of many parts': (it) => record({ a: { const: { [`k${it}`]: [it] } } }),
  'a default': (it) => record({ a: { ...text, default: it } }),
  'a pattern': (it) => record({ a: { ...text, pattern: it } }),
  'a pattern of names': (it) => record({ a: { type: 'object', patternProperties: named(it, text) } }),
  'a format': (it) => record({ a: { ...text, format: it } }),
  'an encoding of content': (it) => record({ a: { ...text, contentEncoding: it, contentMediaType: it } }),
  'the word of a branch': (it) =>
    record({
      a: {
        oneOf: [it, 'other'].map((kind) => ({
          type: 'object',
          properties: { kind: { const: kind }, b: text },
          required: ['kind'],
        })),
      },
    }),
  'what the interpreter judges': (it) =>
    record({ a: { if: { const: it }, then: { pattern: it }, not: { enum: [it, { [it]: it }] }, description: it } }),
  'what depends': (it) => record({ a: text }, { dependentRequired: named(it, ['a', it]) }),
  'a type in TypeScript': (it) => record({ a: { not: text, tsType: it, tsEnumNames: [it], enum: [it, 1] } }),
  'a hook': (it) => record({ a: { ...text, 'x-typescript-type': it, 'x-enum-varnames': [it], goJSONSchema: it } }),
  'a reference': (it) => record({ a: { $ref: it } }),
  'a keyword': (it) => record({ a: { ...text, ...named(it, { [it]: it }) } }),
  'a type': (it) => record({ a: { type: it } }),
};

const deep = (levels: number, step: (inner: Json) => Json): string => {
  let schema: Json = text;
  for (let left = levels; left > 0; left--) schema = step(schema);
  return record({ a: schema });
};
const steep = (open: string, close: string): string => open.repeat(100_000) + '1' + close.repeat(100_000);
const chain = (length: number): Json =>
  Object.fromEntries(
    Array.from({ length }, (_, i) => [`d${i}`, i + 1 < length ? { $ref: `#/$defs/d${i + 1}` } : text]),
  );

const structures: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    [60, 150, 1000].flatMap((levels) => [
      [`${levels} lists in lists`, deep(levels, (items) => ({ type: 'array', items }))],
      [`${levels} records in records`, deep(levels, (a) => ({ type: 'object', properties: { a } }))],
      [`${levels} times not`, deep(levels, (not) => ({ not }))],
      [`${levels} times allOf`, deep(levels, (one) => ({ allOf: [one] }))],
      [`${levels} references in a row`, record({ a: { $ref: '#/$defs/d0' } }, { $defs: chain(levels) })],
    ]),
  ),
  'brackets for ever': steep('[', ']'),
  'braces for ever': steep('{"not":', '}'),
  'braces never closed': '{"not":'.repeat(50_000),
  'a reference to itself': record({ a: { $ref: '#/properties/a' } }),
  'two references to each other': record(
    { a: { $ref: '#/$defs/b' } },
    { $defs: { b: { $ref: '#/$defs/c' }, c: { $ref: '#/$defs/b' } } },
  ),
  'a record within itself': record({ a: { $ref: '#' } }, { required: ['a'] }),
  'everything of itself': print({ allOf: [{ $ref: '#' }] }),
  'a dynamic reference round': print({ $dynamicAnchor: 'a', anyOf: [{ $dynamicRef: '#a' }, text] }),
  'a file outside': record({ a: { $ref: '../../../../../../etc/passwd' } }),
  'a file by its URL': record({ a: { $ref: 'file:///etc/passwd' } }),
  'the network': record({ a: { $ref: 'http://127.0.0.1:9/schema.json' } }),
  'two names that fold into one': record({ a: text }, { $defs: { Ab: record({}), aB: text, AB: text } }),
  'definitions with one name in TypeScript': record(
    { a: { $ref: '#/$defs/a-b' }, b: { $ref: '#/$defs/a_b' } },
    { $defs: { 'a-b': { enum: ['x'] }, a_b: { enum: ['y'] }, aB: { enum: ['z'] } } },
  ),
  'a pattern that never ends': record({ a: { ...text, pattern: '^(a+)+$' } }),
  'a pattern too large': record({ a: { ...text, pattern: 'a{1000}{1000}{1000}' } }),
  'numbers without end': `{"type":"object","properties":{"a":{"type":"number","maximum":1e99999,"const":${'9'.repeat(5000)}}}}`,
  'lengths beyond all': record({ a: { ...text, minLength: 2 ** 53, maxLength: -1 } }),
  'ten thousand words': record({ a: { enum: Array.from({ length: 10_000 }, (_, i) => `w${i}`) } }),
  'the prototype as a schema': '{"__proto__":{"type":"object"},"properties":{"__proto__":{"__proto__":{}}}}',
  'keys twice': '{"type":"object","properties":{"a":{"type":"string"},"a":{"type":"integer"}}}',
  'a list': '[]',
  nothing: '',
  'a word': 'schema',
  no: 'false',
};

export const jsonSchemas: readonly Hostile[] = [
  ...everywhere(places, '.schema.json', record({ a: text })),
  ...Object.entries(structures).map(([name, schema]) => ({ name, files: { 'schemas/it.schema.json': schema } })),
  {
    name: 'files whose names fold into one',
    files: { 'schemas/It.schema.json': record({ a: text }), 'schemas/iT.schema.json': record({ a: text }) },
  },
];
