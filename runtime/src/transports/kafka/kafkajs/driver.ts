import { AgentError } from '../../../error.js';
import type { ConsumerEvents, DriverSettings, KafkaConnection, KafkaConsumer, KafkaDriver } from '../driver.js';
import type { Subscription } from '../driver.js';
import { openConsumer } from './consumer.js';
import { load } from './load.js';
import { createProducer } from './producer.js';
import { createTopics } from './topics.js';
import { openMatching } from './matching.js';

/**
 * Speaks to brokers through kafkajs 2.2, an optional peer (with snappyjs for snappy).
 * @example kafka({ brokers: ['localhost:9092'], driver: kafkajs() })
 */
export function kafkajs(): KafkaDriver {
  return connect;
}

function connect(settings: DriverSettings): KafkaConnection {
  const library = load(settings);
  // Whoever uses the connection is told.
  library.catch(() => undefined);
  const producer = createProducer(library, settings);
  const topics = createTopics(library, settings);
  const open = new Set<KafkaConsumer>();
  const consumeNamed = async (
    names: readonly string[],
    subscription: Subscription,
    events: ConsumerEvents,
  ): Promise<KafkaConsumer> => {
    const ends = subscription.start === 'end' ? await topics.ends(names) : new Map<string, bigint>();
    return openConsumer({ library: await library, settings, topics: names, subscription, events, ends });
  };
  return {
    send: producer.send,
    create: topics.create,
    describe: topics.describe,
    async consume(subscription, events) {
      const names = subscription.topics.filter((topic) => typeof topic === 'string');
      const patterns = subscription.topics.filter((topic) => typeof topic !== 'string');
      if (patterns.length > 0 && names.length > 0)
        throw AgentError.of('operation_unsupported', 'a group has names or patterns of topics, not both');
      const consumer =
        patterns.length === 0
          ? await consumeNamed(names, subscription, events)
          : await openMatching({
              settings,
              patterns,
              list: topics.list,
              events,
              open: (found) => consumeNamed(found, subscription, events),
            });
      open.add(consumer);
      return {
        ...consumer,
        async close() {
          open.delete(consumer);
          await consumer.close();
        },
      };
    },
    async close() {
      await Promise.all([...open].map((consumer) => consumer.close()));
      await Promise.all([producer.close(), topics.close()]);
    },
  };
}
