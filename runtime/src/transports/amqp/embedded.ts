/**
 * The embedded broker as a driver: exchanges, confirms, returns and dead letters within this process, for demos and
 * tests without a server. Nothing is stored, nothing is blocked, no queue's time runs out.
 */
import type { Subscription } from '../../broker/broker-queue.js';
import { createBroker, type Broker } from '../../broker/broker.js';
import type { Delivery } from '../../broker/message.js';
import type { AmqpConnection, AmqpDelivery, AmqpDriver, AmqpProperties, Publication } from './driver.js';
import { createExchanges, type Exchanges } from './exchanges.js';
import { deliveryLimit, type Queue } from './topology.js';

export interface EmbeddedOptions {
  /** Default: the one broker of this process. */
  readonly broker?: Broker;
}

interface Place {
  readonly broker: Broker;
  readonly exchanges: Exchanges;
  /** Consumers by queue. */
  readonly consumers: Map<string, Set<Subscription>>;
}

const shared: Broker = createBroker();
const places = new WeakMap<Broker, Place>();

/** @example const bus = amqp({ driver: embedded() }); */
export function embedded({ broker = shared }: EmbeddedOptions = {}): AmqpDriver {
  const place = places.get(broker) ?? { broker, exchanges: createExchanges(), consumers: new Map() };
  places.set(broker, place);
  return { connect: async () => connectionTo(place) };
}

function connectionTo({ broker, exchanges, consumers }: Place): AmqpConnection {
  const own = new Set<() => void>();
  const leaveAll = (): void => {
    for (const leave of own) leave();
  };
  return {
    async declare(topology) {
      for (const exchange of topology.exchanges) exchanges.declare(exchange);
      for (const queue of topology.queues) declareQueue(broker, queue);
      for (const binding of topology.bindings) {
        exchanges.bind(binding);
        broker.bind(queueName(binding.queue), deadTopic(binding.exchange));
      }
    },
    async unbind(bindings) {
      for (const binding of bindings) exchanges.unbind(binding);
    },
    async look(queue) {
      const messages = broker.waiting(queueName(queue));
      return messages === undefined ? undefined : { messages, consumers: consumers.get(queue)?.size ?? 0 };
    },
    // An inbox goes with its consumer.
    remove: () => Promise.resolve(),
    openPublisher: async (closed) => ({
      publish(publication, settled) {
        const queues = routeOf(broker, exchanges, publication);
        if (queues === undefined) return closed(new Error(`no exchange ${publication.exchange}`));
        if (queues.length === 0) return queueMicrotask(() => settled(publication.mandatory ? 'returned' : 'taken'));
        const copies = queues.map((queue) => broker.publish({ topic: queueName(queue), ...packed(publication) }));
        void Promise.all(copies).then(() => settled('taken'));
      },
    }),
    async consume(queue, prefetch, { deliver }) {
      let open = true;
      const receive = (delivery: Delivery): void => deliver(unpacked(delivery, () => open));
      const subscription = broker.consume(queueName(queue), receive, { prefetch });
      const all = consumers.get(queue) ?? new Set();
      consumers.set(queue, all.add(subscription));
      const leave = (): void => {
        open = false;
        all.delete(subscription);
        own.delete(leave);
        subscription.close();
      };
      own.add(leave);
      return {
        async cancel() {
          all.delete(subscription);
          subscription.pause();
        },
        close: async () => leave(),
      };
    },
    close: async () => leaveAll(),
    destroy: leaveAll,
  };
}

const queueName = (queue: string): string => `amqp/queue/${queue}`;
/** Where the broker itself puts what it gives up on. */
const deadTopic = (exchange: string): string => `amqp/dead/${exchange}`;

function declareQueue(broker: Broker, queue: Queue): void {
  const name = queueName(queue.name);
  broker.declare(name, {
    limit: Infinity,
    maxDeliveries: deliveryLimit,
    durable: queue.kind === 'work' || queue.kind === 'dead-letters',
    ...(queue.kind === 'work' ? { deadLetters: deadTopic(queue.deadLetters) } : {}),
  });
  broker.bind(name, name);
}

function routeOf(
  broker: Broker,
  exchanges: Exchanges,
  { exchange, routingKey }: Publication,
): readonly string[] | undefined {
  const queues = exchange === '' ? [routingKey] : exchanges.route(exchange, routingKey);
  return queues?.filter((queue) => broker.listens(queueName(queue)));
}

/** AMQP's properties as one header, since the embedded broker knows none. */
const propertiesHeader = 'amqp-properties';

interface Packed {
  readonly exchange: string;
  readonly routingKey: string;
  readonly properties: AmqpProperties;
}

function packed({ exchange, routingKey, properties, headers, body }: Publication): {
  readonly headers: Record<string, string>;
  readonly body: Uint8Array;
} {
  const beside: Packed = { exchange, routingKey, properties };
  return { headers: { ...headers, [propertiesHeader]: JSON.stringify(beside) }, body };
}

function unpacked(delivery: Delivery, isOpen: () => boolean): AmqpDelivery {
  const { [propertiesHeader]: beside = '{}', ...headers } = delivery.message.headers;
  const { exchange, routingKey, properties } = JSON.parse(beside) as Packed;
  const settle = (act: () => void) => (): void => {
    if (isOpen()) act();
  };
  return {
    exchange,
    routingKey,
    properties,
    headers,
    body: delivery.message.body,
    redelivered: delivery.attempt > 1,
    ack: settle(delivery.ack),
    requeue: settle(delivery.requeue),
  };
}
