/** The output folder on disk, seen without following a single link below it. */
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/** What stands at a path: `text` for a file, `undefined` for nothing. */
export type Entry =
  | { readonly kind: 'file'; readonly text: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'link'; readonly path: string }
  | { readonly kind: 'blocked'; readonly path: string };

/** Looks at `folder/path`, one segment after the other, since a link may stand anywhere on the way. */
export function lookAt(folder: string, path: string): Entry {
  const segments = path === '' ? [] : path.split('/');
  for (let depth = 0; depth <= segments.length; depth++) {
    const part = segments.slice(0, depth).join('/');
    const stats = lstatSync(join(folder, part), { throwIfNoEntry: false });
    if (stats === undefined) return { kind: 'missing' };
    if (stats.isSymbolicLink()) return { kind: 'link', path: part };
    const last = depth === segments.length && depth > 0;
    if (!last && !stats.isDirectory()) return { kind: 'blocked', path: part };
    if (last)
      return stats.isFile()
        ? { kind: 'file', text: readFileSync(join(folder, path), 'utf8') }
        : { kind: 'blocked', path: part };
  }
  return { kind: 'missing' };
}

/**
 * Writes all texts beside their targets first and renames them then, so that a full disk or a missing right shows up
 * before the first file is replaced. `order` is kept: what comes first is in place first.
 */
export function replaceFiles(folder: string, files: readonly { readonly path: string; readonly text: string }[]): void {
  if (files.length === 0) return;
  mkdirSync(folder, { recursive: true });
  const staging = mkdtempSync(join(folder, '.agentwire-'));
  try {
    files.forEach((file, index) => writeFileSync(join(staging, String(index)), file.text, { flag: 'wx' }));
    for (const file of files) mkdirSync(dirname(join(folder, file.path)), { recursive: true });
    files.forEach((file, index) => renameSync(join(staging, String(index)), join(folder, file.path)));
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

/** Removes files, and the folders that became empty by it. */
export function removeFiles(folder: string, paths: readonly string[]): void {
  for (const path of paths) {
    unlinkSync(join(folder, path));
    for (let parent = dirname(path); parent !== '.'; parent = dirname(parent)) {
      if (readdirSync(join(folder, parent)).length > 0) break;
      rmdirSync(join(folder, parent));
    }
  }
}
