import { describe, expect, it } from 'vitest';
import { compileSchema } from '../../../../runtime/src/codec/json-schema/index.js';

const draft07 = 'http://json-schema.org/draft-07/schema#';

/** `path message` of every issue. */
function judge(schema: unknown, value: unknown): string[] {
  return compileSchema(schema)(value).map((issue) => `${issue.path} ${issue.message}`);
}

describe('a keyword', () => {
  it.each<[unknown, readonly unknown[], readonly [unknown, string][]]>([
    [
      { type: 'integer' },
      [1, 1.0, -0],
      [
        [1.5, ' 1.5 is not an integer'],
        ['1', ' "1" is not an integer'],
      ],
    ],
    [{ type: ['string', 'null'] }, ['', null], [[{}, ' an object is not a string or null']]],
    [
      { enum: [1, 'a', { x: [1, 2] }] },
      [1, 'a', { x: [1, 2] }],
      [[{ x: [2, 1] }, ' an object is not one of 1, "a", an object']],
    ],
    [{ const: { a: 1, b: 2 } }, [{ b: 2, a: 1 }], [[{ a: 1 }, ' an object is not an object']]],
    [
      { minimum: 1, exclusiveMaximum: 3 },
      [1, 2.9, 'x'],
      [
        [0, ' 0 is below 1'],
        [3, ' 3 is not below 3'],
      ],
    ],
    [
      { maximum: 1, exclusiveMinimum: 0 },
      [1, 0.1],
      [
        [2, ' 2 is above 1'],
        [0, ' 0 is not above 0'],
      ],
    ],
    [{ multipleOf: 0.01 }, [0.07, 19.99, 'x'], [[0.075, ' 0.075 is not a multiple of 0.01']]],
    [
      { minLength: 2, maxLength: 3 },
      ['ab', '😀😀😀', 1],
      [
        ['😀', ' 1 character, at least 2 expected'],
        ['abcd', ' 4 characters, at most 3 expected'],
      ],
    ],
    [{ pattern: '^\\p{L}+$' }, ['é', 1], [['1', ' "1" does not match ^\\p{L}+$']]],
    [{ format: 'ipv4' }, ['127.0.0.1', 1], [['x', ' "x" is not of the format ipv4']]],
    [
      { minItems: 1, maxItems: 2 },
      [[1], 'x'],
      [
        [[], ' 0 items, at least 1 expected'],
        [[1, 2, 3], ' 3 items, at most 2 expected'],
      ],
    ],
    [
      { uniqueItems: true },
      [[1, '1', { a: 1 }]],
      [
        [
          [
            { a: 1, b: 2 },
            { b: 2, a: 1 },
          ],
          ' item 1 stands before as well, and each was expected once',
        ],
      ],
    ],
    [
      { prefixItems: [{ type: 'string' }], items: { type: 'number' } },
      [['a', 1], []],
      [
        [[1, 'a'], '/0 1 is not a string'],
        [['a', 'b'], '/1 "b" is not a number'],
      ],
    ],
    [{ prefixItems: [{ type: 'string' }], items: false }, [['a']], [[['a', 1], '/1 nothing is expected here']]],
    [{ contains: { type: 'string' } }, [['a', 1]], [[[1], ' 0 items of the kind asked for, at least 1 expected']]],
    [
      { contains: { type: 'string' }, minContains: 0, maxContains: 1 },
      [[1], ['a']],
      [[['a', 'b'], ' 2 items of the kind asked for, at most 1 expected']],
    ],
    [{ required: ['a', '__proto__'] }, [JSON.parse('{"a":1,"__proto__":2}')], [[{}, ' "a" is required']]],
    [{ properties: { toString: { type: 'string' } } }, [{}], [[{ toString: 1 }, '/toString 1 is not a string']]],
    [{ properties: { 'a/b~c': false } }, [{}], [[{ 'a/b~c': 1 }, '/a~1b~0c nothing is expected here']]],
    [
      { patternProperties: { '^x': { type: 'string' } }, additionalProperties: false },
      [{ x1: '' }],
      [
        [{ x1: 1 }, '/x1 1 is not a string'],
        [{ y: 1 }, ' "y" is not expected'],
      ],
    ],
    [{ additionalProperties: { type: 'number' } }, [{ a: 1 }], [[{ a: '' }, '/a "" is not a number']]],
    [{ propertyNames: { maxLength: 1 } }, [{ a: 1 }], [[{ ab: 1 }, ' 2 characters, at most 1 expected']]],
    [
      { minProperties: 1, maxProperties: 1 },
      [{ a: 1 }],
      [
        [{}, ' 0 properties, at least 1 expected'],
        [{ a: 1, b: 1 }, ' 2 properties, at most 1 expected'],
      ],
    ],
    [{ dependentRequired: { a: ['b'] } }, [{ a: 1, b: 1 }, { b: 1 }], [[{ a: 1 }, ' "b" is required beside "a"']]],
    [{ dependentSchemas: { a: { required: ['b'] } } }, [{}], [[{ a: 1 }, ' "b" is required']]],
    [{ allOf: [{ minimum: 1 }, { maximum: 2 }] }, [1], [[0, ' 0 is below 1']]],
    [{ anyOf: [{ type: 'string' }, { minimum: 2 }] }, ['', 2], [[1, ' 1 matches none of the 2 branches']]],
    [
      { oneOf: [{ minimum: 1 }, { maximum: 2 }] },
      [0, 3],
      [[1.5, ' 1.5 matches the branches 1 and 2, exactly one expected']],
    ],
    [{ not: { type: 'string' } }, [1], [['', ' "" matches what is ruled out']]],
    [
      { if: { type: 'string' }, then: { minLength: 1 }, else: { type: 'number' } },
      ['a', 1],
      [
        ['', ' 0 characters, at least 1 expected'],
        [null, ' null is not a number'],
      ],
    ],
    [{ then: false }, [1], []],
    [
      { $ref: '#/$defs/a', minimum: 3, $defs: { a: { maximum: 5 } } },
      [4],
      [
        [2, ' 2 is below 3'],
        [6, ' 6 is above 5'],
      ],
    ],
    [
      {
        unevaluatedProperties: false,
        allOf: [{ properties: { a: true } }],
        if: { properties: { b: { const: 1 } }, required: ['b'] },
      },
      [{ a: 1 }, { b: 1 }],
      [
        [{ b: 2 }, ' "b" is not expected'],
        [{ c: 1 }, ' "c" is not expected'],
      ],
    ],
    [
      { unevaluatedItems: false, prefixItems: [true], contains: { const: 9 } },
      [[1, 9]],
      [[[9, 1], '/1 nothing is expected here']],
    ],
    [
      {
        unevaluatedProperties: { type: 'number' },
        anyOf: [
          { properties: { a: true }, required: ['a'] },
          { properties: { b: true }, required: ['b'] },
        ],
      },
      [{ a: '', b: '', c: 1 }],
      [[{ a: '', c: '' }, '/c "" is not a number']],
    ],
    [
      { $schema: draft07, items: [{ type: 'string' }], additionalItems: { type: 'number' } },
      [['a', 1]],
      [[['a', 'b'], '/1 "b" is not a number']],
    ],
    [
      { $schema: draft07, dependencies: { a: ['b'], c: { required: ['d'] } } },
      [{ a: 1, b: 1 }],
      [
        [{ a: 1 }, ' "b" is required beside "a"'],
        [{ c: 1 }, ' "d" is required'],
      ],
    ],
    [
      { $schema: draft07, $ref: '#/definitions/a', minimum: 3, definitions: { a: { maximum: 5 } } },
      [2],
      [[6, ' 6 is above 5']],
    ],
    [false, [], [[1, ' nothing is expected here']]],
    [true, [1], []],
  ])('%j', (schema, valid, invalid) => {
    for (const value of valid) expect([value, judge(schema, value)]).toEqual([value, []]);
    for (const [value, first] of invalid) expect([value, judge(schema, value)[0]]).toEqual([value, first]);
  });

  it('in a branch that fails has evaluated nothing', () => {
    const schema = {
      unevaluatedItems: false,
      oneOf: [{ unevaluatedItems: { unevaluatedItems: false } }, { maxProperties: 0 }],
    };
    expect(judge(schema, [[null]])).toEqual(['/0 nothing is expected here']);
    expect(judge({ unevaluatedItems: false, contains: { minItems: 1 } }, [[], null])).toEqual([
      '/0 nothing is expected here',
    ]);
    expect(judge({ prefixItems: [false], contains: { type: 'string' } }, [])).toHaveLength(1);
  });

  it('of a name that every object inherits is not there', () => {
    expect(judge({ required: ['toString', 'constructor'] }, {})).toHaveLength(2);
    expect(judge({ properties: { constructor: false, ['__proto__']: false } }, {})).toEqual([]);
  });

  it('reports every problem, with its path', () => {
    expect(
      judge({ required: ['id'], properties: { n: { type: 'array', items: { maximum: 1 } } } }, { n: [2, 1, 3] }),
    ).toEqual([' "id" is required', '/n/0 2 is above 1', '/n/2 3 is above 1']);
  });

  it('of format is asserted unless asked not to', () => {
    expect(compileSchema({ format: 'uuid' })('x')).toHaveLength(1);
    expect(compileSchema({ format: 'uuid' }, { formats: false })('x')).toEqual([]);
    expect(compileSchema({ format: 'own' })('x')).toEqual([]);
  });
});

