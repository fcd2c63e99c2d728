/** The commands on the real machinery, over a small project. */
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { scaffold } from '../../../generator/src/init/scaffold.js';
import { validate } from '../../../generator/src/validate.js';
import { agentwire, temporary, type Outcome, type World } from './harness.js';

let cwd = '';
const on = (argv: readonly string[], world: World = {}): Promise<Outcome> => agentwire(argv, { ...world, cwd });

function put(path: string, text: string): void {
  mkdirSync(dirname(join(cwd, path)), { recursive: true });
  writeFileSync(join(cwd, path), text);
}

describe('a project that init wrote', () => {
  beforeEach(() => {
    cwd = temporary();
    scaffold(cwd);
  });

  it('generates, generates nothing the second time, and notices drift', async () => {
    const first = await on(['generate']);
    expect(first).toMatchObject({ code: 0, stdout: '' });
    expect(first.stderr).toMatch(/^generated\/ \d+ written, in \d+ ms\n/);
    const { mtimeMs } = statSync(join(cwd, 'generated/index.ts'));
    expect((await on(['generate'])).stderr).toMatch(/^generated\/ is up to date: \d+ files, in \d+ ms\n$/);
    expect(statSync(join(cwd, 'generated/index.ts')).mtimeMs).toBe(mtimeMs);
    expect(await on(['generate', '--check'])).toMatchObject({ code: 0, stdout: '' });

    const schema = readFileSync(join(cwd, 'schemas/tea.schema.json'), 'utf8');
    put('schemas/tea.schema.json', schema.replace('"peppermint"', '"peppermint", "mint"'));
    const check = await on(['generate', '--check']);
    expect(check.code).toBe(1);
    expect(check.stdout).toContain("+export type OrderTea = 'assam' | 'sencha' | 'peppermint' | 'mint';");
    expect(readFileSync(join(cwd, 'generated/tea.schema/types.ts'), 'utf8')).not.toContain('mint,');
  });

  it('prints the same bytes in another folder, from another working directory', async () => {
    await on(['generate']);
    const elsewhere = temporary({ 'agentwire.yaml': '' });
    scaffold(elsewhere);
    const config = join(elsewhere, 'agentwire.yaml');
    expect((await agentwire(['generate', '--config', config], { cwd: temporary() })).code).toBe(0);
    for (const path of ['index.ts', 'tea.schema/json.ts', '.agentwire.json', 'agents/waiter/index.ts']) {
      const text = readFileSync(join(elsewhere, 'generated', path), 'utf8');
      expect(text).toBe(readFileSync(join(cwd, 'generated', path), 'utf8'));
      expect(text).not.toContain('agentwire-cli-');
    }
  });

  it('takes messages around through every encoding', async () => {
    const schema = ['--schema', 'schemas/tea.schema.json#Order'];
    const order = '{"order_id":"7d444840-9dc0-11d1-b245-5ffdce74fad2","sugar":2,"tea":"sencha"}';
    for (const encoding of ['json', 'protobuf', 'avro']) {
      const encoded = await on(['encode', ...schema, '--as', encoding], { stdin: order });
      expect(encoded).toMatchObject({ code: 0, stderr: '' });
      const decoded = await on(['decode', ...schema, '--as', encoding], { stdin: encoded.bytes });
      expect(decoded).toMatchObject({ code: 0, stdout: `${order}\n`, stderr: '' });
    }
    const bad = await on(['validate', ...schema], { stdin: '{ "tea": "coffee" }' });
    expect(bad.code).toBe(1);
    expect(bad.stderr).toContain('<stdin>:1:10  AW7001  /tea:');
    const cut = await on(['decode', ...schema, '--as', 'protobuf', '--hex'], { stdin: '0a24' });
    expect(cut).toMatchObject({ code: 1, stdout: '' });
    expect(cut.stderr).toMatch(/^<stdin> {2}AW7002 .*at byte \d+/);
  });

  it('lists every broken schema and every broken key in one run', async () => {
    put('schemas/bad.schema.json', '{"$schema":"https://json-schema.org/draft/2020-12/schema","type":"objekt"}');
    put('schemas/worse.proto', 'syntax = "proto3";\nmessage A { string a = 1; string b = 1; }\n');
    put('schemas/worst.avsc', '{"type":"record","name":"W","fields":[{"name":"w","type":"Nowhere"}]}');
    const manifest = readFileSync(join(cwd, 'schemas/protocol.yaml'), 'utf8');
    put('schemas/protocol.yaml', `${manifest}mesages: {}\n`);
    const { code, stderr } = await on(['generate']);
    expect(code).toBe(2);
    expect(stderr).toContain('schemas/bad.schema.json:1:');
    expect(stderr).toContain('schemas/worse.proto:2:');
    expect(stderr).toContain('schemas/worst.avsc:1:');
    expect(stderr).toMatch(/schemas\/protocol\.yaml:\d+:1 {2}AW2001 .*\n.*\n.*\n {2}hint: did you mean messages\?/);
    expect(stderr).toContain('4 errors: nothing was written');
    expect(existsSync(join(cwd, 'generated'))).toBe(false);
  });
});

describe('a project without any manifest or configuration', () => {
  it('may have its output among its schemas', async () => {
    for (const out of ['schemas', 'schemas/gen']) {
      cwd = temporary();
      put('schemas/thing.schema.json', '{"type":"object","properties":{"name":{"type":"string"}}}');
      expect((await on(['generate', '--out', out])).code).toBe(0);
      expect((await on(['generate', '--out', out])).stderr).toContain('is up to date');
    }
  });

  it.each([
    ['thing.proto', 'syntax = "proto3"; message Thing { string name = 1; }'],
    ['thing.avsc', '{"type":"record","name":"Thing","fields":[{"name":"name","type":"string"}]}'],
    ['thing.schema.json', '{"type":"object","properties":{"name":{"type":"string"}}}'],
  ])('gets types and codecs from a lone %s', async (name, text) => {
    cwd = temporary();
    put(`schemas/${name}`, text);
    expect((await on(['generate'])).code).toBe(0);
    const folder = name.replace(/\.json$/, '');
    expect(readFileSync(join(cwd, `generated/${folder}/types.ts`), 'utf8')).toContain('export interface Thing {');
  });
});

describe('validate as a function', () => {
  it('lists what is wrong', async () => {
    expect(await validate('{"type":"integer"}', 'x')).toHaveLength(1);
    expect(await validate('{"type":"integer"}', 1)).toEqual([]);
  });
});
