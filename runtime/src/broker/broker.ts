/**
 * The embedded broker: topics, queues bound to them, consumers in turn. It is what the memory transport runs on, and a
 * driver for transports whose real broker is elsewhere. Nothing in it depends on time: the clock only dates messages.
 */
import { systemClock, type Clock } from '../clock.js';
import { createBrokerQueue, type BrokerQueue, type ConsumeOptions } from './broker-queue.js';
import type { QueueOptions, Receive, Subscription } from './broker-queue.js';
import type { BrokerMessage, Publication } from './message.js';

export interface BrokerOptions {
  readonly clock?: Clock;
  /** For queues that say nothing themselves. */
  readonly queues?: QueueOptions;
}

export interface Broker {
  readonly clock: Clock;
  /** Makes a queue; one that is there already keeps its options. */
  declare(queue: string, options?: QueueOptions): void;
  /** From now on the queue gets a copy of what is published to the topic. */
  bind(queue: string, topic: string): void;
  /** @throws {RangeError} where the queue is not declared. */
  consume(queue: string, receive: Receive, options?: ConsumeOptions): Subscription;
  /**
   * Resolves with the number of queues that took the message, once all of them have; waits for those that are full. 0:
   * nobody listens. Rejects with the signal's reason while it waits; queues that had room keep their copy.
   */
  publish(publication: Publication, signal?: AbortSignal): Promise<number>;
  /** True where a message to this topic would be taken. */
  listens(topic: string): boolean;
  /** How many messages of a queue no consumer has yet; undefined where it is not declared. */
  waiting(queue: string): number | undefined;
  /** A name that this broker has not given before, the same in every run. */
  uniqueName(prefix: string): string;
}

/** Headers that a dead letter gets beside its own. */
export const deadLetterHeaders = {
  reason: 'aw-dead-letter-reason',
  queue: 'aw-dead-letter-queue',
  topic: 'aw-dead-letter-topic',
  deliveries: 'aw-dead-letter-deliveries',
} as const;

/** @example const broker = createBroker(); subscribe(broker, 'orders', (delivery) => delivery.ack()); */
export function createBroker({ clock = systemClock, queues: defaults = {} }: BrokerOptions = {}): Broker {
  const queues = new Map<string, BrokerQueue>();
  const bindings = new Map<string, Set<string>>();
  let names = 0;

  const routesOf = (topic: string): BrokerQueue[] =>
    [...(bindings.get(topic) ?? [])].flatMap((name) => queues.get(name) ?? []).filter(({ open }) => open);
  const forget = (queue: string): void => {
    queues.delete(queue);
    for (const [topic, bound] of bindings) {
      bound.delete(queue);
      if (bound.size === 0) bindings.delete(topic);
    }
  };
  const park = (queue: string, topic: string, message: BrokerMessage, reason: string, deliveries: number): void => {
    const headers = {
      ...message.headers,
      [deadLetterHeaders.reason]: reason,
      [deadLetterHeaders.queue]: queue,
      [deadLetterHeaders.topic]: message.topic,
      [deadLetterHeaders.deliveries]: String(deliveries),
    };
    void broker.publish({ ...message, topic, headers });
  };

  const broker: Broker = {
    clock,
    declare(queue, own = {}) {
      if (queues.has(queue)) return;
      const options = { ...defaults, ...own };
      const { deadLetters } = options;
      queues.set(
        queue,
        createBrokerQueue(queue, options, {
          gone: () => forget(queue),
          deadLetter(message, reason, deliveries) {
            if (deadLetters !== undefined) park(queue, deadLetters, message, reason, deliveries);
          },
        }),
      );
    },
    bind(queue, topic) {
      const bound = bindings.get(topic);
      if (bound === undefined) bindings.set(topic, new Set([queue]));
      else bound.add(queue);
    },
    consume(queue, receive, options = {}) {
      const declared = queues.get(queue);
      if (declared === undefined) throw new RangeError(`no queue ${queue} is declared`);
      return declared.consume(receive, options);
    },
    async publish(publication, signal) {
      signal?.throwIfAborted();
      const { topic, key, headers, body } = publication;
      const message: BrokerMessage = {
        topic,
        ...(key === undefined ? {} : { key }),
        headers: { ...headers },
        // Each delivery is a copy of this one copy, which nobody else ever holds.
        body: body.slice(),
        timestamp: clock.now(),
      };
      const taken = await Promise.all(routesOf(topic).map((queue) => queue.offer(message, signal)));
      return taken.filter(Boolean).length;
    },
    listens: (topic) => routesOf(topic).length > 0,
    waiting: (queue) => queues.get(queue)?.waiting,
    uniqueName: (prefix) => `${prefix}${++names}`,
  };
  return broker;
}
