/** Who may import whom: the house rules of ARCHITECTURE.md, as a test. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Import {
  /** The importing file, from the root. */
  readonly from: string;
  /** The imported file from the root, or a bare specifier. */
  readonly to: string;
}

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => posix.join(...relative(root, join(entry.parentPath, entry.name)).split(/[/\\]/)));
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), 'utf8');
  const specifiers = [...text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/g)].map((match) => match[1] ?? '');
  return specifiers.map((specifier) => ({
    from: file,
    to: specifier.startsWith('.')
      ? posix.join(...relative(root, resolve(root, dirname(file), specifier)).split(/[/\\]/)).replace(/\.js$/, '.ts')
      : specifier,
  }));
}

const generator = filesBelow('generator/src').flatMap(importsOf);
const runtime = filesBelow('runtime/src').flatMap(importsOf);
const all = [...generator, ...runtime];

function offenders(imports: readonly Import[], from: RegExp, to: RegExp): string[] {
  return imports.filter((one) => from.test(one.from) && to.test(one.to)).map((one) => `${one.from} -> ${one.to}`);
}

const bare = (one: Import): boolean => !/^(?:generator|runtime)\//.test(one.to);

describe('who may import whom', () => {
  it('sees the imports at all', () => {
    expect(generator.length).toBeGreaterThan(100);
    expect(runtime.length).toBeGreaterThan(100);
  });

  it('keeps the runtime free of the generator', () => {
    expect(offenders(runtime, /./, /^(?:generator\/|agentwire)/)).toEqual([]);
  });

  it('lets the generator use the runtime only through its public entries', () => {
    expect(offenders(generator, /./, /^runtime\//)).toEqual([]);
  });

  it('keeps the schema formats apart', () => {
    const crossing = generator.filter(({ from, to }) => {
      const [mine, theirs] = [from, to].map((path) => /^generator\/src\/formats\/([^/]+)\//.exec(path)?.[1]);
      return mine !== undefined && theirs !== undefined && mine !== theirs;
    });
    expect(crossing).toEqual([]);
  });

  it('lets emit see the model and not the parsers', () => {
    expect(offenders(generator, /src\/emit\//, /src\/(?:formats|manifest|config|cli|source\/(?!text))/)).toEqual([]);
  });

  it('lets the model depend on nothing but positions', () => {
    expect(offenders(generator, /src\/model\//, /^(?!generator\/src\/(?:model|source)\/)/)).toEqual([]);
  });

  it('keeps the process to the command line', () => {
    const users = filesBelow('generator/src').filter((file) =>
      /\bprocess\.(?:exit|stdout|stderr|argv)\b/.test(readFileSync(join(root, file), 'utf8')),
    );
    expect(users.filter((file) => !file.startsWith('generator/src/cli/'))).toEqual([]);
  });

  it('keeps transports, stores, security, resilience and telemetry apart', () => {
    const area = /^runtime\/src\/(transports\/[^/]+|stores\/[^/]+|security|resilience|telemetry)\//;
    const crossing = runtime.filter(({ from, to }) => {
      const [mine, theirs] = [from, to].map((path) => area.exec(path)?.[1]);
      return mine !== undefined && theirs !== undefined && mine !== theirs;
    });
    expect(crossing).toEqual([]);
  });

  it("keeps node: modules out of the runtime's core", () => {
    expect(
      offenders(runtime, /^runtime\/src\/(?!transports\/|stores\/|avro-files\/|platform\/node)/, /^node:/),
    ).toEqual([]);
  });

  it('gives each third-party library one folder', () => {
    const folders = new Map<string, Set<string>>();
    for (const { from, to } of all.filter((one) => bare(one) && !/^(?:node:|#|@agentwire\/)/.test(one.to))) {
      const library = to
        .split('/')
        .slice(0, to.startsWith('@') ? 2 : 1)
        .join('/');
      folders.set(library, (folders.get(library) ?? new Set()).add(dirname(from)));
    }
    const several = [...folders]
      .filter(([, users]) => users.size > 1)
      .map(([name, users]) => `${name}: ${[...users].join(', ')}`);
    expect(several).toEqual([]);
  });

  it('builds no code from strings', () => {
    const makers = [...filesBelow('generator/src'), ...filesBelow('runtime/src')].filter((file) =>
      /\bnew Function\b|[^.\w]eval\(/.test(
        readFileSync(join(root, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, ''),
      ),
    );
    expect(makers).toEqual([]);
  });

  it('imports the compiler nowhere', () => {
    expect(offenders(all, /./, /^typescript(?:\/|$)/)).toEqual([]);
  });
});
