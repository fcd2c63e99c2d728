import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { patternReach } from '../../../generator/src/manifest/pattern-reach.js';

describe('the reach of a pattern', () => {
  it('is the alphabet and length of a plain pattern', () => {
    expect(patternReach('^[a-c0-1_.-]{1,100}$')).toEqual({ characters: [...'abc01_.-'], longest: 100 });
    expect(patternReach('^x\\.(?:ab|c)?$')).toEqual({ characters: [...'x.abc'], longest: 4 });
    expect(patternReach('^\\d{4}$')?.longest).toBe(4);
    expect(patternReach('^[a-z]+$')?.longest).toBe(Infinity);
    expect(patternReach('^(?:a{2}){3,}$')?.longest).toBe(Infinity);
  });

  it('is not claimed where a match may hold more than it says', () => {
    const patterns = [
      '[a-z]+',
      '^[a-z]+',
      '[a-z]+$',
      '^a|b$',
      '^[^a]$',
      '^.$',
      '^\\s$',
      '^\\u{1F600}$',
      '^(?=a)b$',
      '^a\\$',
    ];
    for (const pattern of patterns) expect([pattern, patternReach(pattern)]).toEqual([pattern, undefined]);
  });

  it('holds for every string that the pattern matches', () => {
    const atom = fc.constantFrom('a', 'b', '0', '\\.', '-', '[a-c]', '[0-2_.]', '\\d', '(?:ab|c-)', '(x|yz)');
    const times = fc.constantFrom('', '?', '*', '+', '{2}', '{1,3}', '{0,}');
    const pattern = fc
      .array(fc.tuple(atom, times), { minLength: 1, maxLength: 4 })
      .map((parts) => `^${parts.map((part) => part.join('')).join('')}$`);
    const text = fc.string({ unit: fc.constantFrom(...'abcxyz012._-!é'), maxLength: 8 });
    fc.assert(
      fc.property(pattern, fc.array(text, { minLength: 20, maxLength: 20 }), (source, texts) => {
        const reach = patternReach(source);
        if (reach === undefined) throw new Error(`${source} should be plain`);
        for (const one of texts.filter((candidate) => new RegExp(source, 'u').test(candidate))) {
          expect([...one].every((character) => reach.characters.includes(character))).toBe(true);
          expect(one.length).toBeLessThanOrEqual(reach.longest);
        }
      }),
      { seed: 7, numRuns: 300 },
    );
  });
});
