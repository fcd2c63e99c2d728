import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/** `npm run test:hardened`: the suites under a Node that refuses to make code from strings. */
const hardened = process.execArgv
  .concat(process.env['NODE_OPTIONS'] ?? '')
  .join(' ')
  .includes('--disallow-code-generation-from-strings');

/** Oracles that compile their schemas to code: the tests that ask them stay out of the hardened run. */
const oracle = /from '(?:ajv|avsc|protobufjs|@bufbuild\/protobuf|ts-morph|json-schema-to-typescript)/;

function askingOracles(): string[] {
  const files = readdirSync(path('test'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const texts = new Map(files.map((file) => [file, readFileSync(path(`test/${file}`), 'utf8')]));
  const asks = new Set(files.filter((file) => oracle.test(texts.get(file) ?? '')));
  // A helper of tests that asks an oracle makes its users ask it too.
  for (const helper of asks) {
    const name = helper.replace(/^.*\//, '').replace(/\.ts$/, '.js');
    for (const [file, text] of texts) if (!name.endsWith('.test.js') && text.includes(`/${name}'`)) asks.add(file);
  }
  return [...asks].map((file) => `test/${file}`);
}

/** Unit tests run against the sources, so that a test never passes on a stale build. */
export default defineConfig({
  resolve: {
    alias: [
      { find: /^@agentwire\/runtime\/codegen\/v1$/, replacement: path('runtime/src/codegen/v1.ts') },
      { find: /^@agentwire\/runtime\/(http|memory)$/, replacement: path('runtime/src/transports/$1/index.ts') },
      { find: /^@agentwire\/runtime\/testing$/, replacement: path('runtime/src/testing/index.ts') },
      { find: /^@agentwire\/runtime$/, replacement: path('runtime/src/index.ts') },
      { find: /^dora-protocol\/(.+)$/, replacement: path('generated/$1.ts') },
      { find: /^agentwire$/, replacement: path('generator/src/index.ts') },
      { find: /^#platform$/, replacement: path('runtime/src/platform/node.ts') },
    ],
  },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'test/packages/**', ...(hardened ? askingOracles() : [])],
    testTimeout: 30_000,
  },
});
