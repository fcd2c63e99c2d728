/**
 * What a run saw and left behind: every file that it read or looked for, the names in every folder that it searched,
 * and all that it wrote. A run that would see the same writes the same, since the generator reads nothing else.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { EncodingRow, GenerateOptions } from '../generate-result.js';
import { lookAt } from '../write/folder.js';
import { digestOf } from '../write/output-manifest.js';

export interface RunRecord {
  readonly generator: string;
  /** Absolute paths and the digests of what stood there; null for nothing. */
  readonly files: Readonly<Record<string, string | null>>;
  /** Absolute paths of folders and the digests of their names. */
  readonly folders: Readonly<Record<string, string | null>>;
  readonly out: string;
  readonly label: string;
  /** Paths below `out` and the digests of the texts. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly encodings: readonly EncodingRow[];
}

/** Beside what other tools of the project keep; undefined where there is no such place. */
export function recordPath({ cwd, config, out }: GenerateOptions): string | undefined {
  for (let folder = cwd; ; folder = dirname(folder)) {
    const modules = join(folder, 'node_modules');
    if (existsSync(modules)) {
      const name = createHash('sha256')
        .update(JSON.stringify([cwd, config, out]))
        .digest('hex')
        .slice(0, 32);
      return join(modules, '.cache', 'agentwire', `${name}.json`);
    }
    if (folder === dirname(folder)) return undefined;
  }
}

/** Undefined where there is none that can be read. */
export function readRecord(path: string): RunRecord | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as RunRecord;
  } catch {
    return undefined;
  }
}

/** A cache: where it cannot be written, the next run does its work again. */
export function writeRecord(path: string, record: RunRecord): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    const fresh = `${path}.${process.pid}.new`;
    writeFileSync(fresh, JSON.stringify(record));
    renameSync(fresh, path);
  } catch {
    // Read-only folders are fine.
  }
}

/** Whether everything is as the record says. */
export function holds({ files, folders, out, outputs }: RunRecord): boolean {
  return (
    Object.entries(folders).every(([path, digest]) => folderDigest(path) === digest) &&
    Object.entries(files).every(([path, digest]) => fileDigest(path) === digest) &&
    Object.entries(outputs).every(([path, digest]) => {
      const entry = lookAt(out, path);
      return entry.kind === 'file' && digestOf(entry.text) === digest;
    })
  );
}

/** Of a text and of where it really lies: a link that leads elsewhere now is another file. */
export function textDigest(path: string, text: string | Uint8Array): string {
  return createHash('sha256').update(realpathSync.native(path)).update('\0').update(text).digest('base64');
}

function fileDigest(path: string): string | null {
  try {
    return textDigest(path, readFileSync(path));
  } catch {
    return null;
  }
}

/** Of the names and kinds in a folder, and in all below it, as the search for schemas passes them. */
export function folderDigest(path: string): string | null {
  const hash = createHash('sha256');
  const add = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
      hash.update(`${entry.isDirectory() ? 'd' : entry.isFile() ? 'f' : 'o'}${entry.name}\0`);
      if (entry.isDirectory()) add(join(folder, entry.name));
      hash.update('/');
    }
  };
  try {
    add(path);
    return hash.digest('base64');
  } catch {
    return null;
  }
}
