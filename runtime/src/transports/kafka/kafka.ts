import { systemWorld } from '../../clock.js';
import type { Transport } from '../../transport.js';
import { createDialer } from './client.js';
import { kafkajs } from './kafkajs/driver.js';
import { createLinks } from './link.js';
import type { KafkaOptions } from './options.js';
import { listenOn } from './server.js';

/**
 * Apache Kafka. One value may be shared by several agents and clients; its connection closes with the last of them.
 *
 * A call is accepted once all in-sync replicas have it, and waits for somebody to serve it: nobody's absence is an error.
 * A one-way call is over then. What an instance leaves undone when it closes, another handles.
 * @example
 * const bus = kafka({ brokers: ['localhost:9092'] });
 * const agent = await serve(RiskCalculator, { id: 'risk-calculator-001', on: bus, handlers });
 * @throws {TypeError} without a broker to begin with.
 */
export function kafka(options: KafkaOptions): Transport {
  const { driver = kafkajs(), world = systemWorld } = options;
  if (options.driver === undefined && (options.brokers ?? []).length === 0)
    throw new TypeError('kafka: brokers names no host:port');
  const links = createLinks(options, driver, world);
  return {
    name: 'kafka',
    broadcasts: true,
    async listen(host) {
      const { link, release } = links.take();
      try {
        return await listenOn({ link, host, release });
      } catch (thrown) {
        await release();
        throw thrown;
      }
    },
    async dial(agent, from) {
      const { link, release } = links.take();
      try {
        const replies = await link.replies.take(from.agent_id);
        const close = async (): Promise<void> => {
          await replies.release();
          await release();
        };
        return createDialer({ link, agent, box: replies.box, close });
      } catch (thrown) {
        await release();
        throw thrown;
      }
    },
  };
}
