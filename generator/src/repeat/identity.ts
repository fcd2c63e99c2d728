/** Which generator this is, to the byte: its own code, the runtime's, and the versions of its libraries. */
import { createHash, type Hash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const home = fileURLToPath(new URL('../../', import.meta.url));
/** Tests run the sources themselves, beside what was built from others. */
const code = import.meta.url.endsWith('.ts') ? ['dist', 'src'] : ['dist'];

/** A digest, or undefined where the code does not stand in files as packages have it. */
export function generatorDigest(): string | undefined {
  const own = manifestOf(home);
  if (own === undefined) return undefined;
  const hash = createHash('sha256').update(`${process.version} ${own.version}\n`);
  for (const folder of [...code, 'schemas']) addTree(hash, join(home, folder));
  for (const name of Object.keys(own.dependencies ?? {}).toSorted()) {
    const folder = packageFolder(name);
    const found = folder === undefined ? undefined : manifestOf(folder);
    if (folder === undefined || found === undefined) return undefined;
    hash.update(`${name}@${found.version}\n`);
    // Of one workspace with the generator: its code changes while its version stays.
    if (name.startsWith('@agentwire/')) for (const part of code) addTree(hash, join(folder, part));
  }
  return hash.digest('base64');
}

interface PackageManifest {
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

function manifestOf(folder: string): PackageManifest | undefined {
  const path = join(folder, 'package.json');
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as PackageManifest) : undefined;
}

/** As Node looks for it. */
function packageFolder(name: string): string | undefined {
  for (let folder = home; ; folder = dirname(folder)) {
    const found = join(folder, 'node_modules', name);
    if (existsSync(found)) return found;
    if (folder === dirname(folder)) return undefined;
  }
}

/** Code and schemas, by path and content; types and maps are not run. */
function addTree(hash: Hash, folder: string): void {
  const entries = existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : [];
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) addTree(hash, path);
    else if (/(?<!\.d)\.(?:[jt]s|json)$/.test(entry.name)) hash.update(`${path}\0`).update(readFileSync(path));
  }
}
