/** The released state of a project: its texts in agentwire.lock, so that a check needs no network and no git. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createDiagnostics } from '../../diagnostics/index.js';
import { builtInEnvelopeSource } from '../../load.js';
import type { Lock } from '../../lock/lock.js';
import { printLock } from '../../lock/print.js';
import type { Project } from './open.js';

/** Calls `use` with a folder of these files, which is gone afterwards. */
export function inFolder<T>(files: ReadonlyMap<string, string | Uint8Array>, use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'agentwire-state-'));
  try {
    for (const [path, content] of files) {
      const target = join(folder, path);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, content);
    }
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the project consists of, by path. */
export function textsOf({ model, config, workspace }: Project): Readonly<Record<string, string>> {
  const builtIn = builtInEnvelopeSource().path;
  const sources = model.schemas
    .map(({ source }) => source)
    .filter(({ path }) => path !== builtIn && workspace.exists(path));
  const manifest =
    config.manifest === undefined ? undefined : workspace.read(config.manifest.value, undefined, createDiagnostics());
  const all = [
    ...sources,
    ...(manifest === undefined ? [] : [manifest]),
    ...(config.source === undefined ? [] : [config.source]),
  ];
  return Object.fromEntries(
    all.map(({ path, text }) => [path, text]).toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1)),
  );
}

/** The files of the released state, with the numbers that were assigned until then. */
export function releasedFiles(lock: Lock, lockName: string): ReadonlyMap<string, string> | undefined {
  if (lock.released === undefined) return undefined;
  const { released: _released, ...assigned } = lock;
  return new Map([...Object.entries(lock.released.files), [lockName, printLock(assigned)]]);
}
