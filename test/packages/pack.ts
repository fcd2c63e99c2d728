/** Builds and packs both packages once for all files of this suite; vitest calls it before the first of them. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { run } from './fresh.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

declare module 'vitest' {
  export interface ProvidedContext {
    readonly tarballs: readonly string[];
  }
}

export function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'agentwire-packed-'));
  run(root, 'npm', 'run', '--silent', 'build');
  run(root, 'npm', 'pack', '-w', 'runtime', '-w', 'generator', '--ignore-scripts', '--pack-destination', folder);
  const tarballs = readdirSync(folder).map((name) => join(folder, name));
  project.provide('tarballs', tarballs);
  return () => rmSync(folder, { recursive: true, force: true });
}
