import { defineConfig } from 'vitest/config';

/** `npm run test:packages`: the tarballs in a fresh project, as a stranger installs them. Aliases nothing to sources. */
export default defineConfig({
  test: {
    include: ['test/packages/**/*.test.ts'],
    exclude: ['**/node_modules/**'],
    globalSetup: ['test/packages/pack.ts'],
    // Steps build on each other within a file; two files at a time are what two cores carry.
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
