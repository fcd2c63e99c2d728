/** A protocol of another trade on the packed packages: generated, compiled by three compilers, served and called. */
import { cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { attempt, freshFolder, install, run, writeJson } from './fresh.js';

const bakery = fileURLToPath(new URL('bakery', import.meta.url));
const { folder, remove } = freshFolder();

const compilers = { ts5: '5.9.3', ts6: '6.0.3', ts7: '7.0.2' };
const targets = ['ts', 'js'] as const;

/** The flags that generated code promises to be valid under. */
const compilerOptions = {
  target: 'ES2023',
  lib: ['ES2023'],
  module: 'NodeNext',
  types: ['node'],
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

beforeAll(() => {
  writeJson(folder, 'package.json', { name: 'bakery', private: true, type: 'module' });
  const typescript = Object.entries(compilers).map(([name, version]) => `${name}@npm:typescript@${version}`);
  install(folder, ...inject('tarballs'), ...typescript, 'undici@7.30.2', '@types/node@20');
  for (const target of targets) {
    const project = join(folder, target);
    mkdirSync(project);
    cpSync(bakery, project, { recursive: true });
    writeFileSync(join(project, 'agentwire.yaml'), `emit: ${target}\n`);
    writeJson(project, 'tsconfig.json', { compilerOptions, include: ['src', 'generated'] });
    run(project, 'npx', '--no-install', 'agentwire', 'generate');
  }
});
afterAll(remove);

const compile = (project: string, compiler: string, ...flags: readonly string[]): string =>
  run(project, process.execPath, join(folder, 'node_modules', compiler, 'bin', 'tsc'), '-p', '.', ...flags);

describe.each(targets)('a bakery, emit: %s', (target) => {
  const project = join(folder, target);

  it.each(Object.entries(compilers))('type-checks under %s (TypeScript %s)', (compiler, version) => {
    expect(run(project, process.execPath, join(folder, 'node_modules', compiler, 'bin', 'tsc'), '-v')).toContain(
      version,
    );
    expect(compile(project, compiler, '--noEmit')).toBe('');
  });

  it('sells bread over HTTP and memory, with updates and a declared error', () => {
    compile(project, 'ts7');
    const days = run(project, process.execPath, '--disallow-code-generation-from-strings', 'src/main.js');
    const day = {
      stages: ['KNEADING -', 'IN_THE_OVEN 0.5'],
      grams: 1501,
      ready: '2026-05-01T06:30:00.000Z',
      id: 36,
      detail: 2,
    };
    expect(JSON.parse(days)).toEqual(['http', 'memory json', 'memory protobuf'].map((name) => ({ name, ...day })));
  });
});

describe('the commands, on files of the bakery', () => {
  const project = join(folder, 'ts');
  const agentwire = (...args: readonly string[]): ReturnType<typeof attempt> =>
    attempt(project, process.execPath, join(folder, 'node_modules/agentwire/bin/agentwire.js'), ...args);
  const order = { order_id: '7f1c1c52-4b6c-4b8e-9b0e-0d7f0a3c2f11', flour: 'rye', loaves: 2 };
  const schema = 'schemas/orders.schema.json#LoafOrder';

  it('judges a value and says where it is wrong', () => {
    writeJson(project, 'order.json', order);
    writeJson(project, 'wrong.json', { ...order, loaves: 13 });
    expect(agentwire('validate', '--schema', schema, 'order.json').status).toBe(0);
    const wrong = agentwire('validate', '--schema', schema, 'wrong.json');
    expect(wrong.status).toBe(1);
    expect(wrong.stdout + wrong.stderr).toMatch(/\/loaves: 13 is above 12/);
  });

  it.each(['json', 'protobuf', 'avro'])('writes a value as %s and reads it again', (encoding) => {
    writeJson(project, 'order.json', order);
    // A file in between, since bytes are not text.
    const script = `"${process.execPath}" "${join(folder, 'node_modules/agentwire/bin/agentwire.js')}"`;
    run(project, 'sh', '-c', `${script} encode --schema '${schema}' --as ${encoding} order.json > order.bin`);
    const read = agentwire('decode', '--schema', schema, '--as', encoding, 'order.bin');
    expect(read).toMatchObject({ status: 0, stderr: '' });
    expect(JSON.parse(read.stdout)).toEqual(order);
  });

  it('prints a schema in another language', () => {
    const proto = agentwire('convert', schema, '--to', 'protobuf');
    expect(proto).toMatchObject({ status: 0 });
    expect(proto.stdout).toContain('message LoafOrder');
    const json = agentwire('convert', 'schemas/oven.proto#Baking', '--to', 'json-schema');
    expect(JSON.parse(json.stdout)).toBeTypeOf('object');
  });

  it('explains a code', () => {
    expect(agentwire('explain', 'AW3101')).toMatchObject({ status: 0, stdout: expect.stringContaining('AW3101') });
  });
});

describe('the packages', () => {
  const modules = join(folder, 'node_modules');

  interface Dependencies {
    readonly version?: string;
    readonly dependencies?: Readonly<Record<string, Dependencies>>;
  }

  it('let production install the runtime without the generator', () => {
    const listed = JSON.parse(run(folder, 'npm', 'ls', '--all', '--json')) as Dependencies;
    const runtime = listed.dependencies?.['@agentwire/runtime'];
    expect(runtime).toBeDefined();
    // undici is an optional peer that this project installed itself; of the others npm lists only that they are not there.
    const installed = Object.entries(runtime?.dependencies ?? {}).filter(([, { version }]) => version !== undefined);
    expect(installed.map(([name]) => name).toSorted()).toEqual(['@opentelemetry/api', 'hpke', 'jose', 'undici']);
  });

  const packages = ['agentwire', '@agentwire/runtime'].map((name) => ({ name }));
  it.each(packages)(
    '$name has what its package.json names, its licence, and nothing of the build',
    async ({ name }) => {
      const { default: manifest } = (await import(join(modules, name, 'package.json'), { with: { type: 'json' } })) as {
        default: {
          exports: Record<string, string | Record<string, string>>;
          bin?: Record<string, string>;
          imports?: Record<string, Record<string, string>>;
        };
      };
      const files = readdirSync(join(modules, name), { recursive: true, encoding: 'utf8' });
      const named = [manifest.exports, manifest.bin ?? {}, manifest.imports ?? {}]
        .flatMap(targetsOf)
        .map((path) => path.replace(/^\.\//, ''));
      expect(named.filter((path) => !files.includes(path))).toEqual([]);
      expect(files).toContain('LICENSE');
      expect(files.filter((path) => /tsbuildinfo|(^|\/)node_modules|\.test\./.test(path))).toEqual([]);
      // A map leads to a source that is in the package.
      const mapped = files.filter((path) => /^dist\/.*\.d\.ts\.map$/.test(path));
      const sources = mapped.map((path) => path.replace(/^dist/, 'src').replace(/\.d\.ts\.map$/, '.ts'));
      expect(sources.filter((path) => !files.includes(path))).toEqual([]);
    },
  );

  it.each(['', '/codegen/v1', '/http', '/memory', '/testing'])(
    'agentwire/runtime%s is imported and required',
    (subpath) => {
      const name = `@agentwire/runtime${subpath}`;
      const names = 'm => console.log(Object.keys(m).length)';
      run(folder, process.execPath, '--input-type=module', '-e', `import('${name}').then(${names})`);
      const required = attempt(
        folder,
        process.execPath,
        '--input-type=commonjs',
        '-e',
        `(${names})(require('${name}'))`,
      );
      expect(required.status, required.stderr).toBe(0);
      expect(Number(required.stdout)).toBeGreaterThan(0);
    },
  );

  it('offer the commands as functions, imported and required', () => {
    const shows = '({ generate, loadCodec }) => console.log(typeof generate, typeof loadCodec)';
    expect(
      run(folder, process.execPath, '--input-type=commonjs', '-e', `(${shows})(require('agentwire'))`).trim(),
    ).toBe('function function');
  });
});

function targetsOf(value: string | Readonly<Record<string, unknown>>): readonly string[] {
  if (typeof value === 'string') return [value];
  return Object.values(value).flatMap((one) => targetsOf(one as string | Readonly<Record<string, unknown>>));
}
