import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDiagnostics } from '../../../generator/src/diagnostics/index.js';
import { memoryWorkspace, openWorkspace, type Workspace } from '../../../generator/src/source/workspace.js';

function read(workspace: Workspace, path: string) {
  const diagnostics = createDiagnostics();
  const source = workspace.read(path, undefined, diagnostics);
  return source?.text ?? diagnostics.all.map((d) => `${d.code} ${d.message}`).join();
}

describe('a workspace on disk', () => {
  let folder = '';
  let workspace: Workspace;

  beforeAll(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'agentwire-workspace-')));
    const root = join(folder, 'project');
    mkdirSync(join(root, 'schemas'), { recursive: true });
    mkdirSync(join(folder, 'project-other'));
    writeFileSync(join(folder, 'secret.json'), '"secret"');
    writeFileSync(join(folder, 'project-other', 'a.json'), '"other"');
    writeFileSync(join(root, 'schemas', 'a.json'), '"a"');
    writeFileSync(join(root, 'schemas', 'latin1.json'), Buffer.from([0x22, 0xe4, 0x22]));
    symlinkSync(join(folder, 'secret.json'), join(root, 'out.json'));
    symlinkSync(folder, join(root, 'up'));
    symlinkSync(join(root, 'schemas', 'a.json'), join(root, 'in.json'));
    symlinkSync(join(root, 'loop.json'), join(root, 'loop.json'));
    symlinkSync('/dev/zero', join(root, 'zero.json'));
    writeFileSync(join(root, 'big.json'), '');
    truncateSync(join(root, 'big.json'), 17 * 1024 * 1024);
    workspace = openWorkspace(root);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('reads a file by its project-relative path, once', () => {
    const diagnostics = createDiagnostics();
    const first = workspace.read('schemas/a.json', undefined, diagnostics);
    expect(first).toEqual({ path: 'schemas/a.json', text: '"a"' });
    expect(workspace.read('./schemas/../schemas//a.json', undefined, diagnostics)).toBe(first);
    expect(workspace.exists('schemas/a.json')).toBe(true);
    expect(workspace.exists('schemas/b.json')).toBe(false);
  });

  it('follows a link that stays inside', () => expect(read(workspace, 'in.json')).toBe('"a"'));

  it.each([
    '../secret.json',
    '../project-other/a.json',
    'schemas/../../secret.json',
    'out.json',
    'up/secret.json',
    '/etc/passwd',
    'file:///etc/passwd',
    'https://example.com/a.json',
    '//example.com/a.json',
    'C:/a.json',
    'schemas\\..\\..\\secret.json',
    'a\0.json',
    '',
    'zero.json',
  ])('refuses %j as outside of the project', (path) => {
    expect(read(workspace, path)).toBe(`AW1004 ${path} is outside the project, and references may not leave it`);
  });

  it.each([
    ['gone.json', 'there is no such file'],
    ['schemas/a.json/b', 'there is no such file'],
    ['schemas', 'it is not a file'],
    ['loop.json', 'its links form a circle'],
    ['schemas/latin1.json', 'it is not UTF-8 text'],
  ])('says why it cannot read %s', (path, reason) => {
    expect(read(workspace, path)).toBe(`AW1001 cannot read ${path}: ${reason}`);
  });

  it('refuses a file above the limit without reading it', () => {
    expect(read(workspace, 'big.json')).toBe('AW1003 the file has 17825792 bytes, the limit is 16777216');
  });

  it('reports at the place that named the file', () => {
    const diagnostics = createDiagnostics();
    const source = { path: 'schemas/a.json', text: '{"$ref":"gone.json"}' };
    workspace.read('gone.json', { source, start: 8, end: 19 }, diagnostics);
    expect(diagnostics.all[0]?.span).toEqual({ source, start: 8, end: 19 });
  });
});

describe('a workspace in memory', () => {
  it('holds exactly the given files', () => {
    const workspace = memoryWorkspace({ 'a/b.json': '1' });
    expect(read(workspace, 'a/b.json')).toBe('1');
    expect(read(workspace, 'a/./b.json')).toBe('1');
    expect(read(workspace, 'toString')).toBe('AW1001 cannot read toString: there is no such file');
    expect(read(workspace, '../x')).toContain('AW1004');
  });
});
