import type { Broker } from './broker.js';
import type { ConsumeOptions, QueueOptions, Receive, Subscription } from './broker-queue.js';

export interface SubscribeOptions extends QueueOptions, ConsumeOptions {
  /** Consumers of one group share its messages: each goes to one of them. Without a group: an own copy of everything. */
  readonly group?: string;
}

/** Takes what is published to a topic, as one of a group or for itself. */
export function subscribe(
  broker: Broker,
  topic: string | readonly string[],
  receive: Receive,
  { group, prefetch, ...queueOptions }: SubscribeOptions = {},
): Subscription {
  const topics = [topic].flat();
  const queue = group === undefined ? broker.uniqueName('own/') : `group/${JSON.stringify([group, ...topics])}`;
  broker.declare(queue, queueOptions);
  for (const one of topics) broker.bind(queue, one);
  return broker.consume(queue, receive, prefetch === undefined ? {} : { prefetch });
}