describe('references', () => {
  it('lead to anchors, embedded $ids and relative URIs', () => {
    const schema = {
      $id: 'https://example.com/a/root',
      properties: {
        anchor: { $ref: '#here' },
        embedded: { $ref: 'other' },
        inner: { $ref: 'other#/$defs/x' },
        encoded: { $ref: '#/$defs/a~1b%20c' },
      },
      $defs: {
        h: { $anchor: 'here', type: 'string' },
        o: { $id: 'other', type: 'number', $defs: { x: { type: 'null' } } },
        'a/b c': { type: 'boolean' },
      },
    };
    expect(judge(schema, { anchor: 'x', embedded: 1, inner: null, encoded: true })).toEqual([]);
    expect(judge(schema, { anchor: 1, embedded: 'x', inner: 1, encoded: 1 })).toHaveLength(4);
  });

  it('may be recursive', () => {
    const tree = { properties: { children: { type: 'array', items: { $ref: '#' } } }, required: ['children'] };
    expect(judge(tree, { children: [{ children: [] }] })).toEqual([]);
    expect(judge(tree, { children: [{ children: [{}] }] })).toEqual(['/children/0/children/0 "children" is required']);
  });

  it('by $dynamicRef take the outermost dynamic anchor', () => {
    const schema = {
      $id: 'https://example.com/strict',
      $ref: 'tree',
      $dynamicAnchor: 'node',
      unevaluatedProperties: false,
      $defs: {
        tree: {
          $id: 'tree',
          $dynamicAnchor: 'node',
          type: 'object',
          properties: { children: { type: 'array', items: { $dynamicRef: '#node' } } },
        },
      },
    };
    expect(judge(schema, { children: [{ children: [] }] })).toEqual([]);
    expect(judge(schema, { children: [{ daat: 1 }] })).toEqual(['/children/0 "daat" is not expected']);
    expect(judge(schema.$defs.tree, { children: [{ daat: 1 }] })).toEqual([]);
  });

  it('that lead nowhere are told when the schema is compiled', () => {
    for (const $ref of ['#/$defs/gone', '#gone', 'gone.json', 'https://example.com/x', '#/$defs/toString']) {
      expect(() => compileSchema({ $ref, $defs: {} })).toThrow(TypeError);
    }
    expect(() => compileSchema({ pattern: '[' })).toThrow(TypeError);
  });
});

