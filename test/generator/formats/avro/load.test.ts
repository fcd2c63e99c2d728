import { describe, expect, it } from 'vitest';
import { createDiagnostics, type Diagnostic } from '../../../../generator/src/diagnostics/index.js';
import { avro } from '../../../../generator/src/formats/avro/index.js';
import type { SchemaModule } from '../../../../generator/src/model/model.js';
import { positionOf } from '../../../../generator/src/source/text.js';
import { memoryWorkspace } from '../../../../generator/src/source/workspace.js';

function load(files: Record<string, string>): { modules: readonly SchemaModule[]; found: readonly Diagnostic[] } {
  const diagnostics = createDiagnostics();
  const sources = Object.entries(files).map(([path, text]) => ({ path, text }));
  return { modules: avro.load(sources, memoryWorkspace(files), diagnostics), found: diagnostics.all };
}

/** `code line:column`, and the hint. */
function findings(text: string, path = 'a.avsc'): (string | undefined)[][] {
  return load({ [path]: text }).found.map(({ code, span, hint }) => {
    const { line, column } = positionOf(span.source, span.start);
    return [`${code} ${line}:${column}`, hint].filter((part) => part !== undefined);
  });
}

function typeOf(type: unknown, more: object = {}): unknown {
  const text = JSON.stringify({ type: 'record', name: 'R', fields: [{ name: 'a', type, ...more }] });
  const { modules, found } = load({ 'a.avsc': text });
  expect(found).toEqual([]);
  const root = modules[0]?.root;
  if (root?.kind !== 'record') throw new Error('no record');
  const { avro: _, span: __, name: ___, ...member } = root.members[0] ?? { avro: 0, span: 0, name: '' };
  return JSON.parse(
    JSON.stringify(member, (key, value: unknown) =>
      key === 'span' || key === 'avro' || key === 'origin' ? undefined : value,
    ),
  );
}

const required = (type: object): object => ({ type, presence: 'required' });

describe('types', () => {
  it.each<[unknown, object]>([
    ['boolean', { kind: 'boolean' }],
    ['int', { kind: 'integer', width: 'int32' }],
    ['long', { kind: 'integer', width: 'int64' }],
    ['float', { kind: 'float', width: 32, special: true }],
    ['double', { kind: 'float', width: 64, special: true }],
    ['bytes', { kind: 'bytes' }],
    ['string', { kind: 'string' }],
    ['null', { kind: 'literal', value: null }],
    [
      { type: 'string', logicalType: 'uuid' },
      { kind: 'string', format: 'uuid' },
    ],
    [
      { type: 'int', logicalType: 'date' },
      { kind: 'string', format: 'date' },
    ],
    [
      { type: 'int', logicalType: 'time-millis' },
      { kind: 'time-of-day', unit: 'millis' },
    ],
    [
      { type: 'long', logicalType: 'time-micros' },
      { kind: 'time-of-day', unit: 'micros' },
    ],
    [
      { type: 'long', logicalType: 'timestamp-millis' },
      { kind: 'timestamp', unit: 'millis' },
    ],
    [
      { type: 'long', logicalType: 'timestamp-nanos' },
      { kind: 'timestamp', unit: 'nanos' },
    ],
    [
      { type: 'long', logicalType: 'local-timestamp-micros' },
      { kind: 'timestamp', unit: 'micros', local: true },
    ],
    [
      { type: 'bytes', logicalType: 'decimal', precision: 4, scale: 2 },
      { kind: 'decimal', digits: { precision: 4, scale: 2 } },
    ],
    [
      { type: 'array', items: 'int' },
      { kind: 'list', items: { kind: 'integer', width: 'int32' } },
    ],
    [
      { type: 'map', values: 'string' },
      { kind: 'map', keys: 'string', values: { kind: 'string' } },
    ],
    [['string', 'null'], { kind: 'nullable', of: { kind: 'string' } }],
    [['null', 'string'], { kind: 'nullable', of: { kind: 'string' } }],
    [['int'], { kind: 'integer', width: 'int32' }],
  ])('%j is lowered', (type, expected) => {
    expect(typeOf(type)).toEqual(required(expected));
  });

  it('makes ["null", T] with the default null optional', () => {
    expect(typeOf(['null', 'string'], { default: null })).toEqual({
      nullIsAbsent: true,
      type: { kind: 'string' },
      presence: 'optional',
    });
  });

  it("makes a field with another default implicit, in the model's JSON", () => {
    expect(typeOf('bytes', { default: '\u00ff' })).toMatchObject({ presence: 'implicit', default: '/w==' });
    expect(typeOf('long', { default: 5 })).toMatchObject({ presence: 'implicit', default: '5' });
    expect(typeOf({ type: 'long', logicalType: 'timestamp-millis' }, { default: 0 })).toMatchObject({
      default: '1970-01-01T00:00:00.000Z',
    });
    expect(typeOf({ type: 'int', logicalType: 'date' }, { default: 1 })).toMatchObject({ default: '1970-01-02' });
    expect(typeOf(['int', 'double'], { default: 1 })).toMatchObject({ default: { kind: 'int', value: 1 } });
  });

  it('tags unions whose branches JavaScript cannot tell apart, and no others', () => {
    expect(typeOf(['int', 'string'])).toMatchObject({
      type: { kind: 'union', style: 'untagged', branches: [{ name: 'int' }, { name: 'string' }] },
    });
    expect(typeOf(['int', 'double'])).toMatchObject({ type: { style: 'tagged' } });
    expect(typeOf(['null', 'int', 'long'])).toMatchObject({ type: { kind: 'nullable', of: { style: 'untagged' } } });
  });

  it('keeps docs, aliases, symbols and defaults of named types', () => {
    const text = JSON.stringify({
      type: 'enum',
      name: 'Kind',
      namespace: 'a.b',
      doc: 'Which.',
      aliases: ['Old'],
      symbols: ['X', 'Y'],
      default: 'X',
    });
    const { modules } = load({ 'a.avsc': text });
    expect(modules[0]?.root).toMatchObject({
      kind: 'enum',
      name: 'Kind',
      description: 'Which.',
      origin: { format: 'avro', path: 'a.avsc', name: 'a.b.Kind', aliases: ['a.b.Old'] },
      open: 'closed',
      default: 'X',
    });
  });

  it('links recursive records to themselves', () => {
    const { modules, found } = load({
      'a.avsc': '{"type":"record","name":"N","fields":[{"name":"next","type":["null","N"],"default":null}]}',
    });
    const root = modules[0]?.root;
    expect(found).toEqual([]);
    expect(root?.kind === 'record' && root.members[0]?.type.kind === 'ref' && root.members[0].type.target).toBe(root);
  });
});

