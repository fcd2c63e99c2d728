/** A server's process: started in a group of its own, known by pid and start time, ended as a group. */
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Launch } from './server.js';

export interface OwnProcess {
  readonly pid: number;
  /** Kernel ticks from boot to its start: a pid that was given to another program since has another. */
  readonly startedAt: string;
}

/** `tied`: it dies with the process that started it. */
export function startProcess(launch: Launch, log: string, tied: boolean): OwnProcess | undefined {
  mkdirSync(dirname(log), { recursive: true });
  const output = openSync(log, 'a');
  const { command, args, env, user } = launch;
  const words = tied ? ['setpriv', '--pdeathsig', 'KILL', command, ...args] : [command, ...args];
  const [first = command, ...rest] = words;
  const child = spawn(first, rest, {
    cwd: '/',
    detached: true,
    stdio: ['ignore', output, output],
    env: { ...process.env, ...env },
    ...user,
  });
  child.on('error', () => {});
  child.unref();
  closeSync(output);
  return child.pid === undefined ? undefined : { pid: child.pid, startedAt: startOf(child.pid) ?? '' };
}

export function isAlive({ pid, startedAt }: OwnProcess): boolean {
  return startOf(pid) === startedAt;
}

/** Signals the group and resolves when its leader is gone; after `patience` milliseconds the signal becomes KILL. */
export async function endProcess(own: OwnProcess, signal: NodeJS.Signals, patience = 20_000): Promise<void> {
  const deadline = Date.now() + patience;
  send(own, signal);
  while (isAlive(own)) {
    if (Date.now() > deadline) send(own, 'SIGKILL');
    await sleep(50);
  }
}

function send(own: OwnProcess, signal: NodeJS.Signals): void {
  if (!isAlive(own)) return;
  try {
    process.kill(-own.pid, signal);
  } catch {
    // It ended between the look and the signal.
  }
}

/** proc(5): state and start time follow the command's name, which may hold spaces and parentheses. */
function startOf(pid: number): string | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const isGone = fields[0] === 'Z' || fields[0] === 'X';
    return isGone ? undefined : fields[19];
  } catch {
    return undefined;
  }
}
