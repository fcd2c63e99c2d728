/**
 * A queue of one's own, for answers to calls and for streams. It survives a reconnect, and what comes twice, because a
 * confirm or an acknowledgement was lost, is told once.
 */
import type { Bus } from './bus.js';
import type { AmqpDelivery } from './driver.js';
import { createRepeats } from './repeats.js';
import type { TopologyBinding } from './topology.js';

export interface Inbox {
  readonly queue: string;
  close(): Promise<void>;
}

/** @param key of the direct exchange, whose messages come here as well. */
export async function openInbox(
  bus: Bus,
  agentId: string,
  receive: (delivery: AmqpDelivery) => void,
  key?: string,
): Promise<Inbox> {
  const { names, world, prefetch } = bus;
  const queue = names.ownQueue(agentId, 'inbox', world.random.hex(8));
  const bindings: TopologyBinding[] = key === undefined ? [] : [{ queue, exchange: names.direct, routingKey: key }];
  const isRepeated = createRepeats();
  const forget = await bus.in.declare({ exchanges: [], queues: [{ kind: 'inbox', name: queue }], bindings });
  const consumer = await bus.in.consume(queue, prefetch, (delivery) => {
    delivery.ack();
    if (!isRepeated(delivery.properties.messageId)) receive(delivery);
  });
  return {
    queue,
    async close() {
      forget();
      await consumer.close();
      // Else it goes by itself, when it has not been read for a while.
      await bus.in.connection?.remove(queue).catch(() => undefined);
    },
  };
}
