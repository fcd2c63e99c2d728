/** A whole project against an earlier state: the manifest and every message, in all encodings together. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { withImpact } from '../../../generator/src/compat/impact/index.js';
import { release } from '../../../generator/src/compat/project/release.js';
import { checkProject } from '../../../generator/src/compat/project/index.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));

type Edits = Readonly<Record<string, (text: string) => string>>;

/** The shipped protocol, and a copy of it with edits. */
function twoStates(edits: Edits): { readonly old: string; readonly fresh: string } {
  const state = (): string => {
    const folder = mkdtempSync(join(tmpdir(), 'agentwire-project-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    cpSync(join(root, 'schemas'), join(folder, 'schemas'), { recursive: true });
    cpSync(join(root, 'agentwire.lock'), join(folder, 'agentwire.lock'));
    return folder;
  };
  const [old, fresh] = [state(), state()];
  for (const [path, edit] of Object.entries(edits)) {
    const before = readFileSync(join(fresh, path), 'utf8');
    const after = edit(before);
    if (before === after) throw new Error(`the edit of ${path} changes nothing`);
    writeFileSync(join(fresh, path), after);
  }
  return { old, fresh };
}

async function rulesOf(edits: Edits): Promise<readonly string[]> {
  const { old, fresh } = twoStates(edits);
  const { findings } = await checkProject({ against: old, cwd: fresh });
  return findings
    .filter(({ severity }) => severity === 'breaking')
    .map(({ rule, encoding, direction }) => `${encoding} ${rule} ${direction ?? 'both'}`);
}

const status = 'schemas/json/task_status.schema.json';
const manifest = 'schemas/protocol.yaml';

describe('the shipped protocol', () => {
  it('is compatible with itself', async () => {
    const { old, fresh } = twoStates({});
    expect(await checkProject({ against: old, cwd: fresh })).toEqual({
      verdict: 'compatible',
      findings: [],
      mode: 'full',
      policy: 'roles',
    });
  });

  it('may gain an optional member: generated writers of before did not send one', async () => {
    expect(
      await rulesOf({
        [status]: (text) => text.replace('"progress":', '"mood": { "type": "string" },\n    "progress":'),
      }),
    ).toEqual([]);
  });

  it('is judged in all encodings where a type changes, at the line of the member', async () => {
    const { old, fresh } = twoStates({
      [status]: (text) =>
        text
          .replace(/("progress": \{[^}]*"type": )"number"/, '$1"string"')
          .replace(/,\s*"minimum": 0,\s*"maximum": 1/, ''),
    });
    const { verdict, findings } = await checkProject({ against: old, cwd: fresh });
    expect(verdict).toBe('incompatible');
    const breaking = findings.filter(({ severity }) => severity === 'breaking');
    expect(new Set(breaking.map(({ encoding }) => encoding))).toEqual(new Set(['json', 'protobuf', 'avro']));
    for (const { new: place, witness } of breaking) {
      expect(place?.source.path).toBe(status);
      expect(witness).toBeDefined();
    }
  });

  it.each([
    [
      'a renamed operation',
      (text: string) =>
        text
          .replace(/^ {2}execute_command:/m, '  run_command:')
          .replaceAll(/\bexecute_command\b(?=[\],\s])/g, 'run_command'),
      /manifest\/operation-removed/,
    ],
    ['a moved topic', (text: string) => text.replaceAll('agent-commands', 'agent-orders'), /manifest\/topic/],
    [
      'a moved route',
      (text: string) => text.replace('POST /api/v1/agents/{agent_id}/tasks', 'POST /api/v2/agents/{agent_id}/tasks'),
      /manifest\/route/,
    ],
  ])('does not pass %s', async (_what, edit, expected) => {
    expect((await rulesOf({ [manifest]: edit })).join('\n')).toMatch(expected);
  });

  it('is compared with a revision of git, without a trace left', async () => {
    const { fresh } = twoStates({});
    const git = (...args: readonly string[]): void =>
      void execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], {
        cwd: fresh,
        stdio: 'ignore',
      });
    git('init', '-q');
    git('add', '-A');
    git('commit', '-qm', 'first');
    git('tag', 'v1');
    const path = join(fresh, status);
    writeFileSync(path, readFileSync(path, 'utf8').replace('"maximum": 1', '"maximum": 100'));
    const { verdict, findings } = await checkProject({ against: 'git:v1', cwd: fresh });
    expect(verdict).toBe('incompatible');
    expect(
      findings.some(
        ({ rule, direction, subject }) =>
          rule === 'json-schema/maximum' && direction === 'forward' && subject === '/progress',
      ),
    ).toBe(true);
    await expect(checkProject({ against: 'git:v2', cwd: fresh })).rejects.toThrow(
      'AW6004 v2: there is no such revision',
    );
    await expect(checkProject({ against: 'git:--help', cwd: fresh })).rejects.toThrow('AW6004');
  });

  it('lets an intended break pass for a while, with its reason', async () => {
    const { old, fresh } = twoStates({ [status]: (text) => text.replace('"maximum": 1', '"maximum": 100') });
    const waive = (rule: string, expires: string): void =>
      writeFileSync(
        join(fresh, 'agentwire.yaml'),
        `waivers:\n  - { rule: ${rule}, subject: /progress, reason: percentages, expires: '${expires}' }\n`,
      );
    const run = async (): ReturnType<typeof checkProject> =>
      checkProject({ against: old, cwd: fresh, today: '2027-01-01' });
    waive('json-schema/maximum', '2027-01-01');
    expect(await run()).toMatchObject({
      verdict: 'compatible',
      findings: [],
      waived: [{ reason: 'percentages', expires: '2027-01-01' }],
    });
    waive('json-schema/maximum', '2026-12-31');
    await expect(run()).rejects.toThrow('AW6006 the waiver of json-schema/maximum ended with 2026-12-31');
    waive('json-schema/minimum', '2027-01-01');
    await expect(run()).rejects.toThrow('AW6007 nothing breaks json-schema/minimum here');
  });

  it('lists the lines of code that read and write what changed, and no others of that name', async () => {
    const { old, fresh } = twoStates({ [status]: (text) => text.replace('"maximum": 1', '"maximum": 100') });
    const types = join(fresh, 'types.ts');
    writeFileSync(types, '// Generated by agentwire 0.1.0.\nexport interface TaskStatus { progress?: number }\n');
    const code = [
      "import type { TaskStatus } from './types.js';",
      'export const half = (s: TaskStatus): number => (s.progress ?? 0) / 2;',
      'export const done: TaskStatus = { progress: 1 };',
      'export const other = { progress: 3 };',
      'export const bar = (b: { progress: number }): number => b.progress;',
      'export const take = ({ progress }: TaskStatus): unknown => progress;',
    ];
    writeFileSync(join(fresh, 'app.ts'), `${code.join('\n')}\n`);
    const result = await withImpact(await checkProject({ against: old, cwd: fresh }), ['*.ts'], fresh);
    const uses = result.findings
      .flatMap(({ impact = [] }) => impact)
      .map(({ file, line, access, sure }) => `${file}:${line} ${access} ${sure}`);
    expect(uses).toEqual(['app.ts:2 reads true', 'app.ts:3 writes true', 'app.ts:6 reads true']);
  });

  it('keeps what was released in its lock, and names the next version by what changed since', async () => {
    const { fresh } = twoStates({});
    const edit = (change: (text: string) => string): void =>
      writeFileSync(join(fresh, status), change(readFileSync(join(fresh, status), 'utf8')));
    await expect(checkProject({ against: 'lock', cwd: fresh })).rejects.toThrow('AW6008');
    expect(await release({ cwd: fresh })).toMatchObject({ step: 'first', version: '1.0.0', written: true });
    expect(await release({ cwd: fresh })).toMatchObject({ step: 'none', version: '1.0.0', written: false });
    edit((text) => text.replace('The share that is done', 'How much is done'));
    expect(await release({ cwd: fresh })).toMatchObject({ step: 'patch', version: '1.0.1' });
    edit((text) => text.replace('"progress":', '"mood": { "type": "string" },\n    "progress":'));
    expect(await release({ cwd: fresh })).toMatchObject({ step: 'minor', version: '1.1.0' });
    edit((text) => text.replace('"maximum": 1', '"maximum": 100'));
    const proposed = await release({ cwd: fresh, dryRun: true });
    expect(proposed).toMatchObject({ step: 'major', version: '2.0.0', written: false });
    expect(proposed.changelog).toContain('### Breaking\n\n- /progress (maximum): old readers refuse');
    const { verdict } = await checkProject({ against: 'lock', cwd: fresh });
    expect(verdict).toBe('incompatible');
  });
});
