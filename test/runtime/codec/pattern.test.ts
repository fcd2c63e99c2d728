import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textPattern } from '../../../runtime/src/codec/pattern.js';

const rows = [
  '^[0-9a-f]{32}$',
  '^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$',
  '^[0-9]{1,5}\\.[0-9]{1,5}\\.[0-9]{1,5}$',
  '^[a-z]+$',
  '^[a-z]*-?[0-9]+$',
  '^[a-z]{2,}x$',
  '^a?b?c$',
  '^[+-]?[0-9]+$',
  '^v[0-9]+(?:\\.[0-9]+)*$',
  '^[a-c]?[b-d]$',
  '^[\\-.]{1,2}a$',
  '^$',
  '^a|b$',
  '[a-z]+',
  '^[^a]$',
  '^.$',
  '^[a-]{2}$',
  '^[a\\-z]$',
  '^[A-z]+$',
  '^[ -z]+$',
  '^[a\\\\]+$',
];

describe('patterns', () => {
  it('match what the regular expression matches', () => {
    const letter = fc.constantFrom(...'abcdefxz0159AFZ._-+v|é\n\\"');
    const text = fc.oneof(
      fc.string({ unit: letter, maxLength: 8 }),
      fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 31, maxLength: 33 }),
    );
    for (const source of rows) {
      const pattern = textPattern(source);
      const regex = new RegExp(source, 'u');
      const matching = fc.stringMatching(new RegExp(source));
      fc.assert(
        fc.property(fc.oneof(text, matching), (value) => {
          expect(pattern.test(value), `${source} on ${JSON.stringify(value)}`).toBe(regex.test(value));
        }),
        { seed: 7, numRuns: 600 },
      );
    }
  });

  it('have a row only where a match needs no escapes in JSON', () => {
    expect(textPattern('^[0-9a-f]{32}$').row).toBeDefined();
    for (const source of ['^[A-z]+$', '^[ -z]+$', '^[a\\\\]+$', '^.$', '[a-z]'])
      expect(textPattern(source).row, source).toBeUndefined();
  });

  it('refuses a source that is not a regular expression', () => {
    for (const source of ['^[z-a]$', '^a{3,1}$', '(']) expect(() => textPattern(source), source).toThrow(SyntaxError);
  });
});
