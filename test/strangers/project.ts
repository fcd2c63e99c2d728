/** A stranger's project in a folder of its own: schemas, no manifest, the packages as npm would link them. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Removed after the file's tests. */
export function project(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'agentwire-stranger-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }), 120_000);
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  for (const [path, text] of Object.entries({ 'package.json': '{ "type": "module" }', ...files })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** The flags that generated code promises to be valid under. */
const compilerOptions = {
  target: 'ES2023',
  lib: ['ES2023'],
  module: 'NodeNext',
  types: [],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  verbatimModuleSyntax: true,
  isolatedDeclarations: true,
  erasableSyntaxOnly: true,
  declaration: true,
};

/** What the compiler says of everything in these folders; empty where it is content. */
export function complaints(folder: string, ...include: readonly string[]): string {
  return compiled(folder, include, '--noEmit');
}

/** The same, and the JavaScript that it makes of them, below `out`. */
export function compile(folder: string, out: string, ...include: readonly string[]): string {
  return compiled(folder, include, '--rootDir', '.', '--outDir', out);
}

function compiled(folder: string, include: readonly string[], ...flags: readonly string[]): string {
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include }));
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const { stdout, stderr } = spawnSync(process.execPath, [tsc, '-p', '.', ...flags], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  return stdout + stderr;
}
