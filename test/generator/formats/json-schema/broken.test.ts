import { describe, expect, it } from 'vitest';
import { given, schema } from './given.js';

describe('broken input', () => {
  it('of syntax is told with its place', () => {
    expect(schema('{\n  "type": "object",\n}').found).toEqual([
      'a.schema.json:3:1 AW1002 found "}" where a key in double quotes was expected',
    ]);
  });

  it('with a duplicate key is told at the second', () => {
    expect(schema('{ "type": "string", "type": "object" }').found).toEqual([
      'a.schema.json:1:21 AW1002 duplicate key "type"',
    ]);
  });

  it('with an unknown keyword suggests the known one', () => {
    const { found, hints } = schema('{\n  "type": "string",\n  "maxLenght": 3\n}');
    expect(found).toEqual(['a.schema.json:3:3 AW3101 "maxLenght" is no keyword of JSON Schema 2020-12']);
    expect(hints).toEqual(['did you mean maxLength?']);
  });

  it('with a keyword of another dialect says what to write instead', () => {
    const draft07 = 'http://json-schema.org/draft-07/schema#';
    expect(schema({ type: 'string', nullable: true }).hints).toEqual(['write "type": ["string", "null"]']);
    expect(schema({ $schema: draft07, type: 'array', prefixItems: [true] }).hints).toEqual([
      'prefixItems is a keyword of 2020-12; say so by $schema',
    ]);
    expect(schema({ type: 'array', items: [true] }).hints).toEqual([
      'draft 2020-12 writes prefixItems for a list of schemas',
    ]);
    expect(schema({ type: 'string', tsType: 'process.exit()' }).hints[0]).toContain('cannot bring TypeScript text');
  });

  it('with a reference to a definition that does not exist suggests the nearest', () => {
    const { found, hints } = schema('{ "$ref": "#/$defs/findin", "$defs": { "finding": true } }');
    expect(found).toEqual([
      'a.schema.json:1:11 AW3103 "#/$defs/findin" leads nowhere: a.schema.json has nothing at /$defs/findin',
    ]);
    expect(hints).toEqual(['did you mean #/$defs/finding?']);
  });

  it.each([
    ['#finding', 'a.schema.json has no anchor "finding"', 'did you mean #/$defs/finding?'],
    ['#ancor', 'a.schema.json has no anchor "ancor"', 'did you mean #anchor?'],
    ['#/$defs', 'what stands there is no schema', undefined],
    ['#/$defs/%zz', 'its fragment is not percent-encoded correctly', undefined],
    ['%zz.json', 'it is no URI reference', undefined],
  ])('with the reference %s says why it leads nowhere', ($ref, reason, hint) => {
    const { found, hints } = schema({
      type: 'object',
      properties: { a: { $ref } },
      $defs: { finding: true, other: { $anchor: 'anchor' } },
    });
    expect(found).toEqual([`a.schema.json:5:15 AW3103 "${$ref}" leads nowhere: ${reason}`]);
    expect(hints).toEqual([hint]);
  });

  it('with a reference to a missing file is told at the reference', () => {
    expect(given({ 'x/a.schema.json': '{ "$ref": "../y/gone.json#/a" }' }).found).toEqual([
      'x/a.schema.json:1:11 AW1001 cannot read y/gone.json: there is no such file',
    ]);
  });

  it.each([
    'https://example.com/x.json',
    '//example.com/x.json',
    'file:///etc/passwd',
    '/etc/passwd',
    '../../etc/passwd',
  ])('with a reference to %s outside of the project is refused', ($ref) => {
    expect(given({ 'x/a.schema.json': { $ref } }).found.join()).toMatch(/^x\/a\.schema\.json:2:11 AW1004 /);
  });

  it.each([
    ['{ "required": "x", "type": "object" }', '1:15 AW3102 required is "x", expected a list of strings'],
    ['{ "type": "string", "minLength": -1 }', '1:34 AW3102 minLength is -1, expected an integer of 0 or more'],
    [
      '{ "type": "strin" }',
      '1:11 AW3102 type is "strin", expected one of null, boolean, object, array, number, string, integer',
    ],
    ['{ "type": [] }', '1:11 AW3102 type is a list, expected at least one type'],
    ['{ "enum": [] }', '1:11 AW3102 enum is a list, expected at least one value'],
    ['{ "enum": ["a", "a"] }', '1:17 AW3102 enum is twice "a", expected each value once'],
    ['{ "type": "number", "multipleOf": 0 }', '1:35 AW3102 multipleOf is 0, expected a number above 0'],
    ['{ "type": "object", "properties": [] }', '1:35 AW3102 properties is a list, expected an object of schemas'],
    [
      '{ "type": "object", "properties": { "a": 1 } }',
      '1:42 AW3102 properties/a is 1, expected a schema (an object, true or false)',
    ],
    ['{ "anyOf": {} }', '1:12 AW3102 anyOf is an object, expected a list of schemas'],
    ['{ "anyOf": [] }', '1:12 AW3102 anyOf is a list, expected at least one schema'],
    ['[]', '1:1 AW3102 the schema is a list, expected an object, true or false'],
    ['{ "type": "string", "pattern": "[" }', '1:32 AW3107 the pattern "[" is not valid: unterminated character class'],
    [
      '{ "type": "string", "pattern": "^(a+)+$" }',
      '1:32 AW3107 the pattern "^(a+)+$" can match the same text in exponentially many ways',
    ],
    [
      '{ "type": "object", "patternProperties": { "(": {} } }',
      '1:44 AW3107 the pattern "(" is not valid: unterminated group',
    ],
    ['{ "type": "string", "minLength": 5, "maxLength": 3 }', '1:34 AW3114 minLength 5 is above maxLength 3'],
    [
      '{ "$schema": "http://json-schema.org/draft-04/schema#", "type": "string" }',
      '1:14 AW3106 $schema is "http://json-schema.org/draft-04/schema#", expected draft 2020-12 or draft-07',
    ],
    ['{ "type": "string", "x-sensitive": "yes" }', '1:36 AW3102 x-sensitive is "yes", expected true or false'],
    [
      '{ "type": "string", "x-decimal": { "precision": 2, "scale": 3 } }',
      '1:61 AW3102 x-decimal is 3, expected a scale that is not above the precision',
    ],
    [
      '{ "$defs": { "a": { "$anchor": "x" }, "b": { "$anchor": "x" } } }',
      '1:57 AW3105 "a.schema.json#x" is taken already',
    ],
    [
      '{ "type": "object", "properties": { "id": {} }, "required": ["ID"], "additionalProperties": false }',
      '1:62 AW3116 "ID" is required, and the closed object has no such property',
    ],
    ['{ "$ref": "#" }', '1:11 AW3112 "#" leads back here without a value in between'],
    ['{ "type": "object", "required": [1] }', '1:34 AW3102 required is 1, expected a list of strings'],
  ])('%s', (text, want) => {
    expect(schema(text).found).toEqual([`a.schema.json:${want}`]);
  });

  it('is told all at once, over all files, in the order of the text', () => {
    const { found } = given({
      'a.schema.json':
        '{ "type": "object", "properties": {\n "a": { "$ref": "b.json" },\n "b": { "minLenght": 1 },\n "c": { "type": "strng" } } }',
      'b.json': '{ "requird": [] }',
    });
    expect(found.map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
      'a.schema.json:3:9 AW3101',
      'a.schema.json:4:17 AW3102',
      'b.json:1:3 AW3101',
    ]);
  });
});

