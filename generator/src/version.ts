/** This package's own version, read from its package.json beside `src` and `dist`. */
import { readFileSync } from 'node:fs';

export function version(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { readonly version: string }).version;
}

/** `agentwire 0.1.0`: the headers of generated files and the manifest of outputs. */
export function generatorName(): string {
  return `agentwire ${version()}`;
}
