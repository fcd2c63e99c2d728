/** Judges two texts as `check` judges two files. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { check, type CheckOptions, type CheckResult } from '../../../generator/src/compat/check.js';

export interface Texts {
  readonly old: string;
  readonly new: string;
  /** Of both files. */
  readonly extension: string;
}

export function twoFiles({ old, new: fresh, extension }: Texts): {
  readonly old: string;
  readonly new: string;
  readonly cwd: string;
} {
  const cwd = mkdtempSync(join(tmpdir(), 'agentwire-check-'));
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
  writeFileSync(join(cwd, `old.${extension}`), old);
  writeFileSync(join(cwd, `new.${extension}`), fresh);
  return { cwd, old: `old.${extension}`, new: `new.${extension}` };
}

export async function judge(texts: Texts, options: Partial<CheckOptions> = {}): Promise<CheckResult> {
  return check({ ...twoFiles(texts), ...options });
}

/** The verdict per direction, with the rules that broke: `backward: avro/type`. */
export async function verdicts(
  texts: Texts,
  options: Partial<CheckOptions> = {},
): Promise<Readonly<Record<'backward' | 'forward', string>>> {
  const of = async (mode: 'backward' | 'forward'): Promise<string> => {
    const { verdict, findings } = await judge(texts, { ...options, mode });
    const rules = new Set(findings.filter((one) => one.severity !== 'warning').map((one) => one.rule));
    return rules.size === 0 ? verdict : `${verdict}: ${[...rules].toSorted().join(', ')}`;
  };
  return { backward: await of('backward'), forward: await of('forward') };
}

/** A row of docs/evolution.md. Verdicts as `verdicts` gives them. */
export type Change<T> = readonly [change: string, old: T, fresh: T, backward: string, forward: string];
