/** AMQP on a server that other tests use too: a namespace of its own, and nothing left behind. */
import { amqp, type AmqpDriver, type AmqpOptions } from '@agentwire/runtime/amqp';
import type { Transport } from '@agentwire/runtime';
import { amqplib } from '../../runtime/src/transports/amqp/amqplib.js';

export interface Place {
  readonly namespace: string;
  /** A driver that notes what is declared through it. */
  readonly driver: AmqpDriver;
  make(options?: AmqpOptions): Transport;
  /** Removes the queues that were made, with what is in them. */
  clean(): Promise<void>;
}

/** @param namespace one per test file, since files run side by side. */
export function placeAt(url: string, namespace: string): Place {
  const queues = new Set<string>();
  const plain = amqplib({ url });
  const driver: AmqpDriver = {
    async connect(events) {
      const connection = await plain.connect(events);
      return {
        ...connection,
        declare(topology) {
          for (const { name } of topology.queues) queues.add(name);
          return connection.declare(topology);
        },
      };
    },
  };
  return {
    namespace,
    driver,
    make: (options = {}) => amqp({ driver, namespace, ...options }),
    async clean() {
      const connection = await plain.connect({
        lost: () => undefined,
        blocked: () => undefined,
        unblocked: () => undefined,
      });
      for (const queue of queues) await connection.remove(queue);
      queues.clear();
      await connection.close();
    },
  };
}
