/** The project as it was at a git revision, in a folder of its own. */
import { execFileSync } from 'node:child_process';
import type { Diagnostics } from '../../diagnostics/index.js';
import { wholeOf } from '../../source/text.js';
import { inFolder } from './snapshot.js';

const schemaFile = /(?:\.(?:json|ya?ml|proto|avsc|avdl|avpr)|(?:^|\/)agentwire\.lock)$/i;
const mostBytes = 512 * 1024 * 1024;

/** Calls `use` with the folder, which is gone afterwards. Reports AW6004 where the revision cannot be read. */
export function atRevision<T>(
  ref: string,
  cwd: string,
  diagnostics: Diagnostics,
  use: (folder: string) => T,
): T | undefined {
  const failed = (reason: string): undefined => {
    const hint = /no such/.test(reason)
      ? 'a shallow clone has few revisions: git fetch --unshallow, or fetch-depth: 0'
      : undefined;
    diagnostics.report('AW6004', wholeOf({ path: `git:${ref}`, text: '' }), { ref, reason }, { hint });
    return undefined;
  };
  const prefix = git(['rev-parse', '--show-prefix'], cwd)?.toString().trim();
  if (prefix === undefined) return failed('the folder lies in no git repository, or git is not installed');
  const commit = git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`], cwd)
    ?.toString()
    .trim();
  if (commit === undefined || commit === '') return failed('there is no such revision');
  return inFolder(filesAt(commit, prefix, cwd), use);
}

/** All schemas below the folder, by one call for the list and one for the contents. */
function filesAt(commit: string, prefix: string, cwd: string): ReadonlyMap<string, Uint8Array> {
  const listed = git(['ls-tree', '-r', '-z', '--name-only', commit], cwd)?.toString() ?? '';
  // Names are relative to the folder, since git was asked there.
  const paths = listed.split('\0').filter((path) => schemaFile.test(path) && !/(?:^|\/)node_modules\//.test(path));
  const files = new Map<string, Uint8Array>();
  if (paths.length === 0) return files;
  const input = `${paths.map((path) => `${commit}:${prefix}${path}`).join('\n')}\n`;
  const output = git(['cat-file', '--batch'], cwd, input);
  let at = 0;
  for (const path of paths) {
    const end = output?.indexOf(10, at) ?? -1;
    if (output === undefined || end === -1) break;
    const size = Number(/ blob (\d+)$/.exec(output.subarray(at, end).toString())?.[1] ?? Number.NaN);
    // A submodule or what is no blob has no content.
    if (Number.isNaN(size)) {
      at = end + 1;
      continue;
    }
    files.set(path, output.subarray(end + 1, end + 1 + size));
    at = end + 2 + size;
  }
  return files;
}

function git(args: readonly string[], cwd: string, input?: string): Buffer | undefined {
  try {
    return execFileSync('git', [...args], {
      cwd,
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'ignore'],
      maxBuffer: mostBytes,
      ...(input === undefined ? {} : { input }),
    });
  } catch {
    return undefined;
  }
}
