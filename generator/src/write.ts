/** The last stage: compares, writes only what changed, removes only what the manifest of outputs lists. */
import { resolve } from 'node:path';
import type { Diagnostics } from './diagnostics/index.js';
import { wholeOf } from './source/text.js';
import { removeFiles, replaceFiles } from './write/folder.js';
import { manifestName, printManifest } from './write/output-manifest.js';
import { type Output, planWrite, type WritePlan } from './write/plan-write.js';
import { unifiedDiff } from './write/unified-diff.js';

export type { Output } from './write/plan-write.js';

export interface WriteOptions {
  /** The output folder, absolute. It need not exist; it must not be a link. */
  readonly folder: string;
  /** How diagnostics and diffs name the folder: `generated`. */
  readonly label: string;
  /** `agentwire 0.1.0`, for the manifest of outputs. */
  readonly generator: string;
  /** `check` changes nothing and returns the diff. */
  readonly mode: 'write' | 'check';
}

export interface WriteResult {
  readonly written: number;
  readonly unchanged: number;
  readonly removed: number;
  /** `check` only, and only where something differs. */
  readonly diff?: string;
}

/**
 * Brings the output folder to hold exactly `outputs` beside what is not ours. Unchanged files keep their time stamps;
 * where anything is wrong (AW50xx) nothing is changed at all.
 */
export function writeOutputs(outputs: readonly Output[], options: WriteOptions, diagnostics: Diagnostics): WriteResult {
  try {
    return bringAbout(planWrite(outputs, resolve(options.folder), options.label, diagnostics), options, diagnostics);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
    if (code === undefined) throw error;
    diagnostics.report('AW5007', wholeOf({ path: options.label, text: '' }), { path: options.label, reason: code });
    return { written: 0, unchanged: 0, removed: 0 };
  }
}

function bringAbout(plan: WritePlan, options: WriteOptions, diagnostics: Diagnostics): WriteResult {
  if (diagnostics.hasErrors) return { written: 0, unchanged: plan.unchanged, removed: 0 };
  const removed = plan.changes.filter((change) => change.after === undefined).length;
  const counts = { written: plan.changes.length - removed, unchanged: plan.unchanged, removed };
  if (options.mode === 'write') {
    apply(plan, options);
    return counts;
  }
  const diff = plan.changes.map((c) => unifiedDiff(`${options.label}/${c.path}`, c.before, c.after)).join('');
  return diff === '' ? counts : { ...counts, diff };
}

function apply(plan: WritePlan, options: WriteOptions): void {
  const files = plan.changes.flatMap(({ path, after }) => (after === undefined ? [] : [{ path, text: after }]));
  const stale = plan.changes.filter((change) => change.after === undefined).map((change) => change.path);
  const final = printManifest(plan.after, options.generator);
  const same = stale.length === 0 && final === printManifest(plan.before, options.generator);
  if (same && files.length === 0) return;
  // First a manifest that lists the new files and the stale ones: a run that is cut short leaves nothing unclaimed.
  const union = printManifest(new Map([...plan.before, ...plan.after]), options.generator);
  replaceFiles(options.folder, [{ path: manifestName, text: union }, ...files]);
  removeFiles(options.folder, stale);
  if (union !== final) replaceFiles(options.folder, [{ path: manifestName, text: final }]);
}
