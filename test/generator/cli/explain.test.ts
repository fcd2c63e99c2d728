import { describe, expect, it } from 'vitest';
import { codes } from '../../../generator/src/diagnostics/index.js';
import type { Row } from '../../../generator/src/diagnostics/row.js';
import { agentwire } from './harness.js';

const rows = Object.entries<Row<never>>(codes);

describe('agentwire explain', () => {
  it.each(rows)('says what %s means', async (code, row) => {
    const { code: exit, stdout } = await agentwire(['explain', code.toLowerCase()]);
    const text = stdout.replace(/\s+/g, ' ');
    expect(exit).toBe(0);
    expect(stdout.startsWith(`${code}  ${row.title}`)).toBe(true);
    for (const part of [row.why, row.wrong, row.right]) {
      if (part !== undefined) expect(text).toContain(part.replace(/\s+/g, ' ').trim());
    }
    expect(row.why.length).toBeGreaterThan(40);
    expect(Math.max(...stdout.split('\n').map((line) => (line.startsWith('  ') ? 0 : line.length)))).toBeLessThan(100);
  });

  it('lists all codes, sorted, where none is named', async () => {
    const { stdout } = await agentwire(['explain']);
    const listed = stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.slice(0, 6));
    expect(listed).toEqual(rows.map(([code]) => code).toSorted());
  });

  it('answers an unknown code with the nearest one, and exit code 2', async () => {
    expect(await agentwire(['explain', 'AW1200'])).toMatchObject({ code: 2, stdout: '' });
    expect((await agentwire(['explain', 'AW101'])).stderr).toBe('there is no code "AW101": did you mean AW1001?\n');
  });

  it('is readable by machines', async () => {
    const one = JSON.parse((await agentwire(['explain', 'AW1002', '--json'])).stdout) as unknown;
    expect(one).toMatchObject({ code: 'AW1002', severity: 'error', title: codes.AW1002.title, diagnostics: [] });
    const all = JSON.parse((await agentwire(['explain', '--json'])).stdout) as { codes: unknown[] };
    expect(all.codes).toHaveLength(rows.length);
  });
});
