import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDiagnostics } from '../../../generator/src/diagnostics/index.js';
import { at, maxFileSize, parseDocument, pointerTo, toJson } from '../../../generator/src/source/document.js';
import { locate } from '../../../generator/src/source/text.js';

function parse(path: string, text: string) {
  const diagnostics = createDiagnostics();
  const node = parseDocument({ path, text }, diagnostics);
  return { node, found: diagnostics.all.map((d) => `${locate(d.span)} ${d.code} ${d.message}`), all: diagnostics.all };
}

describe('a JSON document', () => {
  it('means what JSON.parse says, for any JSON text', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6, noUnicodeString: false }), fc.constantFrom(undefined, 2), (json, indent) => {
        const text = JSON.stringify(JSON.parse(json), undefined, indent);
        const { node, found } = parse('a.json', text);
        expect(found).toEqual([]);
        expect(node && toJson(node)).toEqual(JSON.parse(text));
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('is refused exactly where JSON.parse refuses it, for texts with one character changed', () => {
    const characters = fc.constantFrom(
      '"',
      '\\',
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '0',
      '-',
      '.',
      'e',
      't',
      '\n',
      '\u0001',
      'u',
    );
    fc.assert(
      fc.property(fc.json({ maxDepth: 3 }), fc.nat(), characters, fc.boolean(), (json, place, character, insert) => {
        const index = place % (json.length + 1);
        const text = json.slice(0, index) + character + json.slice(index + (insert ? 0 : 1));
        const { found } = parse('a.json', text);
        const ours = found.filter((line) => !line.includes('duplicate key')).length === 0;
        expect([text, ours]).toEqual([text, accepts(text)]);
      }),
      { seed: 2, numRuns: 3000 },
    );
  });

  it('knows the place of every value and key', () => {
    const text = '{\n  "a": [1, {"b": true}]\n}';
    const { node } = parse('a.json', text);
    const b = node && at(node, '/a/1/b');
    expect(b?.kind).toBe('boolean');
    expect(b && locate(b.span)).toBe('a.json:2:18');
    const entry = node?.kind === 'object' ? node.entries[0] : undefined;
    expect(entry && text.slice(entry.keySpan.start, entry.keySpan.end)).toBe('"a"');
  });

  it.each([
    ['{ "a": 1, "a": 2 }', 'a.json:1:11 AW1002 duplicate key "a"'],
    ['{ "a": 1, }', 'a.json:1:11 AW1002 found "}" where a key in double quotes was expected'],
    ['[1,\n]', 'a.json:2:1 AW1002 found "]" where a value was expected'],
    ['{\n  // note\n}', 'a.json:2:3 AW1002 found "/" where a key in double quotes was expected'],
    ['{"a" 1}', 'a.json:1:6 AW1002 found "1" where \':\' was expected'],
    ['[01]', 'a.json:1:2 AW1002 found "01", which is no JSON number'],
    ['["a\nb"]', 'a.json:1:4 AW1002 found a line break inside a string'],
    ['["a\\q"]', 'a.json:1:4 AW1002 found "\\\\q", which is no escape'],
    ['["abc', 'a.json:1:2 AW1002 the string that starts here never ends'],
    ['', 'a.json:1:1 AW1002 found the end of the file where a value was expected'],
    ['{} x', 'a.json:1:4 AW1002 found "x" after the end of the document'],
    ['[1e999]', 'a.json:1:2 AW1002 1e999 is beyond what a number can hold'],
    ['nul', 'a.json:1:1 AW1002 found "nul" where a value was expected'],
  ])('%j is told with its place', (text, expected) => {
    expect(parse('a.json', text).found).toEqual([expected]);
  });

  it('gives a hint where the slip is a common one', () => {
    expect(parse('a.json', '{ // x\n}').all[0]?.hint).toBe('JSON has no comments');
    expect(parse('a.json', '[1,]').all[0]?.hint).toBe('remove the comma before it');
    expect(parse('a.json', "{'a': 1}").all[0]?.hint).toBe('JSON strings stand in double quotes');
  });

  it('reports every duplicate key and keeps the first value', () => {
    const { node, found } = parse('a.json', '{"a":1,"a":2,"b":{"c":1,"c":2}}');
    expect(found).toHaveLength(2);
    expect(node && toJson(node)).toEqual({ a: 1, b: { c: 1 } });
  });

  it('keeps a number as it was spelled', () => {
    const { node } = parse('a.json', '9007199254740993');
    expect(node).toMatchObject({ kind: 'number', raw: '9007199254740993' });
  });

  it('takes __proto__ as a key like any other', () => {
    const { node } = parse('a.json', '{"__proto__": {"polluted": true}, "constructor": 1}');
    const value = node && toJson(node);
    expect(Object.keys(value ?? {})).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(node && at(node, '/__proto__/polluted')?.kind).toBe('boolean');
    expect(node && at(node, '/toString')).toBeUndefined();
  });

  it('stops at 256 levels, and takes 256', () => {
    expect(parse('a.json', '['.repeat(257) + ']'.repeat(257)).found).toEqual([
      'a.json:1:257 AW1002 nesting is deeper than 256',
    ]);
    expect(parse('a.json', '['.repeat(256) + ']'.repeat(256)).found).toEqual([]);
    expect(parse('a.json', '['.repeat(1_000_000)).found).toHaveLength(1);
  });

  it('refuses a file above the limit by its size', () => {
    const { found } = parse('a.json', `"${'x'.repeat(maxFileSize)}"`);
    expect(found[0]).toContain('AW1003');
  });

  it('reads two megabytes in well under two seconds', () => {
    const text = JSON.stringify(
      Array.from({ length: 20_000 }, (_, i) => ({
        id: i,
        name: `n${i}`,
        nested: { a: [1, 2, 3], b: 'text with \\ escape' },
      })),
      null,
      1,
    );
    expect(text.length).toBeGreaterThan(2_000_000);
    const start = performance.now();
    expect(parse('a.json', text).found).toEqual([]);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

describe('a YAML document', () => {
  it('means the same as the JSON text it was written from', () => {
    const { node, found } = parse('a.yaml', 'a: 1\nb:\n  - true\n  - "x"\n  - ~\n200: ok\non: y\n');
    expect(found).toEqual([]);
    expect(node && toJson(node)).toEqual({ a: 1, b: [true, 'x', null], '200': 'ok', on: 'y' });
  });

  it('is a superset of JSON', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), (json) => {
        const { node } = parse('a.yaml', json);
        expect(node && toJson(node)).toEqual(JSON.parse(json));
      }),
      { seed: 3, numRuns: 100 },
    );
  });

  it('knows the place of every value and key', () => {
    const { node } = parse('a.yaml', 'first: 1\nsecond:\n  third: [x]\n');
    const x = node && at(node, '/second/third/0');
    expect(x && locate(x.span)).toBe('a.yaml:3:11');
  });

  it.each([
    ['a: 1\na: 2\n', 'a.yaml:2:1 AW1002 duplicate key "a"'],
    ['a: !!js/function "x"\n', 'a.yaml:1:4 AW1002 unresolved tag: tag:yaml.org,2002:js/function'],
    ['a: !secret x\n', 'a.yaml:1:4 AW1002 unresolved tag: !secret'],
    ['a: *gone\n', 'a.yaml:1:4 AW1002 the anchor gone is not defined'],
    ['? [a, b]\n: 1\n', 'a.yaml:1:3 AW1002 a key must be a plain word or a string'],
    ['a: .inf\n', 'a.yaml:1:4 AW1002 .inf is no JSON number'],
    ['a: &x [*x]\n', undefined],
    ['a: 1\n---\nb: 2\n', undefined],
    ['a: [1\n', undefined],
  ])('%j is refused with its place', (text, expected) => {
    const { found } = parse('a.yaml', text);
    expect(found.length).toBeGreaterThan(0);
    if (expected !== undefined) expect(found).toEqual([expected]);
  });

  it('follows an alias to its value', () => {
    const { node } = parse('a.yaml', 'a: &x { b: 1 }\nc: *x\n');
    expect(node && toJson(node)).toEqual({ a: { b: 1 }, c: { b: 1 } });
  });

  it('does not merge by <<, which YAML 1.2 does not have', () => {
    const { node } = parse('a.yaml', 'a: &x { b: 1 }\nc:\n  <<: *x\n');
    expect(node && toJson(node)).toEqual({ a: { b: 1 }, c: { '<<': { b: 1 } } });
  });

  it('ends a billion laughs quickly', () => {
    const lines = ['a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]'];
    for (let i = 1; i < 10; i++)
      lines.push(
        `a${i}: &a${i} [${Array(9)
          .fill(`*a${i - 1}`)
          .join(', ')}]`,
      );
    const start = performance.now();
    expect(parse('a.yaml', lines.join('\n')).found[0]).toContain('aliases add more than 10000 values');
    expect(performance.now() - start).toBeLessThan(2000);
  });

  it('ends deep nesting as a finding, never as a crash', () => {
    expect(parse('a.yaml', '['.repeat(300) + ']'.repeat(300)).found[0]).toContain('nesting is deeper than 256');
    expect(parse('a.yaml', '['.repeat(30_000)).found.length).toBeGreaterThan(0);
  });
});

describe('a pointer', () => {
  it('leads back to the node it was made from, whatever the key', () => {
    fc.assert(
      fc.property(fc.string(), (key) => {
        const { node } = parse('a.json', JSON.stringify({ [key]: 'here' }));
        const found = node && at(node, pointerTo('', key));
        expect(found).toMatchObject({ kind: 'string', value: 'here' });
      }),
      { seed: 4, numRuns: 200 },
    );
  });

  it('finds nothing beside the document', () => {
    const { node } = parse('a.json', '{"a":[1]}');
    for (const pointer of ['a', '/b', '/a/1', '/a/01', '/a/-', '/a/0/x', '/a/length']) {
      expect([pointer, node && at(node, pointer)]).toEqual([pointer, undefined]);
    }
  });
});

function accepts(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return (
      JSON.stringify(value, (_, v: unknown) => (v === Infinity || v === -Infinity ? 'beyond' : v))?.includes(
        'beyond',
      ) !== true
    );
  } catch {
    return false;
  }
}
