/** The files of the project, and nothing else: references in schemas come from strangers. */
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { Diagnostics } from '../diagnostics/index.js';
import { maxFileSize } from './document.js';
import { type SourceText, type Span, wholeOf } from './text.js';

/** Reads further files of the project; refuses what lies outside it. */
export interface Workspace {
  /**
   * The text of `path` (project-relative posix), or undefined after reporting AW1001/AW1003/AW1004 at `from`.
   * Reading the same path twice gives the same object.
   */
  read(path: string, from: Span | undefined, diagnostics: Diagnostics): SourceText | undefined;
  exists(path: string): boolean;
  /** Every project-relative path that was read or looked for, and its text; undefined where there was none. */
  asked(): ReadonlyMap<string, string | undefined>;
}

/** What a workspace needs of a file system. Every function may throw as `node:fs` does. */
export interface FileAccess {
  /** The absolute path with all links resolved. */
  readonly realpath: (path: string) => string;
  readonly stat: (path: string) => { readonly file: boolean; readonly size: number };
  readonly read: (path: string) => Uint8Array;
}

const nodeFiles: FileAccess = {
  realpath: (path) => realpathSync.native(path),
  stat: (path) => {
    const stats = statSync(path);
    return { file: stats.isFile(), size: stats.size };
  },
  read: (path) => readFileSync(path),
};

type Found =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'unreadable'; readonly reason: string }
  | { readonly kind: 'large'; readonly size: number }
  | { readonly kind: 'outside' };

/** The files below `root` (an absolute folder), reached by no link that leads out of it. */
export function openWorkspace(root: string, files: FileAccess = nodeFiles): Workspace {
  const home = files.realpath(root);
  return workspaceOver((path) => {
    let real: string;
    try {
      real = files.realpath(join(home, path));
    } catch (error) {
      return { kind: 'unreadable', reason: reasonOf(error) };
    }
    if (!real.startsWith(home.endsWith(sep) ? home : home + sep)) return { kind: 'outside' };
    try {
      const { file, size } = files.stat(real);
      // A pipe or a device would block the build or never end.
      if (!file) return { kind: 'unreadable', reason: 'it is not a file' };
      if (size > maxFileSize) return { kind: 'large', size };
      return decode(files.read(real));
    } catch (error) {
      return { kind: 'unreadable', reason: reasonOf(error) };
    }
  });
}

/** Files at hand, by project-relative path: for tests and for schemas given as text. */
export function memoryWorkspace(files: Readonly<Record<string, string>>): Workspace {
  const texts = new Map(Object.entries(files));
  return workspaceOver((path) => {
    const text = texts.get(path);
    return text === undefined ? { kind: 'unreadable', reason: 'there is no such file' } : { kind: 'text', text };
  });
}

function workspaceOver(find: (path: string) => Found): Workspace {
  const known = new Map<string, SourceText>();
  const asked = new Map<string, string | undefined>();
  return {
    asked: () => asked,
    read(path, from, diagnostics) {
      const clean = projectPath(path);
      const place = from ?? wholeOf({ path, text: '' });
      const found: Found = clean === undefined ? { kind: 'outside' } : load(clean);
      switch (found.kind) {
        case 'text':
          return known.get(clean ?? path);
        case 'unreadable':
          diagnostics.report('AW1001', place, { path, reason: found.reason });
          return undefined;
        case 'large':
          diagnostics.report('AW1003', place, { size: found.size, limit: maxFileSize });
          return undefined;
        case 'outside':
          diagnostics.report('AW1004', place, { path });
          return undefined;
      }
    },
    exists(path) {
      const clean = projectPath(path);
      return clean !== undefined && load(clean).kind === 'text';
    },
  };

  function load(path: string): Found {
    const before = known.get(path);
    if (before !== undefined) return { kind: 'text', text: before.text };
    const found = find(path);
    asked.set(path, found.kind === 'text' ? found.text : undefined);
    if (found.kind === 'text') known.set(path, { path, text: found.text });
    return found;
  }
}

/** The path without `.` and `..`, or undefined where it is absolute, a network address or leads out of the project. */
export function projectPath(path: string): string | undefined {
  if (/^[a-z][a-z0-9+.-]*:|^[/\\]|[\\\0]/i.test(path)) return undefined;
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.length === 0 ? undefined : parts.join('/');
}

function decode(bytes: Uint8Array): Found {
  try {
    return { kind: 'text', text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return { kind: 'unreadable', reason: 'it is not UTF-8 text' };
  }
}

function reasonOf(error: unknown): string {
  const code = (error as { readonly code?: unknown }).code;
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'there is no such file';
  if (code === 'EACCES' || code === 'EPERM') return 'permission denied';
  if (code === 'ELOOP') return 'its links form a circle';
  return typeof code === 'string' ? code : 'it cannot be opened';
}
