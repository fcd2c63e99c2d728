/** The built launcher as a process: what only a process can show. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { version } from '../../../generator/src/version.js';
import { temporary } from './harness.js';

const hardened = process.execArgv.filter((flag) => flag === '--disallow-code-generation-from-strings');
const bin = fileURLToPath(new URL('../../../generator/bin/agentwire.js', import.meta.url));

function agentwire(...argv: string[]): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...hardened, bin, ...argv], {
    encoding: 'utf8',
    cwd: temporary(),
  });
  return { status, stdout, stderr };
}

describe('the launcher', () => {
  it('sets the exit code and keeps results and remarks apart', () => {
    expect(agentwire('--version')).toEqual({ status: 0, stdout: `${version()}\n`, stderr: '' });
    expect(agentwire('explain', 'AW1')).toMatchObject({ status: 2, stdout: '' });
    expect(agentwire('explian')).toMatchObject({ status: 2, stdout: '' });
  });

  it('ends quietly when the reader of its output has seen enough', async () => {
    const child = spawn(process.execPath, [...hardened, bin, 'explain'], { stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.destroy();
    const stderr: Buffer[] = [];
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    const [status] = (await once(child, 'close')) as [number | null];
    expect({ status, stderr: Buffer.concat(stderr).toString() }).toEqual({ status: 0, stderr: '' });
  });

  it('watches on after errors, and ends with 0 when it is interrupted', async () => {
    const child = spawn(process.execPath, [...hardened, bin, 'generate', '--watch'], {
      stdio: ['ignore', 'ignore', 'pipe'],
      cwd: temporary({ 'agentwire.yaml': 'emit: typescript' }),
    });
    let stderr = '';
    for await (const chunk of child.stderr) {
      stderr += String(chunk);
      if (stderr.includes('watching for changes')) child.kill('SIGINT');
    }
    expect(stderr).toContain('agentwire.yaml:1:7  AW1102');
    const [status] = child.exitCode === null ? ((await once(child, 'exit')) as [number | null]) : [child.exitCode];
    expect(status).toBe(0);
  });
});
