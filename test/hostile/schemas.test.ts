/**
 * Schemas of people who mean harm: each is refused with findings, or gives code that parses, type-checks, does nothing
 * when it is imported and stays in its folder. Sound or not, it is told soon.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { generate } from '../../generator/src/pipeline.js';
import { compile, project } from '../strangers/project.js';
import { avros } from './avro.js';
import { jsonSchemas } from './json-schema.js';
import { protobufs } from './protobuf.js';
import { canary, type Hostile } from './texts.js';

const corpora: Readonly<Record<string, readonly Hostile[]>> = { jsonSchemas, protobufs, avros };
/** For one schema, on a machine that has other things to do. */
const longest = 10_000;

const folder = project({});
const filesBelow = (path: string): readonly string[] =>
  readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory() && entry.name !== 'node_modules')
    .map((entry) => join(entry.parentPath, entry.name).slice(path.length + 1));

/** What is wrong with how the generator took it; undefined is as it should be. */
async function misdeed(cwd: string, files: Hostile['files']): Promise<string | undefined> {
  for (const [path, text] of Object.entries({ ...files, 'agentwire.yaml': 'out: out\n' })) {
    mkdirSync(dirname(join(cwd, path)), { recursive: true });
    writeFileSync(join(cwd, path), text);
  }
  const start = performance.now();
  try {
    const { diagnostics, written } = await generate({ cwd });
    const refused = diagnostics.some(({ severity }) => severity === 'error');
    if (refused && written > 0) return `wrote ${written} files and gave ${diagnostics.length} findings`;
    for (const { code, message } of diagnostics)
      if (!/^AW\d{4}$/.test(code) || /bug/.test(message)) return `said ${code} ${message}`;
  } catch (error) {
    return `threw ${String(error).slice(0, 200)}`;
  }
  const took = performance.now() - start;
  if (took > longest) return `took ${took} ms`;
  const stray = filesBelow(cwd).filter((path) => !/^out\/|^agentwire\.(yaml|lock)$/.test(path) && !(path in files));
  return stray.length > 0 ? `wrote ${stray.join(', ')}` : undefined;
}

/** Imports what the compiler made of all that was generated, and says what it left behind. */
const importer = `
import { readdirSync } from 'node:fs';
const before = [...Object.getOwnPropertyNames(globalThis), ...Object.getOwnPropertyNames(Object.prototype)].join();
const files = readdirSync('js/projects', { recursive: true }).filter((path) => path.endsWith('.js'));
const failed = [];
for (const path of files)
  await import('./js/projects/' + path.split('/').map(encodeURIComponent).join('/')).catch((error) => failed.push(path + ': ' + error));
const after = [...Object.getOwnPropertyNames(globalThis), ...Object.getOwnPropertyNames(Object.prototype)].join();
console.log(JSON.stringify({ files: files.length, failed, quiet: before === after && !('${canary}' in globalThis) }));
`;

describe.each(Object.entries(corpora))('hostile %s', (format, corpus) => {
  it('are more than two hundred', () => {
    expect(new Set(corpus.map(({ name }) => name)).size).toBeGreaterThan(200);
  });

  it('are refused with findings, or generated into their folder and nowhere else', async () => {
    const found: string[] = [];
    for (const [index, { name, files }] of corpus.entries()) {
      const said = await misdeed(join(folder, 'projects', format, String(index)), files);
      if (said !== undefined) found.push(`${index} ${name}: ${said}`);
    }
    expect(found).toEqual([]);
  }, 240_000);
});

describe('what was generated of them', () => {
  it('type-checks, does nothing when it is imported, and lies where it should', () => {
    const before = filesBelow(join(folder, 'projects'));
    expect(compile(folder, 'js', 'projects').split('\n').slice(0, 40).join('\n')).toBe('');
    writeFileSync(join(folder, 'import.js'), importer);
    const { stdout, stderr } = spawnSync(process.execPath, ['import.js'], { cwd: folder, encoding: 'utf8' });
    expect(stderr).toBe('');
    const { files, failed, quiet } = JSON.parse(stdout) as { files: number; failed: string[]; quiet: boolean };
    expect(failed).toEqual([]);
    expect([files > 1000, quiet]).toEqual([true, true]);
    expect(filesBelow(join(folder, 'projects'))).toEqual(before);
    const beside = filesBelow(folder).filter((path) => !/^(js|projects)\//.test(path));
    expect(beside.toSorted()).toEqual(['import.js', 'package.json', 'tsconfig.json']);
  }, 240_000);
});