describe('limits', () => {
  it('end a schema that applies itself for ever', () => {
    expect(judge({ $ref: '#' }, 1)).toEqual([' the schema applies to itself too often to be judged']);
    expect(judge({ anyOf: [{ $ref: '#' }, true] }, 1)).toHaveLength(1);
    expect(judge({ not: { $ref: '#' } }, 1)).toHaveLength(1);
  });

  it('end an exponential combination', () => {
    const $defs = Object.fromEntries(
      Array.from({ length: 60 }, (_, i) => [
        `d${i}`,
        i === 59 ? false : { anyOf: [{ $ref: `#/$defs/d${i + 1}` }, { $ref: `#/$defs/d${i + 1}` }] },
      ]),
    );
    const start = performance.now();
    expect(judge({ $ref: '#/$defs/d0', $defs }, 1)).toHaveLength(1);
    expect(performance.now() - start).toBeLessThan(4000);
  });

  it('end a value nested deeper than a schema may follow', () => {
    let value: unknown = 1;
    for (let i = 0; i < 5000; i++) value = [value];
    expect(judge({ items: { $ref: '#' } }, value)).toHaveLength(1);
    expect(judge({ items: { anyOf: [{ $ref: '#' }] } }, value)).toHaveLength(1);
  });

  it('hold for a chain of references longer than the stack', () => {
    const $defs = Object.fromEntries(
      Array.from({ length: 50_000 }, (_, i) => [
        `d${i}`,
        { properties: { a: { $ref: `#/$defs/d${(i + 1) % 50_000}` } } },
      ]),
    );
    expect(judge({ $ref: '#/$defs/d0', $defs }, { a: { a: 1 } })).toEqual([]);
  });

  it('keep a hundred issues of a broken list', () => {
    expect(
      judge(
        { items: { type: 'string' } },
        Array.from({ length: 5000 }, () => 1),
      ),
    ).toHaveLength(100);
  });
});
