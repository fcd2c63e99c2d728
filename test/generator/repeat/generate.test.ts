/** Generation that notices when there is nothing to do: never where anything differs from what the last run saw or left. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { generate } from '../../../generator/src/repeat/generate.js';
import { generatorDigest } from '../../../generator/src/repeat/identity.js';

const schema = (description: string): string =>
  JSON.stringify({ description, type: 'object', properties: { id: { type: 'string' } }, required: ['id'] });

let cwd: string;
const at = (path: string): string => join(cwd, path);
const recordFolder = (): string => at('node_modules/.cache/agentwire');

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'agentwire-repeat-'));
  mkdirSync(at('node_modules'));
  mkdirSync(at('schemas'));
  writeFileSync(at('schemas/order.schema.json'), schema('An order.'));
});

afterEach(() => {
  rmSync(cwd, { recursive: true, force: true });
});

/** Runs, and says whether the pipeline ran: it reports its stages. */
async function run(): Promise<{ readonly worked: boolean; readonly written: number; readonly unchanged: number }> {
  let worked = false;
  const { written, unchanged, diagnostics } = await generate({ cwd, onProgress: () => void (worked = true) });
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return { worked, written, unchanged };
}

describe('a second run', () => {
  it('does nothing where nothing changed, and counts what stands there', async () => {
    const first = await run();
    expect(first).toMatchObject({ worked: true, unchanged: 0 });
    expect(await run()).toEqual({ worked: false, written: 0, unchanged: first.written });
    expect(await run()).toEqual({ worked: false, written: 0, unchanged: first.written });
  });

  const output = (): string => at('generated/order.schema/types.ts');
  it.each<readonly [what: string, change: () => void, restored: boolean]>([
    ['a schema says something else', () => writeFileSync(at('schemas/order.schema.json'), schema('Goods.')), true],
    ['a schema was added', () => writeFileSync(at('schemas/other.schema.json'), schema('Another.')), true],
    ['a schema is gone', () => rmSync(at('schemas/order.schema.json')), false],
    ['a configuration was added', () => writeFileSync(at('agentwire.yaml'), 'import_extension: ts\n'), true],
    ['a generated file was edited', () => writeFileSync(output(), `${readFileSync(output(), 'utf8')}//\n`), true],
    ['a generated file is gone', () => rmSync(output()), true],
    ['the manifest of outputs is gone', () => rmSync(at('generated/.agentwire.json')), false],
  ])('does its work where %s', async (_, change, restored) => {
    await run();
    change();
    let worked = false;
    const { written } = await generate({ cwd, onProgress: () => void (worked = true) });
    expect(worked).toBe(true);
    if (restored) expect(written).toBeGreaterThan(0);
    statSync(at('schemas'));
  });

  it('does its work under another generator', async () => {
    await run();
    const [name = ''] = readdirSync(recordFolder());
    const path = join(recordFolder(), name);
    const record = JSON.parse(readFileSync(path, 'utf8')) as object;
    writeFileSync(path, JSON.stringify({ ...record, generator: 'another' }));
    expect(await run()).toMatchObject({ worked: true, written: 0 });
    expect(await run()).toMatchObject({ worked: false });
  });

  it('does its work where the record is damaged', async () => {
    await run();
    const [name = ''] = readdirSync(recordFolder());
    writeFileSync(join(recordFolder(), name), '{"generator":');
    expect(await run()).toMatchObject({ worked: true });
  });

  it('does all of it under --check', async () => {
    await run();
    let worked = false;
    await generate({ cwd, check: true, onProgress: () => void (worked = true) });
    expect(worked).toBe(true);
  });
});

it('a generator that is not the same to the byte has another digest', () => {
  expect(generatorDigest()).toBe(generatorDigest());
  expect(generatorDigest()).toMatch(/^[\w+/]{43}=$/);
});
