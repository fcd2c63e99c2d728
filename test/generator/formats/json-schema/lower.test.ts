import { describe, expect, it } from 'vitest';
import { given, schema, typeOf } from './given.js';

describe('a scalar', () => {
  it.each([
    [{ type: 'boolean' }, 'boolean'],
    [{ type: 'string' }, 'string'],
    [{ type: 'string', minLength: 1, maxLength: 5, pattern: '^a' }, 'string(minLength 1, maxLength 5, pattern ^a)'],
    [{ type: 'string', format: 'uuid' }, 'string(format uuid)'],
    [{ type: 'string', format: 'date' }, 'string(format date)'],
    [{ type: 'string', format: 'date-time' }, 'timestamp(unit millis)'],
    [{ type: 'string', format: 'int64' }, 'integer(width int64)'],
    [{ type: 'integer', format: 'uint64', minimum: 5 }, 'integer(width uint64, number read, minimum 5)'],
    [{ type: 'integer' }, 'integer(width safe)'],
    [{ type: 'integer', minimum: 0, maximum: 100 }, 'integer(width safe, minimum 0, maximum 100)'],
    [{ type: 'integer', exclusiveMinimum: 0, exclusiveMaximum: 10 }, 'integer(width safe, minimum 1, maximum 9)'],
    [{ type: 'integer', minimum: 0.5, maximum: 9.5 }, 'integer(width safe, minimum 1, maximum 9)'],
    [{ type: 'integer', format: 'int32', multipleOf: 5 }, 'integer(width int32, multipleOf 5)'],
    [{ type: 'number' }, 'float(width 64, special false)'],
    [{ type: ['integer', 'number'] }, 'float(width 64, special false)'],
    [{ type: 'number', format: 'float', exclusiveMinimum: 0 }, 'float(width 32, special false, exclusiveMinimum 0)'],
    [{ type: 'string', 'x-decimal': { precision: 12, scale: 2 } }, 'decimal(digits {"precision":12,"scale":2})'],
    [{ type: 'string', contentEncoding: 'base64' }, 'bytes'],
    [{ type: 'string', contentEncoding: 'base64', maxLength: 8, minLength: 4 }, 'bytes(minLength 1, maxLength 6)'],
    [{ const: 'x' }, '"x"'],
    [{ const: 3 }, '3'],
    [{ type: 'null' }, 'null'],
    [{ enum: [true] }, 'true'],
    [true, 'json any'],
    [{}, 'json any'],
    [{ description: 'anything' }, 'json any'],
    [{ type: ['string', 'null'] }, 'string?'],
    [{ anyOf: [{ type: 'string' }, { type: 'null' }] }, 'string?'],
    [{ oneOf: [{ type: 'integer' }, { type: 'null' }], description: 'x' }, 'integer(width safe)?'],
    [{ allOf: [{ type: 'string', minLength: 1 }, { maxLength: 5 }] }, 'string(minLength 1, maxLength 5)'],
    [
      { anyOf: [{ type: 'string' }, { type: 'number' }] },
      'union by json-kind (string: string, number: float(width 64, special false))',
    ],
  ])('%j', (value, want) => {
    expect(typeOf(value)).toBe(want);
  });

  it('of 64 bits keeps bounds that a number would round', () => {
    const { modules } = schema('{"type":"integer","format":"int64","maximum":9223372036854775807}');
    expect(modules[0]?.root).toMatchObject({ type: { width: 'int64', maximum: 9223372036854775807n } });
  });
});

describe('a container', () => {
  it.each([
    [
      { type: 'array', items: { type: 'string' }, minItems: 1, uniqueItems: true },
      'list<string>(minItems 1, uniqueItems true)',
    ],
    [{ type: 'array' }, 'json array'],
    [{ type: 'object' }, 'json object'],
    [{ type: 'object', additionalProperties: { type: 'number' } }, 'map<float(width 64, special false)>'],
    [
      { type: 'object', additionalProperties: { type: 'string' }, propertyNames: { pattern: '^a' }, minProperties: 1 },
      'map<string>(keyPattern ^a, minProperties 1)',
    ],
    [
      { type: 'object', patternProperties: { '^x-': { type: 'string' } }, additionalProperties: false },
      'map<string>(keyPattern ^x-)',
    ],
    [{ type: 'object', maxProperties: 3 }, 'map<json any>(maxProperties 3)'],
  ])('%j', (value, want) => {
    expect(typeOf(value)).toBe(want);
  });
});

