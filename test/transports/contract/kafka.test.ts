/** The same contract on a real broker, each test with topics and groups of its own. */
import { randomUUID } from 'node:crypto';
import { kafka } from '@agentwire/runtime/kafka';
import { withServer } from '../../support/services.js';
import { contract } from './contract.js';

await withServer('kafka', 'over kafka, on a real broker', (address) =>
  contract({
    name: 'kafka',
    make: () =>
      kafka({
        brokers: [address],
        prefix: `contract-${randomUUID()}-`,
        create: { partitions: 3 },
        producer: { linger: 1 },
        topicRefresh: 500,
      }),
    broadcasts: true,
    keeps: true,
    bothWays: true,
  }),
);
