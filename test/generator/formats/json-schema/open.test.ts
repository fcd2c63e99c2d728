import * as fc from 'fast-check';
import { Project, SyntaxKind } from 'ts-morph';
import { describe, expect, it } from 'vitest';
import { typeOpenSchemas, typescriptOf } from '../../../../generator/src/formats/json-schema/open.js';
import type { Json } from '../../../../generator/src/model/types.js';
import { schema } from './given.js';

describe('the type of a schema that stays open JSON', () => {
  it.each([
    [{ not: { type: 'string' } }, 'unknown'],
    [{ enum: [1, 2, 'a', null] }, '(1 | 2 | "a" | null)'],
    [{ type: ['string', 'number'], minLength: 1 }, '(string | number)'],
    [
      { type: 'array', prefixItems: [{ type: 'string' }, { type: 'number' }], items: false, minItems: 2 },
      '[string, number]',
    ],
    [
      {
        type: 'object',
        properties: { a: { type: 'string' } },
        required: ['a'],
        additionalProperties: { type: 'number' },
      },
      '{ a: string; [k: string]: number | string }',
    ],
    [{ type: 'object', patternProperties: { '^a': { type: 'string' } } }, '{ [k: string]: unknown }'],
    [{ type: 'array', items: { $ref: '#' } }, 'unknown[]'],
    [
      {
        $ref: '#/$defs/N',
        $defs: { N: { type: 'object', properties: { next: { $ref: '#/$defs/N' } }, additionalProperties: false } },
      },
      '{ next?: unknown }',
    ],
    [{ if: { type: 'string' }, then: { minLength: 1 } }, 'unknown'],
    [{ anyOf: [{ type: 'string' }, {}] }, 'unknown'],
    [false, 'never'],
  ])('%j', async (value, want) => {
    expect(await typescriptOf(value as Json)).toBe(want);
  });

  it('is filled in wherever the open type stands', async () => {
    const { modules } = schema({
      type: 'object',
      properties: { a: { type: 'array', items: { enum: [1, 2] } }, b: { $ref: '#/$defs/b' } },
      $defs: { b: { anyOf: [{ enum: [3] }, { type: 'null' }, { enum: ['x'] }] } },
    });
    await typeOpenSchemas(modules);
    expect(
      JSON.stringify(
        modules[0]?.declarations.map((d) =>
          d.kind === 'record'
            ? d.members.map((m) => m.type.kind === 'list' && m.type.items)
            : d.kind === 'alias' && d.type,
        ),
        (key, value: unknown) => (key === 'span' || key === 'target' ? undefined : value),
      ),
    ).toContain('"typescript":"(1 | 2)"');
  });

  it('is one type expression and nothing else, whatever the names and words are', async () => {
    const project = new Project({ useInMemoryFileSystem: true });
    const nasty = fc.constantFrom(
      '*/',
      '`${x}`',
      '"',
      "'",
      '\\',
      '\n',
      '\u2028',
      '</script>',
      '//',
      '/*',
      '};',
      'a',
      '__proto__',
      '\ud800',
      ']',
      'tsType',
    );
    const text = fc.array(nasty, { maxLength: 3 }).map((parts) => parts.join(''));
    await fc.assert(
      fc.asyncProperty(text, text, text, async (name, word, other) => {
        const value = {
          type: 'object',
          properties: JSON.parse(`{${JSON.stringify(name)}:{"enum":[${JSON.stringify(word)},1]}}`) as Json,
          required: [other],
          tsType: other,
          additionalProperties: { const: other },
        };
        const type = await typescriptOf(value);
        const file = project.createSourceFile('a.ts', `type A = ${type};\n`, { overwrite: true });
        expect(file.getStatements().map((s) => s.getKind())).toEqual([SyntaxKind.TypeAliasDeclaration]);
        expect(project.getProgram().getSyntacticDiagnostics(file)).toHaveLength(0);
        // The library cannot take half a surrogate pair, and a vague type is fine then.
        if (!`${name}${word}${other}`.includes('\ud800')) expect(type).not.toBe('unknown');
        expect(type).toMatch(/^[ -~]*$/);
        expect(type).not.toMatch(/\*\/|<\/script/);
      }),
      { seed: 5, numRuns: 60 },
    );
  });

  it('ends for schemas that expand without end', async () => {
    const $defs = Object.fromEntries(
      Array.from({ length: 30 }, (_, i) => [
        `d${i}`,
        { type: 'object', properties: { a: { $ref: `#/$defs/d${i + 1}` }, b: { $ref: `#/$defs/d${i + 1}` } } },
      ]),
    );
    const start = performance.now();
    expect(await typescriptOf({ $ref: '#/$defs/d0', $defs })).toContain('unknown');
    expect(performance.now() - start).toBeLessThan(4000);
  });
});