describe('declarations', () => {
  it('are the root, the $defs and what is hoisted, in the order of the text', () => {
    const { shown, found, modules } = given({
      'schemas/task_request.schema.json': {
        type: 'object',
        title: 'Some other name',
        description: 'A task',
        required: ['task_id', 'steps', 'free'],
        properties: {
          task_id: { type: 'string', description: 'Its id', 'x-sensitive': true },
          priority: { enum: ['low', 'high'], default: 'low' },
          steps: { type: 'array', items: { type: 'object', properties: { n: { type: 'integer' } } } },
          parent: { $ref: '#', deprecated: true },
          finding: { $ref: '#/$defs/key_finding' },
          by_name: { type: 'object', additionalProperties: { type: 'object', required: ['x'] } },
        },
        $defs: {
          key_finding: { type: 'object', properties: { level: { $ref: '#/$defs/level' } } },
          level: { type: 'integer', minimum: 1 },
        },
      },
    });
    expect(found).toEqual([]);
    expect(shown).toEqual([
      'TaskRequest { task_id: string; priority?: TaskRequestPriority; steps: list<TaskRequestStepsItem>; parent?: TaskRequest; finding?: KeyFinding; by_name?: map<TaskRequestByNameValue>; free: json any } drop',
      'TaskRequestPriority enum low|high closed',
      'TaskRequestStepsItem { n?: integer(width safe) } drop',
      'TaskRequestByNameValue { x: json any } drop',
      'KeyFinding { level?: Level } drop',
      'Level = integer(width safe, minimum 1)',
    ]);
    const root = modules[0]?.root;
    expect(root?.description).toBe('A task');
    expect(root?.kind === 'record' && root.members).toMatchObject([
      { description: 'Its id', sensitive: true },
      { default: 'low' },
      {},
      { deprecated: true },
      {},
      {},
      {},
    ]);
    expect(modules[0]?.exports.get('#/$defs/key_finding')?.name).toBe('KeyFinding');
    expect(modules[0]?.exports.get('key_finding')?.name).toBe('KeyFinding');
    expect(modules[0]?.exports.get('#')).toBe(root);
    expect(root?.origin).toEqual({ format: 'json-schema', path: 'schemas/task_request.schema.json', name: '#' });
  });

  it('have no root where the file only defines', () => {
    const { modules, shown } = schema({ $defs: { a: { type: 'string' } } });
    expect(modules[0]?.root).toBeUndefined();
    expect(shown).toEqual(['A = string']);
  });

  it('make the definition the root where the root only refers to it', () => {
    const { modules, shown, found } = given({
      'person.json': {
        $schema: 'http://json-schema.org/draft-07/schema#',
        $ref: '#/definitions/person',
        definitions: { person: { type: 'object', properties: { age: { type: 'integer' } } } },
      },
    });
    expect(found).toEqual([]);
    expect(shown).toEqual(['Person { age?: integer(width safe) } drop']);
    expect(modules[0]?.root?.name).toBe('Person');
  });

  it('name a referenced place that is no definition after where it stands', () => {
    const { shown } = schema({
      type: 'object',
      properties: {
        a: { type: 'string' },
        b: { $ref: '#/properties/a' },
        c: { $ref: '#/properties/d/items' },
        d: { type: 'array', items: { type: 'object', required: ['x'] } },
      },
    });
    expect(shown).toEqual([
      'A { a?: AA; b?: AA; c?: ADItem; d?: list<ADItem> } drop',
      'AA = string',
      'ADItem { x: json any } drop',
    ]);
  });

  it('of a nullable object are an alias and a record', () => {
    const { shown, found } = schema({
      $defs: {
        x: { type: ['object', 'null'], required: ['a'] },
        y: { anyOf: [{ type: 'null' }, { type: 'object', required: ['b'] }] },
      },
    });
    expect(found).toEqual([]);
    expect(shown).toEqual(['X = XValue?', 'XValue { a: json any } drop', 'Y = YValue?', 'YValue { b: json any } drop']);
  });
});

