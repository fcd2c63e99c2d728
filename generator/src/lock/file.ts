/** agentwire.lock on disk: read before planning, written when a plan assigned something new. */
import { renameSync, writeFileSync } from 'node:fs';
import type { Config } from '../config/config.js';
import type { Diagnostics } from '../diagnostics/index.js';
import type { Workspace } from '../source/workspace.js';
import { unifiedDiff } from '../write/unified-diff.js';
import { emptyLock, type Lock } from './lock.js';
import { printLock } from './print.js';
import { readLock } from './read.js';

/** The lock of the project; the empty one where there is none yet. */
export function loadLock(config: Config, workspace: Workspace, diagnostics: Diagnostics): Lock {
  if (!workspace.exists(config.lock)) return emptyLock;
  const source = workspace.read(config.lock, undefined, diagnostics);
  return (source === undefined ? undefined : readLock(source, diagnostics)) ?? emptyLock;
}

export interface SaveLockOptions {
  /** Absolute. */
  readonly path: string;
  readonly label: string;
  readonly before: string | undefined;
  readonly mode: 'write' | 'check';
}

/** An empty lock is no file; an unchanged one keeps its time stamp. */
export function saveLock(lock: Lock, options: SaveLockOptions): { readonly changed: boolean; readonly diff?: string } {
  const { before, label, mode, path } = options;
  const after = Object.keys(lock.declarations).length === 0 ? undefined : printLock(lock);
  if (after === undefined || after === before) return { changed: false };
  if (mode === 'check') return { changed: true, diff: unifiedDiff(label, before, after) };
  const fresh = `${path}.new`;
  writeFileSync(fresh, after);
  renameSync(fresh, path);
  return { changed: true };
}
