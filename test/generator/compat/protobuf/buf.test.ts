/** The answers of buf 1.75.0, recorded: rule by rule, for each of its categories. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { BufCategory } from '../../../../generator/src/compat/protobuf/buf/index.js';
import { judge } from '../support.js';

interface Answer {
  readonly change: string;
  readonly old: string;
  readonly new: string;
  readonly rules: Readonly<Record<BufCategory, readonly string[]>>;
}

const { answers } = JSON.parse(readFileSync(new URL('../../../golden/buf/answers.json', import.meta.url), 'utf8')) as {
  readonly answers: readonly Answer[];
};

describe.each(['buf-wire', 'buf-wire-json', 'buf-package', 'buf-file'] as const)(
  'by %s, the rules that buf names',
  (policy) => {
    it.each(answers)('$change', async ({ old, new: fresh, rules }) => {
      const { findings, verdict } = await judge({ old, new: fresh, extension: 'proto' }, { policy });
      expect([...new Set(findings.map(({ rule }) => rule.replace('buf/', '')))].toSorted()).toEqual(rules[policy]);
      expect(verdict).toBe(rules[policy].length === 0 ? 'compatible' : 'incompatible');
    });
  },
);
