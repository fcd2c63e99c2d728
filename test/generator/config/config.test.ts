import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Config } from '../../../generator/src/config/config.js';
import { loadConfig } from '../../../generator/src/config/load-config.js';
import { schemaFiles } from '../../../generator/src/config/schema-files.js';
import { createDiagnostics } from '../../../generator/src/diagnostics/index.js';
import { locate } from '../../../generator/src/source/text.js';
import { validate } from '../../../generator/src/validate.js';

let cwd = '';
beforeEach(() => void (cwd = mkdtempSync(join(tmpdir(), 'agentwire-config-'))));
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

function put(files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, path)), { recursive: true });
    writeFileSync(join(cwd, path), text);
  }
}

function load(files: Record<string, string>, file?: string): { config: Config | undefined; found: string[] } {
  put(files);
  const diagnostics = createDiagnostics();
  const config = loadConfig({ cwd, ...(file === undefined ? {} : { file }) }, diagnostics);
  const found = diagnostics.all.map(
    (d) => `${locate(d.span)} ${d.code} ${d.message}${d.hint === undefined ? '' : ` (${d.hint})`}`,
  );
  return { config, found };
}

const schema = { 'schemas/a.json': '{}' };

describe('the configuration', () => {
  it('needs no file where a folder schemas/ is there', () => {
    const { config, found } = load(schema);
    expect(found).toEqual([]);
    expect(config).toMatchObject({
      root: cwd,
      out: 'generated',
      lock: 'agentwire.lock',
      emit: 'ts',
      importExtension: 'js',
      encodings: [],
      types: { dateTime: 'Date', int64: 'bigint', timestamp: 'exact' },
      jsonNames: 'schema',
      jsonInt64: 'text',
    });
    expect(config?.manifest).toBeUndefined();
    expect(config?.schemas.map((s) => s.value)).toEqual(['schemas']);
  });

  it.each(['protocol.yaml', 'protocol.yml', 'protocol.json'])('finds schemas/%s by itself', (name) => {
    expect(load({ [`schemas/${name}`]: '{}' }).config?.manifest?.value).toBe(`schemas/${name}`);
  });

  it('reads every key, from YAML and JSON alike', () => {
    const yaml = [
      'manifest: api/protocol.yaml',
      'schemas: [api, ./extra.proto]',
      'out: ../elsewhere',
      'lock: my.lock',
      'emit: js',
      'import_extension: ts',
      'encodings: protobuf',
      'names: { "api/a.json#Status": AgentStatus }',
      'types: { date-time: string, int64: number, timestamp: Date }',
      'unknown: { default: drop, "api/a.json#Status": keep }',
      'json_names: proto3',
      'json_int64: number',
    ].join('\n');
    const { config, found } = load({ 'agentwire.yaml': yaml, 'api/protocol.yaml': '', 'extra.proto': '' });
    expect(found).toEqual([]);
    expect(config).toMatchObject({
      manifest: { value: 'api/protocol.yaml' },
      schemas: [{ value: 'api' }, { value: 'extra.proto' }],
      out: '../elsewhere',
      lock: 'my.lock',
      emit: 'js',
      importExtension: 'ts',
      encodings: ['protobuf'],
      types: { dateTime: 'string', int64: 'number', timestamp: 'Date' },
      jsonNames: 'proto3',
      jsonInt64: 'number',
    });
    expect(config?.names.get('api/a.json#Status')?.value).toBe('AgentStatus');
    expect(config?.unknown.everywhere).toBe('drop');
    expect(config?.unknown.of.get('api/a.json#Status')?.value).toBe('keep');
    rmSync(join(cwd, 'agentwire.yaml'));
    expect(load({ 'agentwire.json': '{"$schema":"x","schemas":"api","emit":"js"}' }).config?.emit).toBe('js');
  });

  it('takes an empty file for the defaults', () => {
    expect(load({ ...schema, 'agentwire.yaml': '# nothing yet\n' }).found).toEqual([]);
  });

  it('reads the file named by --config, with paths relative to that file', () => {
    const { config } = load({ 'sub/other.yaml': 'out: here', 'sub/schemas/a.json': '{}' }, 'sub/other.yaml');
    expect(config).toMatchObject({ root: join(cwd, 'sub'), out: 'here' });
  });

  it('reports every mistake at its place in one go', () => {
    const yaml = [
      'output: generated',
      'emit: typescript',
      'schemas: [3, ../shared, missing]',
      'out:',
      'types: { int64: bigin, dattime: Date }',
      'names: { "a#B": not-a-name }',
      'unknown: { "a#B": kepp }',
      'encodings: [xml]',
      'manifest: /etc/passwd',
    ].join('\n');
    expect(load({ 'agentwire.yaml': yaml }).found).toEqual([
      'agentwire.yaml:1:1 AW1101 unknown key "output" in the configuration (did you mean out?)',
      'agentwire.yaml:2:7 AW1102 emit: found "typescript", expected one of ts, js',
      'agentwire.yaml:3:11 AW1102 schemas: found 3, expected a text',
      'agentwire.yaml:3:14 AW1103 schemas: "../shared" is outside the project',
      'agentwire.yaml:3:25 AW1104 schemas: there is no file or folder "missing"',
      'agentwire.yaml:4:5 AW1102 out: found nothing, expected a text',
      'agentwire.yaml:5:17 AW1102 types.int64: found "bigin", expected one of bigint, number (did you mean bigint?)',
      'agentwire.yaml:5:24 AW1101 unknown key "dattime" under types (did you mean date-time?)',
      'agentwire.yaml:6:17 AW1108 names: "not-a-name" for a#B cannot be the name of a TypeScript type',
      'agentwire.yaml:7:19 AW1102 unknown.a#B: found "kepp", expected one of keep, drop, refuse (did you mean keep?)',
      'agentwire.yaml:8:13 AW1102 encodings: found "xml", expected one of json, protobuf, avro',
      'agentwire.yaml:9:11 AW1103 manifest: "/etc/passwd" is outside the project',
    ]);
  });

  it('gives broken YAML and broken JSON a place', () => {
    const yaml = load({ ...schema, 'agentwire.yaml': 'emit: ts\nout: [a\n' });
    expect(yaml.config).toBeUndefined();
    expect(yaml.found[0]).toMatch(/^agentwire\.yaml:\d+:\d+ AW1002 /);
    rmSync(join(cwd, 'agentwire.yaml'));
    expect(load({ 'agentwire.json': '{"emit": "ts",}' }).found[0]).toMatch(/^agentwire\.json:1:15 AW1002 /);
    expect(load({ 'agentwire.json': '[]' }).found).toEqual([
      'agentwire.json:1:1 AW1102 the configuration: found a list, expected keys and values',
    ]);
  });

  it('refuses two configurations side by side', () => {
    expect(load({ ...schema, 'agentwire.yaml': '', 'agentwire.json': '{}' }).found).toEqual([
      'agentwire.json:1:1 AW1106 agentwire.yaml and agentwire.json stand side by side, and only one can count (delete one of them, or say which: --config agentwire.yaml)',
    ]);
  });

  it('points at agentwire init in an empty folder, and at a configuration above', () => {
    expect(load({}).found).toEqual([
      '.:1:1 AW1105 there is neither agentwire.yaml nor a folder schemas/ in this folder (`agentwire init` writes a project to start from)',
    ]);
    put({ 'agentwire.yaml': '' });
    cwd = join(cwd, 'deep', 'er');
    mkdirSync(cwd, { recursive: true });
    const { found } = load({});
    cwd = dirname(dirname(cwd));
    expect(found[0]).toContain('(there is one above: --config ../../agentwire.yaml)');
  });

  it('says that a named configuration is missing', () => {
    expect(load({}, 'nope.yaml').found).toEqual(['nope.yaml:1:1 AW1001 cannot read nope.yaml: there is no such file']);
    expect(load({}, '/no/where/agentwire.yaml').found).toEqual([
      '/no/where/agentwire.yaml:1:1 AW1001 cannot read /no/where/agentwire.yaml: there is no such folder',
    ]);
    expect(load({}, 'no/pe.yaml').found).toEqual([
      'no/pe.yaml:1:1 AW1001 cannot read no/pe.yaml: there is no such folder',
    ]);
  });

  it('is described by its own JSON Schema, key for key', async () => {
    const text = readFileSync(new URL('../../../generator/schemas/agentwire.schema.json', import.meta.url), 'utf8');
    const described = JSON.parse(text) as { properties: Record<string, unknown> };
    expect(load({ ...schema, 'agentwire.yaml': 'zzzzzzzzzz: 1' }).found[0]).toContain(
      `known keys: ${Object.keys(described.properties).slice(1).join(', ')}`,
    );
    const good = { schemas: 'a', encodings: ['avro'], unknown: { 'a#B': 'keep' }, types: { int64: 'number' } };
    expect(await validate(text, good)).toEqual([]);
    expect(await validate(text, { output: 'x' })).toHaveLength(1);
    expect(await validate(text, { emit: 'typescript' })).toHaveLength(1);
  });
});

