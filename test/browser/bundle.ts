/** A web page's bundle: the packages as a bundler for browsers sees them, by their export conditions, from their sources. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const path = (relative: string): string => fileURLToPath(new URL(`../../${relative}`, import.meta.url));

export interface Bundle {
  /** Sources that have left something in it. */
  readonly modules: readonly string[];
  readonly text: string;
}

export async function bundleForBrowser(code: string): Promise<Bundle> {
  const bundle = await rolldown({
    input: 'entry',
    platform: 'browser',
    resolve: {
      alias: { 'dora-protocol': path('generated') },
      extensionAlias: { '.js': ['.ts', '.js'] },
      extensions: ['.ts'],
    },
    plugins: [
      {
        name: 'sources',
        resolveId: (id) => (id === 'entry' ? id : sourceOf(id)),
        load: (id) => (id === 'entry' ? code : null),
      },
    ],
  });
  const { output } = await bundle.generate({ format: 'esm' });
  await bundle.close();
  const [chunk] = output;
  const modules = Object.entries(chunk.modules).filter(([, module]) => module.renderedLength > 0);
  return { modules: modules.map(([id]) => id), text: chunk.code };
}

type Target = string | { readonly [condition: string]: Target };

const manifest = JSON.parse(readFileSync(path('runtime/package.json'), 'utf8')) as {
  readonly exports: Readonly<Record<string, Target>>;
  readonly imports: Readonly<Record<string, Target>>;
};

/** The source behind one of the runtime's entries. */
function sourceOf(id: string): string | null {
  const entry = /^@agentwire\/runtime(\/.+)?$/.exec(id);
  const target = entry === null ? manifest.imports[id] : manifest.exports[`.${entry[1] ?? ''}`];
  if (target === undefined) return null;
  const file = path(
    `runtime/${built(target)
      .replace(/^\.\/dist\//, 'src/')
      .replace(/\.js$/, '.ts')}`,
  );
  if (!existsSync(file)) throw new Error(`${id} leads to ${file}, which is not there`);
  return file;
}

/** What a bundler for browsers takes: the first condition that it knows. */
function built(target: Target): string {
  if (typeof target === 'string') return target;
  for (const [condition, next] of Object.entries(target))
    if (['browser', 'import', 'module', 'default'].includes(condition)) return built(next);
  throw new Error('no condition for browsers');
}
