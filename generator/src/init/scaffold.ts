/** `agentwire init`: writes a small project to start from, and never over anything. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { createDiagnostics, type Diagnostic } from '../diagnostics/index.js';
import { wholeOf } from '../source/text.js';
import { render, templateNames } from '../templates.js';
import { projectView } from './project-view.js';

export interface ScaffoldResult {
  /** Relative to the folder, sorted. */
  readonly written: readonly string[];
  /** Files that were there already. */
  readonly kept: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

const prefix = 'init/';

/** Reports AW5007 where the folder cannot be written. `folder` is absolute. */
export function scaffold(folder: string): ScaffoldResult {
  const view = projectView(basename(folder));
  const written: string[] = [];
  const kept: string[] = [];
  const diagnostics = createDiagnostics();
  for (const name of templateNames.filter((one) => one.startsWith(prefix))) {
    const path = outputName(name.slice(prefix.length));
    try {
      if (writeNew(join(folder, path), render(name, view))) written.push(path);
      else kept.push(path);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
      if (code === undefined) throw error;
      diagnostics.report('AW5007', wholeOf({ path, text: '' }), { path, reason: code });
      break;
    }
  }
  return { written: written.toSorted(), kept: kept.toSorted(), diagnostics: diagnostics.all };
}

/** npm would leave a file named .gitignore out of the package. */
function outputName(path: string): string {
  return path === 'gitignore' ? '.gitignore' : path;
}

function writeNew(path: string, text: string): boolean {
  if (existsSync(path)) return false;
  mkdirSync(dirname(path), { recursive: true });
  // `wx` also refuses a dangling link, which existsSync does not see.
  writeFileSync(path, text, { flag: 'wx' });
  return true;
}