describe('circles', () => {
  it.each([
    { $ref: '#/$defs/x', $defs: { x: { $ref: '#/$defs/y' }, y: { $ref: '#/$defs/x' } } },
    { $defs: { a: { anyOf: [{ $ref: '#/$defs/a' }, { type: 'null' }] } } },
    { $defs: { a: { allOf: [{ $ref: '#/$defs/b' }] }, b: { not: { $ref: '#/$defs/a' } } } },
    { $defs: { a: { type: 'object', dependentSchemas: { x: { $ref: '#/$defs/a' } } } } },
  ])('without a value in between are refused: %j', (value) => {
    expect(schema(value).found.join()).toMatch(/^\S+ AW3112 [^,]*$/);
  });

  it('through members, items and maps are types, across files as well', () => {
    const { shown, found } = given({
      'a.schema.json': {
        type: 'object',
        properties: { b: { $ref: 'sub/b.schema.json' }, list: { type: 'array', items: { $ref: '#' } } },
      },
      'sub/b.schema.json': {
        type: 'object',
        properties: {
          a: { $ref: '../a.schema.json' },
          map: { type: 'object', additionalProperties: { $ref: '#/$defs/c' } },
        },
        $defs: { c: { anyOf: [{ $ref: '../sub/b.schema.json' }, { type: 'null' }] } },
      },
    });
    expect(found).toEqual([]);
    expect(shown).toEqual(['A { b?: B; list?: list<A> } drop', 'B { a?: A; map?: map<C> } drop', 'C = B?']);
  });
});

