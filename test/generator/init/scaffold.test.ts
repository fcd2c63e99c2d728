import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDiagnostics } from '../../../generator/src/diagnostics/index.js';
import { scaffold } from '../../../generator/src/init/scaffold.js';
import { parseDocument } from '../../../generator/src/source/document.js';

let folder = '';
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'agentwire-init-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const files = [
  '.gitignore',
  'package.json',
  'schemas/protocol.yaml',
  'schemas/tea.schema.json',
  'src/kitchen.ts',
  'src/main.ts',
  'src/tea.test.ts',
  'src/waiter.ts',
  'tsconfig.json',
];

describe('agentwire init', () => {
  it('writes a manifest, a schema, two agents and a test, all of which parse', () => {
    expect(scaffold(join(folder, 'Tea House'))).toEqual({ written: files, kept: [], diagnostics: [] });
    const root = join(folder, 'Tea House');
    const diagnostics = createDiagnostics();
    for (const path of files.filter((one) => /\.(?:json|yaml)$/.test(one))) {
      parseDocument({ path, text: readFileSync(join(root, path), 'utf8') }, diagnostics);
    }
    expect(diagnostics.all).toEqual([]);
    expect(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))).toMatchObject({ name: 'tea-house' });
  });

  it('never overwrites, not even through a dangling link', () => {
    mkdirSync(join(folder, 'src'));
    writeFileSync(join(folder, 'package.json'), 'mine');
    writeFileSync(join(folder, 'src/main.ts'), 'mine');
    expect(scaffold(folder).kept).toEqual(['package.json', 'src/main.ts']);
    expect(readFileSync(join(folder, 'package.json'), 'utf8')).toBe('mine');
    expect(scaffold(folder)).toEqual({ written: [], kept: files, diagnostics: [] });
    rmSync(join(folder, 'tsconfig.json'));
    symlinkSync(join(folder, 'elsewhere'), join(folder, 'tsconfig.json'));
    expect(scaffold(folder).diagnostics.map((d) => d.code)).toEqual(['AW5007']);
    expect(readdirSync(folder)).not.toContain('elsewhere');
  });

  it('says in one finding that the folder cannot be written', () => {
    writeFileSync(join(folder, 'plain'), '');
    expect(scaffold(join(folder, 'plain')).diagnostics.map((d) => d.message)).toEqual([
      'cannot write .gitignore: EEXIST',
    ]);
  });
});