describe('several files', () => {
  const user = '{"type":"record","name":"shop.Order","fields":[{"name":"item","type":"Item"}]}';
  const item = '{"type":"record","name":"Item","namespace":"shop","fields":[]}';

  it('finds a type of another file by its full name, in either order', () => {
    for (const files of [
      { 'order.avsc': user, 'item.avsc': item },
      { 'item.avsc': item, 'order.avsc': user },
    ]) {
      const { modules, found } = load(files);
      expect(found).toEqual([]);
      const order = modules.find((module) => module.source.path === 'order.avsc');
      expect(order?.declarations.map((one) => one.name)).toEqual(['Order']);
      expect(order?.root).toMatchObject({
        members: [{ type: { kind: 'ref', target: { origin: { path: 'item.avsc' } } } }],
      });
    }
  });

  it('refuses a type that two other files define differently', () => {
    const other = '{"type":"record","name":"shop.Item","fields":[{"name":"x","type":"int"}]}';
    const { found } = load({ 'order.avsc': user, 'a.avsc': item, 'b.avsc': other });
    expect(found.map((one) => one.code)).toEqual(['AW3419']);
  });

  it('reads the types of a protocol, and of Avro IDL', () => {
    const avpr = load({
      'a.avpr':
        '{"protocol":"P","namespace":"n","types":[{"type":"enum","name":"E","symbols":["A"]}],"messages":{"m":{"request":[],"response":"null"}}}',
    });
    expect(avpr.modules[0]?.declarations.map((one) => one.origin.name)).toEqual(['n.E']);
    expect(avpr.found.map((one) => one.code)).toEqual(['AW3418']);
    const avdl = load({
      'a.avdl':
        '@namespace("n") protocol P {\n  /** Doc. */\n  record R { string a; union { null, int } b = null; }\n}',
    });
    expect(avdl.found).toEqual([]);
    expect(avdl.modules[0]?.declarations[0]).toMatchObject({
      name: 'R',
      members: [{ name: 'a' }, { name: 'b', presence: 'optional' }],
    });
    expect(findings('protocol P { recrd R {} }', 'a.avdl')[0]?.[0]).toMatch(/^AW3417/);
  });
});

