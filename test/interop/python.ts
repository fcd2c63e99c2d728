/** Peers in Python: run as processes that say what happens in lines of JSON. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const python = `${root}.services/python/bin/python`;

/** `describe` where the peers' Python is there; skipped with the command that makes it; CI=true demands it. */
export function withPython(title: string, body: () => void): void {
  if (existsSync(python)) {
    describe(title, body);
    return;
  }
  it(title, ({ skip }) => {
    const reason = 'the Python of foreign peers is not there: test/interop/setup.sh';
    if (process.env['CI'] === 'true') throw new Error(reason);
    skip(reason);
  });
}

export interface Peer {
  /** The next line that it says. @throws where it ends before, with what it wrote to stderr. */
  next(): Promise<unknown>;
  /** All that it still says, once it has ended well. */
  rest(): Promise<readonly unknown[]>;
  stop(): void;
}

/** @param script below `test/interop/`. */
export function runPeer(script: string, ...given: readonly string[]): Peer {
  const child: ChildProcess = spawn(python, [`${root}test/interop/${script}`, ...given], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let complaints = '';
  child.stderr?.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => void child.once('close', resolve));
  if (child.stdout === null) throw new Error('the peer has no stdout');
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const read = async (): Promise<unknown> => {
    const line = await lines.next();
    return line.done === true ? undefined : JSON.parse(line.value);
  };
  return {
    async next() {
      const said = await read();
      if (said === undefined) throw new Error(`${script} ended with ${await ended}: ${complaints}`);
      return said;
    },
    async rest() {
      const all: unknown[] = [];
      for (let said = await read(); said !== undefined; said = await read()) all.push(said);
      const code = await ended;
      if (code !== 0) throw new Error(`${script} ended with ${code}: ${complaints}`);
      return all;
    },
    stop: () => void child.kill(),
  };
}