describe('words', () => {
  it('are closed by enum, open beside any string, described by const branches', () => {
    const { shown, modules, found } = schema({
      $defs: {
        closed: { type: 'string', enum: ['a', 'b'] },
        open: { anyOf: [{ enum: ['a', 'b'] }, { type: 'string' }] },
        told: {
          oneOf: [
            { const: 'a', description: 'first' },
            { const: 'b', deprecated: true },
          ],
        },
        maybe: { enum: ['a', null] },
        maybeOpen: { anyOf: [{ enum: ['a'] }, { type: 'string' }, { type: 'null' }] },
      },
    });
    expect(found).toEqual([]);
    expect(shown).toEqual([
      'Closed enum a|b closed',
      'Open enum a|b words',
      'Told enum a|b closed',
      'Maybe = MaybeValue?',
      'MaybeValue enum a closed',
      'MaybeOpen = MaybeOpenValue?',
      'MaybeOpenValue enum a words',
    ]);
    expect(modules[0]?.declarations[2]).toMatchObject({ words: [{ description: 'first' }, { deprecated: true }] });
  });

  it('of other kinds than strings stay open JSON', () => {
    expect(typeOf({ enum: [1, 2] })).toBe('json any {"enum":[1,2]}');
    expect(typeOf({ const: { a: 1 } })).toContain('"const":{"a":1}');
  });
});

describe('a union', () => {
  const cat = {
    type: 'object',
    required: ['kind'],
    properties: { kind: { const: 'cat' }, lives: { type: 'integer' } },
  };
  const dog = { type: 'object', required: ['kind'], properties: { kind: { const: 'dog' } } };

  it('is told by a constant tag', () => {
    const { shown, found } = schema({ oneOf: [{ $ref: '#/$defs/cat' }, dog], $defs: { cat } });
    expect(found).toEqual([]);
    expect(shown[0]).toBe('A = union by tag kind (cat: Cat, dog: ADog)');
  });

  it('is told by a required key that closed others refuse', () => {
    const { shown, found } = schema({
      oneOf: [
        { type: 'object', required: ['a'], properties: { a: {} }, additionalProperties: false },
        { type: 'object', required: ['b'], properties: { b: {} }, additionalProperties: false },
      ],
    });
    expect(found).toEqual([]);
    expect(shown[0]).toBe('A = union by required-key (a: AOption1, b: AOption2)');
  });

  it('tells objects from other kinds first', () => {
    const { shown, found } = schema({ anyOf: [cat, { type: 'string' }, dog, { type: 'null' }] });
    expect(found).toEqual([]);
    expect(shown[0]).toBe('A = union by json-kind (object: union by tag kind (cat: ACat, dog: ADog), string: string)?');
  });

  it('that cannot be told apart asks for a tag', () => {
    const { found, hints } = schema({
      oneOf: [
        { type: 'object', required: ['a'] },
        { type: 'object', required: ['b'] },
      ],
    });
    expect(found).toEqual([
      'a.schema.json:2:3 AW3108 the branches cannot be told apart: 2 branches are objects, and no required property is a different const in each',
    ]);
    expect(hints[0]).toContain('"kind"');
  });

  it('of overlapping scalars is open JSON, judged in full', () => {
    expect(
      typeOf({
        anyOf: [
          { type: 'string', format: 'uuid' },
          { type: 'string', maxLength: 3 },
        ],
      }),
    ).toMatch(/^json any /);
  });
});

