import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Unit tests run against the sources, so that a test never passes on a stale build. */
export default defineConfig({
  resolve: {
    alias: [
      { find: /^@agentwire\/runtime\/codegen\/v1$/, replacement: source('runtime/src/codegen/v1.ts') },
      { find: /^@agentwire\/runtime\/(http|memory)$/, replacement: source('runtime/src/transports/$1/index.ts') },
      { find: /^@agentwire\/runtime\/testing$/, replacement: source('runtime/src/testing/index.ts') },
      { find: /^@agentwire\/runtime$/, replacement: source('runtime/src/index.ts') },
      { find: /^dora-protocol\/(.+)$/, replacement: source('generated/$1.ts') },
      { find: /^agentwire$/, replacement: source('generator/src/index.ts') },
      { find: /^#platform$/, replacement: source('runtime/src/platform/node.ts') },
    ],
  },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['**/node_modules/**'],
    testTimeout: 20_000,
  },
});
