/** A thousand pairs in one process. The bound is generous: it tells seconds from minutes on a loaded machine. */
import { expect, it } from 'vitest';
import { check } from '../../../generator/src/compat/check.js';
import { twoFiles } from './support.js';

it(
  'judges a thousand pairs within seconds, and twice as many in about twice the time',
  { timeout: 120_000 },
  async () => {
    const property = (n: number): string => `"p${n}":{"type":"string","maxLength":${n + 3}}`;
    const members = Array.from({ length: 8 }, (_, n) => property(n)).join();
    const object = (more: string): string => `{"type":"object","properties":{${members}${more}},"required":["p1"]}`;
    const pairs = [
      twoFiles({ old: object(''), new: object(',"q":{"type":"integer"}'), extension: 'schema.json' }),
      twoFiles({
        old: '{"type":"record","name":"R","fields":[{"name":"a","type":"int"}]}',
        new: '{"type":"record","name":"R","fields":[{"name":"a","type":"string"}]}',
        extension: 'avsc',
      }),
      twoFiles({
        old: 'syntax = "proto3"; message M { int32 a = 1; string b = 2; }',
        new: 'syntax = "proto3"; message M { string a = 1; string b = 2; }',
        extension: 'proto',
      }),
    ];
    const run = async (count: number): Promise<number> => {
      const start = performance.now();
      for (let n = 0; n < count; n++) {
        const { verdict } = await check(pairs[n % pairs.length] ?? { old: '', new: '' });
        expect(verdict).toBe('incompatible');
      }
      return performance.now() - start;
    };
    await run(100);
    expect(await run(1000)).toBeLessThan(30_000);
  },
);
