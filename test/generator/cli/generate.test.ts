import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isInput } from '../../../generator/src/cli/watch.js';
import { createDiagnostics } from '../../../generator/src/diagnostics/index.js';
import type { GenerateOptions, GenerateResult } from '../../../generator/src/generate-result.js';
import { agentwire, temporary, type Outcome } from './harness.js';

const nothing: GenerateResult = {
  diagnostics: [],
  written: 0,
  unchanged: 40,
  removed: 0,
  out: 'generated',
  encodings: [],
  lockChanged: false,
};

function generating(result: Partial<GenerateResult>, argv: readonly string[] = [], env = {}): Promise<Outcome> {
  const generate = () => Promise.resolve({ ...nothing, ...result });
  return agentwire(['generate', ...argv], { services: { generate }, env });
}

function broken(): Partial<GenerateResult> {
  const diagnostics = createDiagnostics();
  const source = { path: 'schemas/a.json', text: '{"type":\n "objekt"}' };
  diagnostics.report(
    'AW1002',
    { source, start: 10, end: 18 },
    { found: 'found 1%, expected: 2' },
    { hint: 'try, try' },
  );
  return { diagnostics: diagnostics.all };
}

describe('agentwire generate', () => {
  it.each<[Partial<GenerateResult>, string]>([
    [{ written: 42, unchanged: 0 }, 'generated/ 42 written, in 21 ms\n'],
    [{ written: 1, removed: 2, unchanged: 3 }, 'generated/ 1 written, 2 removed, 3 unchanged, in 21 ms\n'],
    [{}, 'generated/ is up to date: 40 files, in 21 ms\n'],
    [
      { written: 1, lockChanged: true },
      'generated/ 1 written, 40 unchanged, in 21 ms\nagentwire.lock has new numbers or orders: commit it with the schemas\n',
    ],
  ])('says what it did in a line or two: %j', async (result, stderr) => {
    expect(await generating(result)).toMatchObject({ code: 0, stdout: '', stderr });
  });

  it('hands its options over', async () => {
    const seen: GenerateOptions[] = [];
    const generate = (options: GenerateOptions) => (seen.push(options), Promise.resolve(nothing));
    await agentwire(['generate', '--config', 'c.yaml', '--out', 'o', '--check'], { services: { generate }, cwd: '/x' });
    expect(seen).toEqual([{ cwd: '/x', config: 'c.yaml', out: 'o', check: true }]);
  });

  it('prints the diff and exits with 1 where checking finds drift', async () => {
    const diff = '--- a/generated/x.ts\n+++ b/generated/x.ts\n@@ -1 +1 @@\n-a\n+b\n';
    expect(await generating({ written: 1, diff }, ['--check'])).toMatchObject({
      code: 1,
      stdout: diff,
      stderr: '1 file in generated/ would change; agentwire generate mends it\n',
    });
    const machine = JSON.parse((await generating({ written: 3, diff }, ['--check', '--json'])).stdout) as object;
    expect(machine).toMatchObject({ would_write: 3, would_remove: 0 });
    expect(machine).not.toHaveProperty('written');
    expect(await generating({}, ['--check'])).toMatchObject({ code: 0, stdout: '' });
    expect(await generating({ lockChanged: true }, ['--check'])).toMatchObject({
      code: 1,
      stderr: 'agentwire.lock would change; agentwire generate mends it\n',
    });
  });

  it('exits with 2 where the input is broken', async () => {
    expect(await generating(broken())).toMatchObject({
      code: 2,
      stdout: '',
      stderr: [
        'schemas/a.json:2:2  AW1002  found 1%, expected: 2',
        '  2 |  "objekt"}',
        '    |  ^^^^^^^^',
        '  hint: try, try',
        '',
        '1 error: nothing was written',
        '',
      ].join('\n'),
    });
  });

  it('annotates pull requests where GitHub runs it', async () => {
    const { stderr } = await generating(broken(), [], { GITHUB_ACTIONS: 'true' });
    expect(stderr).toContain(
      '\n::error file=schemas/a.json,line=2,col=2,endLine=2,endColumn=10,title=AW1002::found 1%25, expected: 2%0Ahint: try, try\n',
    );
  });

  it('is silent where told, except for findings', async () => {
    expect(await generating({ written: 3 }, ['--silent'])).toMatchObject({ code: 0, stdout: '', stderr: '' });
    expect((await generating(broken(), ['--silent'])).stderr).toContain('AW1002');
  });

  it('prints one JSON document where told', async () => {
    const { stdout, stderr, code } = await generating(broken(), ['--json']);
    expect({ code, stderr }).toEqual({ code: 2, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({
      written: 0,
      unchanged: 40,
      lockChanged: false,
      diagnostics: [{ code: 'AW1002', file: 'schemas/a.json', line: 2, column: 2, hint: 'try, try' }],
    });
  });

  it('explains the encodings', async () => {
    const encodings = [
      { message: 'task_request', encoding: 'json', available: true },
      { message: 'event', encoding: 'protobuf', available: false, because: 'nothing asks for it' },
    ] as const;
    expect((await generating({ encodings }, ['--explain-encodings'])).stdout).toBe(
      'task_request  json      yes\nevent         protobuf  no   nothing asks for it\n',
    );
  });

  it('colours findings on a terminal only, and not where the user does not want it', async () => {
    const generate = () => Promise.resolve({ ...nothing, ...broken() });
    const coloured = async (argv: readonly string[], env = {}): Promise<boolean> =>
      (await agentwire(['generate', ...argv], { services: { generate }, tty: true, env })).stderr.includes('\u001b[');
    expect(await coloured([])).toBe(true);
    expect(await coloured(['--no-color'])).toBe(false);
    expect(await coloured([], { NO_COLOR: '1' })).toBe(false);
    expect(await coloured([], { NO_COLOR: '' })).toBe(true);
    expect((await generating(broken())).stderr).not.toContain('\u001b[');
  });
});

describe('agentwire generate --watch', () => {
  it('generates again after a change, goes on after errors, and ends when interrupted', async () => {
    const cwd = temporary({ 'agentwire.yaml': '' });
    const stop = new AbortController();
    let rounds = 0;
    const generate = (): Promise<GenerateResult> => {
      rounds++;
      // Each round sets off the next one, as a person who saves a file would.
      if (rounds === 1) setTimeout(() => writeFileSync(join(cwd, 'agentwire.yaml'), '# changed'));
      else stop.abort();
      return Promise.resolve({ ...nothing, ...(rounds === 1 ? broken() : {}) });
    };
    const { code, stderr } = await agentwire(['generate', '--watch'], {
      services: { generate },
      cwd,
      interruption: stop.signal,
    });
    expect(code).toBe(0);
    expect(rounds).toBe(2);
    expect(stderr).toContain('AW1002');
    expect(stderr).toContain('watching for changes, Ctrl-C ends');
  });

  it.each([
    ['schemas/a.proto', true],
    ['agentwire.yaml', true],
    ['generated/index.ts', false],
    ['generated/.agentwire.json', false],
    ['node_modules/x/package.json', false],
    ['.git/index', false],
  ])('takes %s for an input: %j', (path, input) => {
    expect(isInput(path)).toBe(input);
  });
});
