/** What `generate` promises about its output as a whole, on the shipped protocol. */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { generate } from '../../generator/src/pipeline.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'agentwire-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** A copy of the project's inputs in a folder of its own. */
function project(name: string, config = ''): string {
  const folder = join(scratch, name);
  mkdirSync(folder, { recursive: true });
  cpSync(join(root, 'schemas'), join(folder, 'schemas'), { recursive: true });
  cpSync(join(root, 'agentwire.lock'), join(folder, 'agentwire.lock'));
  if (config !== '') writeFileSync(join(folder, 'agentwire.yaml'), config);
  return folder;
}

function filesBelow(folder: string): Map<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    names.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [relative(folder, path), readFileSync(path, 'utf8')];
    }),
  );
}

describe('generate', () => {
  it('gives the committed output, byte for byte, from another folder and another working directory', async () => {
    const folder = project('deep/er/elsewhere', 'out: generated\n');
    const result = await generate({ cwd: scratch, config: join('deep', 'er', 'elsewhere', 'agentwire.yaml') });
    expect(result.diagnostics).toEqual([]);
    expect(result.lockChanged).toBe(false);
    const fresh = filesBelow(join(folder, 'generated'));
    expect(fresh.size).toBeGreaterThan(100);
    for (const [path, text] of fresh) expect(text, path).toBe(readFileSync(join(root, 'generated', path), 'utf8'));
  });

  it.each(['schemas', 'schemas/gen', '.'])(
    'into %s writes the same twice: its own files are no schemas',
    async (out) => {
      const folder = project(`within-${out.replace(/\W/g, '-')}`, `out: ${out}\n`);
      expect((await generate({ cwd: folder })).diagnostics).toEqual([]);
      const again = await generate({ cwd: folder });
      expect(again).toMatchObject({ diagnostics: [], written: 0, removed: 0, lockChanged: false });
    },
  );

  it('writes nothing the second time, so that no build step runs for nothing', async () => {
    const folder = project('twice');
    await generate({ cwd: folder });
    const before = [...filesBelow(join(folder, 'generated')).keys()].map(
      (path) => statSync(join(folder, 'generated', path)).mtimeMs,
    );
    const second = await generate({ cwd: folder });
    const after = [...filesBelow(join(folder, 'generated')).keys()].map(
      (path) => statSync(join(folder, 'generated', path)).mtimeMs,
    );
    expect(second).toMatchObject({ written: 0, removed: 0, lockChanged: false });
    expect(after).toEqual(before);
  });

  it('checks for drift without writing, and shows it as a unified diff', async () => {
    const folder = project('drift');
    await generate({ cwd: folder });
    const schema = join(folder, 'schemas/json/task_status.schema.json');
    writeFileSync(schema, readFileSync(schema, 'utf8').replace('"maximum": 1', '"maximum": 100'));
    const before = filesBelow(folder);
    const { diff, written } = await generate({ cwd: folder, check: true });
    expect(written).toBeGreaterThan(0);
    expect(diff).toContain('--- a/generated/messages/task-status/json.ts');
    expect(diff).toContain('-    w.float(progress, 0, 1);');
    expect(diff).toContain('+    w.float(progress, 0, 100);');
    expect(filesBelow(folder)).toEqual(before);
  });

  it('keeps the numbers of the lock when members are added in front and removed', async () => {
    const folder = project('evolve');
    const schema = join(folder, 'schemas/json/status_request.schema.json');
    await generate({ cwd: folder });
    const added = readFileSync(schema, 'utf8').replace(
      '"properties": {',
      '"properties": { "since": { "type": "string" },',
    );
    writeFileSync(schema, added);
    const result = await generate({ cwd: folder });
    expect(result.lockChanged).toBe(true);
    const numbers = /status_request\.schema\.json#": \{\s*"numbers": \{([^}]*)\}/.exec(
      readFileSync(join(folder, 'agentwire.lock'), 'utf8'),
    )?.[1];
    expect(numbers?.replace(/\s+/g, ' ').trim()).toBe('"task_id": 1, "since": 2');
  });
});