describe('mistakes', () => {
  it.each<[string, string, (string | RegExp)[][]]>([
    ['broken JSON', '{"type": ', [[/^AW1002 1:/]]],
    [
      'an unknown type',
      '{"type":"record","name":"R","fields":[{"name":"a","type":"strng"}]}',
      [['AW3402 1:58', 'did you mean string?']],
    ],
    [
      'a type of another namespace',
      '{"type":"record","name":"x.R","fields":[{"name":"a","type":{"type":"fixed","name":"y.F","size":1}},{"name":"b","type":"F"}]}',
      [['AW3402 1:119', /y\.F is defined/]],
    ],
    [
      'a duplicate definition',
      '[{"type":"fixed","name":"F","size":1},\n{"type":"fixed","name":"F","size":2}]',
      [['AW3407 2:1'], ['AW3403 2:24']],
    ],
    ['a bad name', '{"type":"record","name":"my-record","fields":[]}', [['AW3404 1:25', 'my_record would be']]],
    [
      'a bad field name',
      '{"type":"record","name":"R","fields":[{"name":"1st","type":"int"}]}',
      [['AW3404 1:47', '_1st would be']],
    ],
    [
      'a bad default',
      '{"type":"record","name":"R","fields":[{"name":"a","type":"int","default":"x"}]}',
      [['AW3405 1:74']],
    ],
    [
      'the default of a later branch',
      '{"type":"record","name":"R","fields":[{"name":"a","type":["string","null"],"default":null}]}',
      [['AW3405 1:86', 'put the branch of the default first']],
    ],
    ['a nested union', '["int",["string"]]', [['AW3406 1:8']]],
    ['a union with duplicates', '["int","string","int"]', [['AW3407 1:17']]],
    [
      'missing symbols',
      '{"type":"enum","name":"E","symbol":["A"]}',
      [
        ['AW3413 1:27', 'did you mean symbols?'],
        ['AW3408 1:1', 'did you mean symbols instead of symbol?'],
      ].toReversed(),
    ],
    [
      'misspelled fields',
      '{"type":"record","name":"R","filds":[]}',
      [
        ['AW3408 1:1', 'did you mean fields instead of filds?'],
        ['AW3413 1:29', 'did you mean fields?'],
      ],
    ],
    ['a repeated symbol', '{"type":"enum","name":"E","symbols":["A","B","A"]}', [['AW3409 1:46']]],
    ['a bad symbol', '{"type":"enum","name":"E","symbols":["in progress"]}', [['AW3404 1:38']]],
    [
      'an enum default that is no symbol',
      '{"type":"enum","name":"E","symbols":["ALPHA"],"default":"ALPA"}',
      [['AW3410 1:57', 'did you mean ALPHA?']],
    ],
    [
      'an unknown logical type',
      '{"type":"long","logicalType":"timestamp-milis"}',
      [['AW3411 1:30', 'did you mean timestamp-millis?']],
    ],
    ['a logical type on the wrong base', '{"type":"string","logicalType":"timestamp-millis"}', [['AW3412 1:32']]],
    ['a decimal without precision', '{"type":"bytes","logicalType":"decimal"}', [['AW3412 1:31']]],
    [
      'a repeated field',
      '{"type":"record","name":"R","fields":[{"name":"a","type":"int"},{"name":"a","type":"int"}]}',
      [['AW3414 1:73']],
    ],
    ['an empty union', '[]', [['AW3415 1:1']]],
    ['a record inside itself', '{"type":"record","name":"R","fields":[{"name":"a","type":"R"}]}', [['AW3421 1:25']]],
    ['a type that is a number', '{"type":"array","items":7}', [['AW3401 1:25']]],
    ['the JSON null as a type', '[null]', [['AW3401 1:2', 'the type is the text "null"']]],
    [
      'an unknown order',
      '{"type":"record","name":"R","fields":[{"name":"a","type":"int","order":"ascendin"}]}',
      [['AW3401 1:72', 'did you mean ascending?']],
    ],
    ['nesting without end', `${'{"type":"array","items":'.repeat(220)}"int"${'}'.repeat(220)}`, [[/^AW3420/]]],
  ])('%s is reported where it stands', (_, text, expected) => {
    const found = findings(text);
    expect(found).toHaveLength(expected.length);
    expected.forEach((row, i) =>
      row.forEach((part, j) =>
        typeof part === 'string' ? expect(found[i]?.[j]).toBe(part) : expect(found[i]?.[j]).toMatch(part),
      ),
    );
  });

  it('are all reported in one run, and metadata is none of them', () => {
    const text = `{
  "type": "record", "name": "R", "owner": "team-a", "fields": [
    { "name": "a", "type": "nope", "pii": true },
    { "name": "b", "type": ["int", "int"] },
    { "name": "c", "type": "long", "default": 1.5 }
  ]
}`;
    expect(findings(text).map((one) => one[0])).toEqual(['AW3402 3:28', 'AW3407 4:36', 'AW3405 5:47']);
  });
});