describe('references', () => {
  it('find schemas by $id, by anchor, by path, relative to the nearest $id', () => {
    const { shown, found } = given(
      {
        'a.schema.json': {
          $id: 'https://example.com/schemas/a',
          type: 'object',
          properties: {
            byId: { $ref: 'b' },
            byAbsoluteId: { $ref: 'https://example.com/schemas/b#/$defs/x' },
            byAnchor: { $ref: 'b#why' },
            byPath: { $ref: 'dir/c.json' },
            embedded: { $ref: 'inner/deep' },
            within: { $ref: 'inner/deep#/$defs/z' },
          },
          $defs: { inner: { $id: 'inner/deep', type: 'string', $defs: { z: { type: 'boolean' } } } },
        },
        'other.json': {
          $id: 'https://example.com/schemas/b',
          type: 'object',
          required: ['q'],
          $defs: { x: { type: 'integer' }, y: { $anchor: 'why', type: 'number' } },
        },
        'dir/c.json': { type: 'object', properties: { up: { $ref: '../a.schema.json' } } },
      },
      ['a.schema.json', 'other.json'],
    );
    expect(found).toEqual([]);
    expect(shown).toEqual([
      'A { byId?: Other; byAbsoluteId?: X; byAnchor?: Y; byPath?: C; embedded?: Inner; within?: Z } drop',
      'Inner = string',
      'Z = boolean',
      'Other { q: json any } drop',
      'X = integer(width safe)',
      'Y = float(width 64, special false)',
      'C { up?: A } drop',
    ]);
  });

  it('read YAML and JSON alike', () => {
    const { shown, found } = given({
      'a.schema.yaml': 'type: object\nproperties:\n  b: { $ref: "b.schema.json" }\n',
      'b.schema.json': { type: 'string', enum: ['x'] },
    });
    expect(found).toEqual([]);
    expect(shown).toEqual(['A { b?: B } drop', 'B enum x closed']);
  });
});

describe('size', () => {
  it('of two hundred definitions that refer to each other is no matter', () => {
    const $defs = Object.fromEntries(
      Array.from({ length: 200 }, (_, i) => [
        `d${i}`,
        {
          type: 'object',
          required: ['id'],
          properties: {
            id: { type: 'string' },
            next: { $ref: `#/$defs/d${(i + 1) % 200}` },
            inline: { type: 'object', properties: { n: { type: 'integer' } } },
          },
        },
      ]),
    );
    const start = performance.now();
    const { found, modules } = schema({ $defs });
    expect(found).toEqual([]);
    expect(modules[0]?.declarations).toHaveLength(400);
    expect(performance.now() - start).toBeLessThan(1000);
  });

  it('of a chain of definitions longer than the stack is no matter', () => {
    const $defs = Object.fromEntries(
      Array.from({ length: 20_000 }, (_, i) => [
        `d${i}`,
        i === 19_999 ? { type: 'string' } : { anyOf: [{ $ref: `#/$defs/d${i + 1}` }, { type: 'null' }] },
      ]),
    );
    const { modules } = schema(JSON.stringify({ $defs }));
    expect(modules[0]?.declarations).toHaveLength(20_000);
  });

  it('of allOf that doubles at every step stays small', () => {
    const $defs = Object.fromEntries(
      Array.from({ length: 60 }, (_, i) => [
        `d${i}`,
        i === 59
          ? { type: 'object', required: ['x'] }
          : { allOf: [{ $ref: `#/$defs/d${i + 1}` }, { $ref: `#/$defs/d${i + 1}` }] },
      ]),
    );
    const start = performance.now();
    const { modules, found } = schema({ $defs });
    expect(found).toEqual([]);
    expect(modules[0]?.declarations[0]).toMatchObject({ kind: 'record' });
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

describe('hostile names', () => {
  it('stay data: members exactly as written, declarations plain identifiers', () => {
    const names = [
      '__proto__',
      'constructor',
      '*/ alert(1) /*',
      "'; process.exit(); '",
      '\u202e',
      'größe',
      '日本',
      '3d',
      '',
      ' ',
      'a\nb',
      'toString',
      '${x}',
      '</script>',
    ];
    const properties =
      JSON.stringify(names.map((_, i) => i)) &&
      names.map((name) => `${JSON.stringify(name)}: { "type": "object", "required": ["x"] }`).join(',');
    const { modules } = schema(`{ "type": "object", "properties": { ${properties} } }`);
    const root = modules[0]?.root;
    expect(root?.kind === 'record' && root.members.map((member) => member.name)).toEqual(names);
    for (const { name } of modules[0]?.declarations ?? []) expect(name).toMatch(/^[A-Za-z][A-Za-z0-9]*$/);
  });

  it('of definitions are found by references all the same', () => {
    const { found, shown } = schema(
      '{ "type": "object", "properties": { "a": { "$ref": "#/$defs/__proto__" }, "b": { "$ref": "#/$defs/x~1y~0z%20%25" } }, "$defs": { "__proto__": { "type": "string" }, "x/y~z %": { "type": "boolean" } } }',
    );
    expect(found).toEqual([]);
    expect(shown).toEqual(['A { a?: Proto; b?: XYZ } drop', 'Proto = string', 'XYZ = boolean']);
  });

  it('in a pattern that takes its time is a warning, but where maxLength keeps it short', () => {
    const slow = schema({ type: 'object', properties: { v: { type: 'string', pattern: '^.*/.*$' } } });
    expect(slow.found).toEqual([
      'a.schema.json:6:18 AW3117 texts of more than 4096 characters are refused, as the pattern "^.*/.*$" would take too long',
    ]);
    expect(schema({ type: 'string', pattern: '^.*/.*$', maxLength: 200 }).found).toEqual([]);
  });
});
