import { describe, expect, it } from 'vitest';
import { docLines } from '../../../generator/src/emit/text.js';

describe('a description', () => {
  it.each(['@ts-expect-error', 'first\n@ts-ignore', '* @ts-nocheck', '/// @ts-expect-error: because'])(
    'that reads %j is no directive to the compiler',
    (text) => {
      expect(docLines(text).join('\n')).not.toMatch(/@ts-/);
    },
  );

  it('keeps the tags of documentation', () => {
    expect(docLines('@deprecated since 2')).toEqual(['@deprecated since 2']);
  });
});
