/** Avro schemas that mean harm: every text at every place, and structures that lead out, round or down for ever. */
import { everywhere, type Hostile, type Places } from './texts.js';

type Json = Readonly<Record<string, unknown>> | string | readonly unknown[];

const print = (schema: unknown): string => JSON.stringify(schema);
const record = (fields: readonly unknown[], more: object = {}): string =>
  print({ type: 'record', name: 'R', fields, ...more });
const a = (type: Json, more: object = {}): object => ({ name: 'a', type, ...more });
const named = (name: string, value: unknown): object => Object.fromEntries([[name, value]]);

const places: Places = {
  'a record': (it) => record([a('string'), { name: 'b', type: ['null', it] }], { name: it }),
  'a namespace': (it) => record([a({ type: 'enum', name: 'E', symbols: ['X'] })], { namespace: it }),
  'the namespace of a name': (it) => record([a('string')], { name: `${it}.R` }),
  'a field': (it) => record([{ name: it, type: { type: 'array', items: 'long' } }]),
  'a field of records': (it) => record([{ name: it, type: ['null', 'R', { type: 'map', values: 'R' }] }]),
  'a record in a record': (it) => record([a({ type: 'record', name: it, fields: [a('R')] })]),
  'a remark': (it) => record([a('string', { doc: it })], { doc: it }),
  'a remark of an enum': (it) => record([a({ type: 'enum', name: 'E', symbols: ['X'], doc: it })]),
  'a symbol': (it) => record([a({ type: 'enum', name: 'E', symbols: [it, 'OTHER'] })]),
  'the symbol of a default': (it) => record([a({ type: 'enum', name: 'E', symbols: [it, 'X'], default: it })]),
  'a default': (it) => record([a('string', { default: it })]),
  'a default of bytes': (it) => record([a('bytes', { default: it })]),
  'a default of a map': (it) => record([a({ type: 'map', values: 'string' }, { default: named(it, it) })]),
  'a default of a record': (it) =>
    record([a({ type: 'record', name: 'S', fields: [{ name: 'b', type: 'string' }] }, { default: { b: it } })]),
  'an alias': (it) => record([a('string', { aliases: [it] })], { aliases: [it] }),
  'an order': (it) => record([a('string', { order: it })]),
  'a logical type': (it) => record([a({ type: 'string', logicalType: it })]),
  'an enum': (it) => record([a({ type: 'enum', name: it, symbols: ['X'] })]),
  'a fixed': (it) => record([a({ type: 'fixed', name: it, size: 4 }), { name: 'b', type: ['null', it] }]),
  'a type': (it) => record([a(it)]),
  'a branch of a union': (it) => record([a(['null', 'string', { type: 'record', name: it, fields: [] }])]),
  'a property of its own': (it) => record([a('string', named(it, { [it]: it }))], named(it, it)),
  'a class of Java': (it) => record([a({ type: 'string', 'avro.java.string': it, 'java-class': it })]),
};

const deep = (levels: number, step: (inner: Json, level: number) => Json): string => {
  let schema: Json = 'string';
  for (let left = levels; left > 0; left--) schema = step(schema, left);
  return record([a(schema)]);
};

const structures: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    [20, 140, 1000].flatMap((levels) => [
      [`${levels} arrays in arrays`, deep(levels, (items) => ({ type: 'array', items }))],
      [`${levels} maps in maps`, deep(levels, (values) => ({ type: 'map', values }))],
      [`${levels} types of types`, deep(levels, (type) => ({ type }))],
      [`${levels} unions in arrays`, deep(levels, (items) => ['null', { type: 'array', items }])],
      [
        `${levels} records in records`,
        deep(levels, (type, level) => ({ type: 'record', name: `R${level}`, fields: [{ name: 'a', type }] })),
      ],
    ]),
  ),
  'brackets for ever': '['.repeat(100_000),
  'braces for ever': '{"type":'.repeat(100_000),
  'a record of nothing': record([]),
  'a record of nulls': record([a('null'), { name: 'b', type: 'null' }]),
  'a record of itself': record([a('R')]),
  'a record of itself or null': record([a(['null', 'R'], { default: null })]),
  'a union in a union': record([a(['null', ['string', 'int']])]),
  'a union of nothing': record([a([])]),
  'a union of the same twice': record([a(['string', 'string'])]),
  'a fixed of nothing': record([a({ type: 'fixed', name: 'F', size: 0 })]),
  'a fixed beyond all': record([a({ type: 'fixed', name: 'F', size: 2 ** 53 })]),
  'a fixed below nothing': record([a({ type: 'fixed', name: 'F', size: -1 })]),
  'a decimal beyond all': record([a({ type: 'bytes', logicalType: 'decimal', precision: 1e9, scale: 2e9 })]),
  'a decimal of halves': record([a({ type: 'bytes', logicalType: 'decimal', precision: 4.5, scale: -1 })]),
  'an enum of nothing': record([a({ type: 'enum', name: 'E', symbols: [] })]),
  'a symbol twice': record([a({ type: 'enum', name: 'E', symbols: ['X', 'X'] })]),
  'a field twice': record([a('string'), a('int')]),
  'fields that fold into one': record(['a_b', 'aB', 'A_B'].map((name) => ({ name, type: 'string' }))),
  'a name twice': record([a({ type: 'record', name: 'R', fields: [] })]),
  'names that fold into one': record(
    ['Ab', 'AB', 'A_b'].map((name) => ({ name, type: { type: 'record', name, fields: [] } })),
  ),
  'names of two namespaces': record(
    ['x', 'y'].map((namespace) => ({ name: namespace, type: { type: 'fixed', name: 'F', namespace, size: 2 } })),
  ),
  'a name of a primitive': record([a('string')], { name: 'string' }),
  'a type that is nowhere': record([a('nowhere.N')]),
  'a default of another type': record([a('int', { default: 'x' })]),
  'a default out of range': record([a('int', { default: 2 ** 40 })]),
  'a default without end': `{"type":"record","name":"R","fields":[{"name":"a","type":"double","default":1e999}]}`,
  'a thousand fields': record(Array.from({ length: 1000 }, (_, i) => ({ name: `f${i}`, type: 'string' }))),
  'fields that are none': print({ type: 'record', name: 'R', fields: { a: 'string' } }),
  'no fields': print({ type: 'record', name: 'R' }),
  'the prototype as a schema': '{"__proto__":{"type":"record"},"type":"__proto__","name":"constructor"}',
  'a protocol': print({ protocol: 'P', types: [], messages: {} }),
  'a word': '"string"',
  'a list': '[]',
  nothing: '',
};

export const avros: readonly Hostile[] = [
  ...everywhere(places, '.avsc', record([a('string')])),
  ...Object.entries(structures).map(([name, schema]) => ({ name, files: { 'schemas/it.avsc': schema } })),
  {
    name: 'files whose names fold into one',
    files: { 'schemas/It.avsc': record([a('string')]), 'schemas/iT.avsc': record([], { name: 'S' }) },
  },
];
