/** Runs one command line against a world of the test's own. */
import { Buffer } from 'node:buffer';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { ExitCode, Io } from '../../../generator/src/cli/io.js';
import { run } from '../../../generator/src/cli/main.js';
import { type Services, services } from '../../../generator/src/cli/services.js';

export interface World {
  readonly services?: Partial<Services>;
  readonly stdin?: string | Uint8Array;
  readonly tty?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly interruption?: AbortSignal;
  readonly cwd?: string;
}

export interface Outcome {
  readonly code: ExitCode;
  readonly stdout: string;
  readonly bytes: Uint8Array;
  readonly stderr: string;
}

export function temporary(files: World['files'] = {}): string {
  const cwd = mkdtempSync(join(tmpdir(), 'agentwire-cli-'));
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) writeFileSync(join(cwd, path), text);
  return cwd;
}

export async function agentwire(argv: readonly string[], world: World = {}): Promise<Outcome> {
  const out: Uint8Array[] = [];
  const err: Uint8Array[] = [];
  const sink = (chunks: Uint8Array[]): Io['stdout'] => ({
    write: (data) => void chunks.push(Buffer.from(data as string)),
    isTTY: world.tty === true,
  });
  let now = 0;
  const io: Io = {
    cwd: world.cwd ?? temporary(world.files),
    env: world.env ?? {},
    stdout: sink(out),
    stderr: sink(err),
    stdin: { read: async () => Buffer.from((world.stdin ?? '') as string), isTTY: false },
    now: () => (now += 21),
    interruption: () => world.interruption ?? new AbortController().signal,
    services: { ...services, ...world.services },
  };
  const code = await run(argv, io);
  const bytes = Buffer.concat(out);
  return { code, bytes, stdout: bytes.toString(), stderr: Buffer.concat(err).toString() };
}
