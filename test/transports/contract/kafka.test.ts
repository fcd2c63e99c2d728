/** The same contract on a real broker, each test with topics and groups of its own. */
import { kafka } from '@agentwire/runtime/kafka';
import { withServer } from '../../support/services.js';
import { ownPrefixes } from '../../support/topics.js';
import { contract } from './contract.js';

await withServer('kafka', 'over kafka, on a real broker', (address) => {
  const prefix = ownPrefixes('contract', address);
  contract({
    name: 'kafka',
    make: () =>
      kafka({
        brokers: [address],
        prefix: prefix(),
        create: { partitions: 3 },
        producer: { linger: 1 },
        topicRefresh: 500,
      }),
    broadcasts: true,
    keeps: true,
    bothWays: true,
  });
});
