import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/** Unit tests run against the sources, so that a test never passes on a stale build. */
export default defineConfig({
  resolve: {
    alias: [
      { find: /^@agentwire\/runtime\/codegen\/v1$/, replacement: path('runtime/src/codegen/v1.ts') },
      {
        find: /^@agentwire\/runtime\/(amqp|grpc|http|kafka|memory|websocket)$/,
        replacement: path('runtime/src/transports/$1/index.ts'),
      },
      { find: /^@agentwire\/runtime\/avro-files$/, replacement: path('runtime/src/avro-files/index.ts') },
      { find: /^@agentwire\/runtime\/inspect$/, replacement: path('runtime/src/inspect/index.ts') },
      { find: /^@agentwire\/runtime\/security$/, replacement: path('runtime/src/security/index.ts') },
      { find: /^@agentwire\/runtime\/testing$/, replacement: path('runtime/src/testing/index.ts') },
      { find: /^@agentwire\/runtime$/, replacement: path('runtime/src/index.ts') },
      { find: /^dora-protocol\/(.+)$/, replacement: path('generated/$1.ts') },
      { find: /^agentwire$/, replacement: path('generator/src/index.ts') },
      { find: /^#platform$/, replacement: path('runtime/src/platform/node.ts') },
    ],
  },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'test/packages/**'],
    testTimeout: 30_000,
    // Brokers on a machine that others load too may take longer than any patience; once more tells that from a mistake.
    retry: process.env['CI'] === 'true' ? 1 : 0,
  },
});
