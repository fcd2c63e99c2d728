/** A project of its own, outside the workspace, that has the tarballs installed. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Finished {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** One command to its end, whatever it says. */
export function attempt(cwd: string, command: string, ...args: readonly string[]): Finished {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, NODE_OPTIONS: '', npm_config_update_notifier: 'false' },
  });
  if (error !== undefined) throw error;
  return { status, stdout, stderr };
}

/** The same, and what it printed; throws with all of it where it failed. */
export function run(cwd: string, command: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = attempt(cwd, command, ...args);
  if (status === 0) return stdout;
  throw new Error(`${command} ${args.join(' ')} ended with ${status}\n${stdout}\n${stderr}`);
}

export interface Fresh {
  readonly folder: string;
  readonly remove: () => void;
}

export function freshFolder(): Fresh {
  const folder = mkdtempSync(join(tmpdir(), 'agentwire-fresh-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export function install(folder: string, ...packages: readonly string[]): void {
  run(folder, 'npm', 'install', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error', ...packages);
}

export function writeJson(folder: string, name: string, value: unknown): void {
  writeFileSync(join(folder, name), `${JSON.stringify(value, undefined, 2)}\n`);
}
