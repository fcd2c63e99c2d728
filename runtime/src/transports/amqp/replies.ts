/** A caller's own queue of replies. What comes twice, because a confirm or an acknowledgement was lost, is told once. */
import type { Bus } from './bus.js';
import type { AmqpDelivery } from './driver.js';

export interface Replies {
  readonly queue: string;
  close(): Promise<void>;
}

/** How many calls' last answers are remembered. */
const remembered = 10_000;

export async function openReplies(
  bus: Bus,
  agentId: string,
  receive: (call: string, delivery: AmqpDelivery) => void,
): Promise<Replies> {
  const name = bus.names.ownQueue(agentId, 'replies', bus.world.random.hex(8));
  // Answers of one run are numbered; of each call, the last number that came from each run.
  const last = new Map<string, number>();
  const forget = await bus.in.declare({ exchanges: [], queues: [{ kind: 'replies', name }], bindings: [] });
  const consumer = await bus.in.consume(name, bus.prefetch, (delivery) => {
    delivery.ack();
    const call = delivery.properties.correlationId;
    if (call === undefined || isRepeated(delivery.properties.messageId ?? '')) return;
    receive(call, delivery);
  });

  /** `<call>.<run>.<number>`; a foreign peer's are its own affair. */
  function isRepeated(messageId: string): boolean {
    const [, run, digits] = /^(.+\.[0-9a-f]{16})\.(\d+)$/.exec(messageId) ?? [];
    if (run === undefined) return false;
    const number = Number(digits);
    if (number <= (last.get(run) ?? 0)) return true;
    last.set(run, number);
    const [oldest] = last.keys();
    if (last.size > remembered && oldest !== undefined) last.delete(oldest);
    return false;
  }

  return {
    queue: name,
    async close() {
      forget();
      await consumer.close();
      // Else it goes by itself, when it has not been read for a while.
      await bus.in.connection?.remove(name).catch(() => undefined);
    },
  };
}
