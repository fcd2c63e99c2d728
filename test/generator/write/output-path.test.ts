import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { outputPath, unsafePath } from '../../../generator/src/write/output-path.js';

describe('outputPath', () => {
  it('keeps plain names as they are', () => {
    expect(outputPath('json/task_status.schema')).toBe('json/task_status.schema');
  });

  it.each([
    ['../etc/passwd', '~2e~~2e~/etc/passwd'],
    ['.ssh/config', '~2e~ssh/config'],
    ['con', 'co~6e~'],
    ['messages/NUL.v1', 'messages/NU~4c~.v1'],
    ['aux.', 'aux~2e~'],
    ['a b', 'a~20~b'],
    ['a\\b', 'a~5c~b'],
    ['caf\u00e9', 'caf~e9~'],
    ['cafe\u0301', 'cafe~301~'],
    ['a//b', 'a/~~/b'],
    ['a~b', 'a~7e~b'],
  ])('spells %j as %j', (name, path) => {
    expect(outputPath(name)).toBe(path);
  });

  it('never makes a path that leaves the folder, hides, or names a device', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 20 }), (name) => {
        expect(unsafePath(outputPath(name))).toBeUndefined();
      }),
      { seed: 11, numRuns: 2000 },
    );
  });

  it('gives two names two paths', () => {
    const nasty = fc.string({
      unit: fc.constantFrom('a', '.', '~', '2', 'e', '7', '/', ' ', 'n', 'c', 'o'),
      maxLength: 8,
    });
    fc.assert(
      fc.property(nasty, nasty, (a, b) => (outputPath(a) === outputPath(b)) === (a === b)),
      { seed: 12, numRuns: 5000 },
    );
  });
});

describe('unsafePath', () => {
  it.each([
    '../x',
    'a/../x',
    '/x',
    'a//b',
    '.git/config',
    'a/con.ts',
    'COM1',
    'a b',
    'x.',
    'a\\b',
    `${'a'.repeat(121)}`,
  ])('refuses %j', (path) => {
    expect(unsafePath(path)).toBeTypeOf('string');
  });
});
