import { defineConfig } from 'vitest/config';
import { contractTable } from './test/transports/contract/table.js';
import base from './vitest.config.js';

/** `npm run test:contract`: the contract over every transport, printed as behaviour by transport. */
export default defineConfig({
  ...base,
  test: {
    ...base.test,
    include: ['test/transports/contract/*.test.ts'],
    reporters: ['default', contractTable((text) => process.stdout.write(text))],
  },
});