describe('schema files', () => {
  it('are all schemas below the folders, sorted, without manifest, links and hidden folders', () => {
    put({
      'schemas/protocol.yaml': '',
      'schemas/z.json': '',
      'schemas/deep/a.proto': '',
      'schemas/deep/b.avsc': '',
      'schemas/readme.md': '',
      'schemas/.hidden/x.json': '',
      'schemas/node_modules/x.json': '',
      'other/c.json': '',
    });
    symlinkSync(join(cwd, 'other'), join(cwd, 'schemas', 'linked'));
    const diagnostics = createDiagnostics();
    const config = loadConfig({ cwd }, diagnostics);
    expect(config && schemaFiles(config, diagnostics)).toEqual([
      'schemas/deep/a.proto',
      'schemas/deep/b.avsc',
      'schemas/z.json',
    ]);
    expect(diagnostics.all).toEqual([]);
  });

  it('are at least one, unless a manifest names them', () => {
    const search = (files: Record<string, string>): string[] => {
      put(files);
      const diagnostics = createDiagnostics();
      const config = loadConfig({ cwd }, diagnostics);
      if (config !== undefined) schemaFiles(config, diagnostics);
      return diagnostics.all.map((d) => `${d.code} ${d.message}`);
    };
    expect(search({ 'schemas/readme.md': '' })).toEqual(['AW1109 there is no schema in schemas/']);
    expect(search({ 'agentwire.yaml': 'schemas: []' })).toEqual([
      'AW1109 there is no schema in `schemas`, which is empty',
    ]);
    expect(search({ 'agentwire.yaml': '', 'schemas/protocol.yaml': '' })).toEqual([]);
  });
});
