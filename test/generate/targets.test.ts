/** `emit: js` is `emit: ts` without its types: the compiler's own erasure is the judge. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ts } from 'ts-morph';
import { afterAll, describe, expect, it } from 'vitest';
import { generate } from '../../generator/src/pipeline.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'agentwire-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

cpSync(join(root, 'schemas'), join(folder, 'schemas'), { recursive: true });
writeFileSync(join(folder, 'ts.yaml'), 'out: ts\n');
writeFileSync(join(folder, 'js.yaml'), 'emit: js\nout: js\n');
await generate({ cwd: folder, config: 'ts.yaml' });
const { diagnostics } = await generate({ cwd: folder, config: 'js.yaml' });
const out = join(folder, 'js');
const files = readdirSync(out, { recursive: true, encoding: 'utf8' }).map((path) => relative(out, join(out, path)));

/** Both sides through one printer, so that only code can differ. */
function normal(text: string): string {
  const source = ts.createSourceFile('x.ts', text, ts.ScriptTarget.ES2023, false, ts.ScriptKind.TS);
  return ts.createPrinter({ removeComments: true }).printFile(source).replace(/, \}/g, ' }').replace(/,\n/g, '\n');
}

describe('emit: js', () => {
  it('prints a .js and a .d.ts for every .ts', () => {
    expect(diagnostics).toEqual([]);
    const stems = (ending: string): string[] =>
      files
        .filter((f) => f.endsWith(ending))
        .map((f) => f.slice(0, -ending.length))
        .toSorted();
    expect(stems('.js').length).toBeGreaterThan(100);
    expect(stems('.d.ts')).toEqual(stems('.js'));
  });

  it("is what the compiler's erasure makes of emit: ts", () => {
    for (const file of files.filter((one) => one.endsWith('.js'))) {
      const typed = readFileSync(join(folder, 'ts', file.replace(/\.js$/, '.ts')), 'utf8');
      const erased = ts.transpileModule(typed, {
        compilerOptions: { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext, verbatimModuleSyntax: true },
      }).outputText;
      const ours = readFileSync(join(out, file), 'utf8');
      // A module of types alone erases to the word that keeps it a module.
      expect(normal(ours), file).toBe(normal(erased.replace(/^export \{\};$/m, '')));
    }
  });

  it('declares what the compiler declares for emit: ts', () => {
    for (const file of files.filter((one) => one.endsWith('.d.ts'))) {
      const typed = readFileSync(join(folder, 'ts', file.replace(/\.d\.ts$/, '.ts')), 'utf8');
      const declared = ts.transpileDeclaration(typed, { fileName: 'x.ts', reportDiagnostics: true });
      expect(declared.diagnostics, file).toEqual([]);
      const bodies = (text: string): string => normal(text).replace(/^import .*\n/gm, '');
      expect(bodies(readFileSync(join(out, file), 'utf8')), file).toBe(
        bodies(declared.outputText.replace(/^export \{\};$/m, '')),
      );
    }
  });
});
