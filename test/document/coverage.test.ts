/** docs/coverage.md: complete, and honest about what it names. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const root = new URL('../../', import.meta.url);
const rows = readFileSync(new URL('docs/coverage.md', root), 'utf8')
  .split('\n')
  .filter((line) => /^\| [A-Q]\d\d \|/.test(line))
  .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '')));

describe('the coverage table', () => {
  it('has every row once', () => {
    const ids = rows.map(([id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toHaveLength(154);
  });

  it('has four cells and a known state in every row', () => {
    for (const [id, ...cells] of rows) {
      expect([id, cells.length]).toEqual([id, 3]);
      expect([id, cells[2]]).toEqual([id, expect.stringMatching(/^(?:done|not yet|in part: .+)$/)]);
    }
  });

  it('shows what it calls done or in part by something, and what is not yet by nothing', () => {
    for (const [id, , shown, state] of rows) expect([id, shown?.trim() === '']).toEqual([id, state === 'not yet']);
  });

  it('names only files that are there', () => {
    const named = rows.flatMap(([, , shown]) => [...(shown ?? '').matchAll(/`([\w./-]+\/[\w./-]+\.\w+)`/g)]);
    for (const [, path] of named) expect([path, existsSync(new URL(path ?? '', root))]).toEqual([path, true]);
    expect(named.length).toBeGreaterThan(30);
  });
});