describe('allOf', () => {
  it('merges records, with members refined', () => {
    const { shown, found } = schema({
      allOf: [{ $ref: '#/$defs/base' }, { required: ['b'], properties: { b: { type: 'string' }, n: { maximum: 9 } } }],
      $defs: {
        base: {
          type: 'object',
          required: ['a'],
          properties: { a: { type: 'string' }, n: { type: 'integer', minimum: 1 } },
        },
      },
    });
    expect(found).toEqual([]);
    expect(shown[0]).toBe('A { a: string; n?: integer(width safe, minimum 1, maximum 9); b: string } drop');
  });

  it('is closed by unevaluatedProperties beside it', () => {
    const { shown } = schema({
      $ref: '#/$defs/base',
      properties: { b: { type: 'string' } },
      unevaluatedProperties: false,
      $defs: { base: { type: 'object', properties: { a: { type: 'string' } } } },
    });
    expect(shown[0]).toBe('A { a?: string; b?: string } refuse');
  });

  it('with a closed part that refuses the other part stays open JSON', () => {
    const { shown } = schema({
      allOf: [{ type: 'object', properties: { a: {} }, additionalProperties: false }, { properties: { b: {} } }],
    });
    expect(shown[0]).toMatch(/^A = json object /);
  });

  it('shares what a base hoists', () => {
    const { shown } = schema({
      allOf: [{ $ref: '#/$defs/base' }, { required: ['o'] }],
      $defs: { base: { type: 'object', properties: { o: { type: 'object', required: ['x'] } } } },
    });
    expect(shown).toEqual(['A { o: BaseO } drop', 'Base { o?: BaseO } drop', 'BaseO { x: json any } drop']);
  });
});

describe('what the model cannot say', () => {
  it.each([
    { if: { type: 'string' }, then: { minLength: 1 } },
    { not: { type: 'string' } },
    { type: 'array', contains: { type: 'string' } },
    { type: 'array', prefixItems: [{ type: 'string' }] },
    { type: 'object', dependentRequired: { a: ['b'] } },
    { type: 'object', patternProperties: { '^a': { type: 'string' } } },
    { type: ['string', 'number'], minLength: 1 },
    { type: 'object', properties: { a: { type: 'string' } }, additionalProperties: { type: 'number' } },
    { type: 'object', properties: { a: true }, anyOf: [{ required: ['a'] }, { required: ['b'] }] },
    false,
  ])('is open JSON with its schema: %j', (value) => {
    expect(typeOf(value)).toMatch(/^json \w+ (?:\{"|false)/);
  });

  it('is made self-contained: references lead into its own $defs, annotations are gone', () => {
    const { shown } = schema({
      type: 'object',
      properties: { m: { not: { $ref: '#/$defs/node' }, description: 'gone', 'x-note': 1, default: 1 } },
      $defs: {
        node: {
          title: 'x',
          type: 'object',
          properties: { next: { $ref: '#/$defs/node' } },
        },
      },
    });
    expect(shown[0]).toBe(
      'A { m?: json any {"not":{"$ref":"#/$defs/Node"},"$defs":{"Node":{"type":"object","properties":{"next":{"$ref":"#/$defs/Node"}}}}} } drop',
    );
  });

  it('without a type is warned about', () => {
    const { found, hints } = schema({ properties: { a: { type: 'string' } } });
    expect(found).toEqual([
      'a.schema.json:2:3 AW3111 properties without a type lets everything else than objects through',
    ]);
    expect(hints).toEqual(['add "type": "object"']);
  });
});

describe('draft-07', () => {
  const $schema = 'http://json-schema.org/draft-07/schema#';

  it('has definitions, $id as anchor, and nothing beside $ref', () => {
    const { shown, found } = schema({
      $schema,
      type: 'object',
      properties: { a: { $ref: '#thing', description: 'fine' }, b: { $ref: '#/definitions/t', minLength: 3 } },
      definitions: { t: { $id: '#thing', type: 'string' } },
    });
    expect(found).toEqual(['a.schema.json:11:7 AW3113 minLength beside $ref is ignored in draft-07']);
    expect(shown).toEqual(['A { a?: T; b?: T } drop', 'T = string']);
  });

  it('says its tuples and dependencies in the words of 2020-12', () => {
    const { shown } = schema({ $schema, type: 'array', items: [{ type: 'string' }], additionalItems: false });
    expect(shown).toEqual(['A = json array {"type":"array","prefixItems":[{"type":"string"}],"items":false}']);
  });
});
