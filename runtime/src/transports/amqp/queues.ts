/** An agent's queues while it is served: bound and read in an order in which no message waits for nobody. */
import type { Host } from '../../transport.js';
import type { Bus } from './bus.js';
import type { AmqpDelivery } from './driver.js';
import { openInbox } from './inbox.js';
import type { KeptConsumer } from './kept-consumer.js';
import { commonTopology, exchangesOf, servedQueues, type ServedQueue } from './topology.js';

export interface OpenQueues {
  /** Where callers are heard about calls under way. */
  readonly inbox: string;
  /** False where another instance reads the same queue. */
  alone(served: ServedQueue): Promise<boolean>;
  /** From now on there are messages: first those that have waited. */
  start(take: (delivery: AmqpDelivery, served: ServedQueue) => void): Promise<void>;
  /** No new messages: senders are told that nobody is there, and what is delivered until then is refused. */
  leave(): Promise<void>;
  /** What is not settled goes back to its queue. */
  close(): Promise<void>;
}

export async function openQueues(
  bus: Bus,
  { agent, id }: Host,
  follow: (delivery: AmqpDelivery) => void,
): Promise<OpenQueues> {
  const { names, keepBindings, prefetch } = bus;
  if (id === agent.type) throw new TypeError(`amqp: ${id} is the name of its type's queues; give the agent another id`);
  const operations = Object.values(agent.operations);
  const all = servedQueues(names, operations, agent.type, id);
  const common = commonTopology(names);
  const consumers: KeptConsumer[] = [];

  await bus.out.open();
  const queues = [...common.queues, ...all.map(({ queue }) => queue)];
  const forget = [
    await bus.in.declare({ exchanges: exchangesOf(names, operations), queues, bindings: common.bindings }),
  ];
  const inbox = await openInbox(bus, id, follow, names.cancelKey(agent.type));

  const readers = async ({ queue }: ServedQueue): Promise<number> =>
    (await bus.in.connection?.look(queue.name))?.consumers ?? 0;
  const unbind = async (served: ServedQueue): Promise<void> => {
    if (served.share === 'instances' && (await readers(served)) > 1) return;
    await bus.in.connection?.unbind(served.bindings);
  };
  /** Another instance has come between the look and the unbinding. */
  const rebind = async (served: ServedQueue): Promise<void> => {
    if (served.share === 'instances' && (await readers(served)) > 0)
      await bus.in.connection?.declare({ exchanges: [], queues: [], bindings: served.bindings });
  };
  return {
    inbox: inbox.queue,
    alone: async (served) => served.share === 'one' || (await readers(served).catch(() => 0)) <= 1,
    // Read first, then bound: an instance that closes meanwhile sees this one, and leaves the bindings they share.
    async start(take) {
      for (const served of all)
        consumers.push(await bus.in.consume(served.queue.name, prefetch, (delivery) => take(delivery, served)));
      const bindings = all.flatMap((served) => served.bindings);
      forget.push(await bus.in.declare({ exchanges: [], queues: [], bindings }));
    },
    async leave() {
      for (const one of forget) one();
      try {
        if (!keepBindings) for (const served of all) await unbind(served);
        for (const consumer of consumers) await consumer.pause();
        if (!keepBindings) for (const served of all) await rebind(served);
      } catch {
        // The broker is gone, and with it this agent's consumers.
      }
    },
    async close() {
      for (const consumer of consumers) await consumer.close();
      await inbox.close();
    },
  };
}
