import { describe, expect, it } from 'vitest';
import { judgePattern } from '../../../../generator/src/formats/json-schema/pattern/judge.js';

describe('a pattern', () => {
  it.each([
    '^(a+)+$',
    '(a*)*b',
    '^(a|a)*$',
    '^(a|ab|b)*$',
    '^(.*,)*$',
    '^(a?b?)*(a|b)*$|^([a-z]+)*$',
    '(\\s*,\\s*)*x',
    '^(a{1,3})*$',
    '^(\\w+\\s?)*$',
    '^([a-zA-Z0-9])(([\\-.]|[_]+)?([a-zA-Z0-9]+))*(@){1}[a-z0-9]+[.]{1}(([a-z]{2,3})|([a-z]{2,3}[.]{1}[a-z]{2,3}))$'.replace(
      '\\-',
      '-',
    ),
    '(?=(a+)+$)b',
    '^((a{1,40}){1,40})$',
    '^(\\p{L}|é)*$',
    '^(?:[^"]|"")*(?:x*x*)*$',
  ])('%s is refused as exponential', (pattern) => {
    expect(judgePattern(pattern).problem).toBe('can match the same text in exponentially many ways');
  });

  it.each([
    '^[a-z]+$',
    '^[a-z0-9]+(-[a-z0-9]+)*$',
    '^([a-z0-9]+[.])*[a-z]{2,63}$',
    '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$',
    '^\\d{4}-\\d{2}-\\d{2}$',
    '^(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}$',
    '^#(?:[0-9a-fA-F]{3}){1,2}$',
    '^[^@]+@[^@]+$',
    '^(?:[^"\\\\]|\\\\.)*$',
    '^(\\p{L}|\\d)+$',
    '^.{1,4096}$',
    '^.{1,20}-.{1,20}-.{1,20}-.{1,20}-.{1,20}$',
    '^(?=.*[a-z])(?=.*\\d).{8,}$',
    '[a-z]+',
    '^\\S(.*\\S)?$',
    '^[\\s\\S]*$',
    '',
    '^(foo|bar|baz)+$',
    '^\\$\\{[A-Z_]+\\}$',
    '^(?!x)[\\u{1F600}-\\u{1F64F}]*$',
    '^[\\w.+-]+@[\\w-]+(\\.[\\w-]+)+$',
    '^(\\d{3},?)*$',
  ])('%s is taken', (pattern) => {
    expect(judgePattern(pattern)).toEqual({});
  });

  it.each([
    '^(.*)a(.*)b$',
    '^.*foo.*$',
    'foo.*bar',
    '[a-z]+$',
    '^\\s+|\\s+$',
    '^(?:(?!x*y).)*$',
    '(?=x*x*y)z',
    '^.{0,1000}.{0,1000}y$',
  ])('%s, quadratic, is taken for texts of 4096 characters', (pattern) => {
    const { problem, longest } = judgePattern(pattern);
    expect(problem).toBeUndefined();
    expect(longest).toBe(pattern.startsWith('(?=') ? 128 : 4096);
  });

  it.each(['^(.*)a(.*)b(.*)c$', '.*@.*\\..*', '^x*x*x*y', 'x*x*y'])(
    '%s, cubic, is taken for texts of 128 characters',
    (pattern) => {
      expect(judgePattern(pattern)).toEqual({ longest: 128 });
    },
  );

  it.each(['x*x*x*x*x*y', '^(.*)a(.*)b(.*)c(.*)d(.*)e$', '^(?:(?!x*x*x*y).)*$', '^a?(b*|c*)b*b*b*c$'])(
    '%s is refused: many repetitions read the same',
    (pattern) => {
      expect(judgePattern(pattern).problem).toBe('can match the same text in too many ways');
    },
  );

  it('that is no regular expression is refused with the reason', () => {
    expect(judgePattern('[a').problem).toMatch(/^is not valid: /);
    expect(judgePattern('a\\-b').hint).toContain('needless escapes');
    expect(judgePattern('(a)\\1').problem).toBe('uses a back reference');
    expect(judgePattern('x'.repeat(5000)).problem).toBe('is longer than 4096 characters');
  });

  it('is judged in bounded time, whatever it is', () => {
    const start = performance.now();
    for (const pattern of [
      `^(${Array.from({ length: 400 }, (_, i) => `w${i}`).join('|')})*$`,
      `^(${'[a-z]?'.repeat(300)})*$`,
      '('.repeat(500) + ')'.repeat(500),
      `${'(?:'.repeat(60)}a${'){8}'.repeat(60)}`,
      '[a-z]*'.repeat(600),
      '(a|b)'.repeat(700),
    ]) {
      judgePattern(pattern);
    }
    expect(performance.now() - start).toBeLessThan(5000);
  });
});
