/** One side of a comparison: a file or a folder of schemas, by names that the other side's can be matched with. */
import { readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, posix, relative, resolve, sep } from 'node:path';
import type { Diagnostics } from '../diagnostics/index.js';
import { type SourceText, wholeOf } from '../source/text.js';
import { openWorkspace, type Workspace } from '../source/workspace.js';

export interface Side {
  readonly kind: 'file' | 'folder';
  /** As the user named it. */
  readonly label: string;
  /** By path within the folder; a lone file has no path of its own, so that any name matches any other. */
  readonly files: ReadonlyMap<string, SourceText>;
  readonly workspace: Workspace;
}

const schemaName = /\.(?:json|ya?ml|proto|avsc|avdl|avpr)$/i;
const manifestName = /(?:^|\/)(?:protocol|agentwire)\.(?:json|ya?ml)$/i;
const mostFiles = 10_000;

/** Reports AW1001 to AW1004, AW6001. */
export function openSide(path: string, cwd: string, diagnostics: Diagnostics): Side | undefined {
  const target = resolve(cwd, path);
  const stats = statSync(target, { throwIfNoEntry: false });
  if (stats === undefined) {
    diagnostics.report('AW1001', wholeOf({ path, text: '' }), { path, reason: 'there is no such file' });
    return undefined;
  }
  return stats.isDirectory() ? folderSide(path, target, cwd, diagnostics) : fileSide(path, target, cwd, diagnostics);
}

/** What a schema refers to may lie anywhere in the project, or beside a file that is in none. */
function fileSide(label: string, target: string, cwd: string, diagnostics: Diagnostics): Side | undefined {
  const inside = pathWithin(cwd, target);
  const workspace = openWorkspace(inside === undefined ? dirname(target) : cwd);
  const source = workspace.read(inside ?? basename(target), undefined, diagnostics);
  return source && { kind: 'file', label, files: new Map([['', source]]), workspace };
}

function folderSide(label: string, target: string, cwd: string, diagnostics: Diagnostics): Side | undefined {
  const workspace = within(openWorkspace(target), pathWithin(cwd, target) ?? basename(target));
  const files = new Map<string, SourceText>();
  const paths = schemasBelow(target);
  for (const path of paths) {
    const source = workspace.read(path, undefined, diagnostics);
    if (source !== undefined) files.set(path, source);
  }
  if (paths.length === 0) diagnostics.report('AW6001', wholeOf({ path: label, text: '' }), { path: label });
  return files.size < paths.length || paths.length === 0 ? undefined : { kind: 'folder', label, files, workspace };
}

/** Posix; undefined where `target` lies outside; '' for the folder itself. */
function pathWithin(folder: string, target: string): string | undefined {
  const path = relative(folder, target);
  return path.startsWith('..') || isAbsolute(path) ? undefined : path.split(sep).join('/');
}

/** Links, hidden folders and `node_modules` are passed over. */
function schemasBelow(root: string): readonly string[] {
  const found: string[] = [];
  const folders = [''];
  for (let folder = folders.pop(); folder !== undefined && found.length < mostFiles; folder = folders.pop()) {
    for (const item of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = posix.join(folder, item.name);
      if (item.isDirectory() && !item.name.startsWith('.') && item.name !== 'node_modules') folders.push(path);
      else if (item.isFile() && schemaName.test(path) && !manifestName.test(path)) found.push(path);
    }
  }
  return found.toSorted();
}

/** The files of a workspace under the name of their folder, so that findings say which side a line is of. */
function within(workspace: Workspace, folder: string): Workspace {
  const prefix = folder === '' ? '' : `${folder}/`;
  const named = new Map<string, SourceText>();
  const inner = (path: string): string => (path.startsWith(prefix) ? path.slice(prefix.length) : path);
  return {
    read(path, from, diagnostics) {
      const source = workspace.read(inner(path), from, diagnostics);
      if (source === undefined) return undefined;
      const known = named.get(source.path) ?? { path: prefix + source.path, text: source.text };
      named.set(source.path, known);
      return known;
    },
    asked: () => workspace.asked(),
    exists: (path) => workspace.exists(inner(path)),
  };
}

/** Whether two paths lead to one file. */
export function isSameFile(a: string, b: string, cwd: string): boolean {
  try {
    return realpathSync.native(resolve(cwd, a)) === realpathSync.native(resolve(cwd, b));
  } catch {
    return false;
  }
}
