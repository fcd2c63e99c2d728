/** One queue: bounded, its consumers served in turn, its messages kept until they are settled. */
import { copyOf, type BrokerMessage, type Delivery } from './message.js';

export interface QueueOptions {
  /** Messages that wait; beyond them publishers wait (default 1,024). */
  readonly limit?: number;
  /** Deliveries of one message before it is a dead letter (default 5). */
  readonly maxDeliveries?: number;
  /** The topic that dead letters are published to; none: they are dropped. */
  readonly deadLetters?: string;
  /** Stays when its last consumer goes (default false: what is left in it becomes dead letters). */
  readonly durable?: boolean;
}

export interface ConsumeOptions {
  /** Unsettled messages at a time (default: no bound). */
  readonly prefetch?: number;
}

/** A consumer that throws has not settled the message: it is delivered again. */
export type Receive = (delivery: Delivery) => void | Promise<void>;

export interface Subscription {
  /** True where no other consumer would take this one's messages. */
  readonly alone: boolean;
  /** No new messages from now on; those delivered may still be settled. */
  pause(): void;
  /** Leaves the queue. What this consumer has not settled is delivered to another. */
  close(): void;
}

export interface BrokerQueue {
  /** False where nobody would ever take a message off it. */
  readonly open: boolean;
  /** Messages that no consumer has yet. */
  readonly waiting: number;
  /** True once the message is in the queue; waits while the queue is full. False where the queue went away. */
  offer(message: BrokerMessage, signal: AbortSignal | undefined): Promise<boolean>;
  consume(receive: Receive, options: ConsumeOptions): Subscription;
}

export interface QueueEvents {
  deadLetter(message: BrokerMessage, reason: string, deliveries: number): void;
  /** The last consumer of a queue that is not durable has left. */
  gone(): void;
}

interface Entry {
  readonly sequence: number;
  readonly message: BrokerMessage;
  deliveries: number;
}

interface Consumer {
  readonly receive: Receive;
  readonly prefetch: number;
  readonly unsettled: Set<Entry>;
  taking: boolean;
}

interface Waiter {
  readonly message: BrokerMessage;
  readonly settle: (taken: boolean) => void;
}

export function createBrokerQueue(name: string, options: QueueOptions, events: QueueEvents): BrokerQueue {
  const { limit = 1024, maxDeliveries = 5, durable = false } = options;
  const ready: Entry[] = [];
  const waiters: Waiter[] = [];
  const consumers: Consumer[] = [];
  const busyKeys = new Set<string>();
  let turn = 0;
  let sequence = 0;
  let pumping = false;

  const enter = (message: BrokerMessage): void => {
    ready.push({ sequence: sequence++, message, deliveries: 0 });
    schedule();
  };
  const admit = (): void => {
    while (waiters.length > 0 && ready.length < limit) {
      const waiter = waiters.shift();
      if (waiter === undefined) return;
      enter(waiter.message);
      waiter.settle(true);
    }
  };
  const putBack = (entry: Entry): void => {
    if (entry.deliveries >= maxDeliveries) return events.deadLetter(entry.message, 'max_deliveries', entry.deliveries);
    const at = ready.findIndex((other) => other.sequence > entry.sequence);
    ready.splice(at === -1 ? ready.length : at, 0, entry);
  };

  /** Consumers run after the publisher's own step, never inside it. */
  const schedule = (): void => {
    if (pumping) return;
    pumping = true;
    queueMicrotask(() => {
      pumping = false;
      pump();
    });
  };
  const pump = (): void => {
    for (;;) {
      const at = ready.findIndex(({ message }) => message.key === undefined || !busyKeys.has(message.key));
      const consumer = at === -1 ? undefined : nextConsumer();
      if (consumer === undefined) return;
      const [entry] = ready.splice(at, 1);
      if (entry !== undefined) deliver(entry, consumer);
      admit();
    }
  };
  const nextConsumer = (): Consumer | undefined => {
    for (let step = 0; step < consumers.length; step++) {
      const index = (turn + step) % consumers.length;
      const consumer = consumers[index];
      if (consumer?.taking !== true || consumer.unsettled.size >= consumer.prefetch) continue;
      turn = index + 1;
      return consumer;
    }
    return undefined;
  };

  const deliver = (entry: Entry, consumer: Consumer): void => {
    entry.deliveries++;
    consumer.unsettled.add(entry);
    const { key } = entry.message;
    if (key !== undefined) busyKeys.add(key);
    const settle = (after: () => void): void => {
      if (!consumer.unsettled.delete(entry)) return;
      if (key !== undefined) busyKeys.delete(key);
      after();
      schedule();
    };
    const delivery: Delivery = {
      message: copyOf(entry.message),
      queue: name,
      attempt: entry.deliveries,
      last: entry.deliveries >= maxDeliveries,
      ack: () => settle(() => undefined),
      requeue: () => settle(() => putBack(entry)),
      deadLetter: (reason) => settle(() => events.deadLetter(entry.message, reason, entry.deliveries)),
    };
    void hand(consumer.receive, delivery);
  };

  const leave = (consumer: Consumer): void => {
    const index = consumers.indexOf(consumer);
    if (index === -1) return;
    consumers.splice(index, 1);
    if (index < turn) turn--;
    consumer.taking = false;
    for (const { message } of consumer.unsettled) if (message.key !== undefined) busyKeys.delete(message.key);
    for (const entry of consumer.unsettled) putBack(entry);
    consumer.unsettled.clear();
    if (consumers.length > 0 || durable) return schedule();
    events.gone();
    for (const entry of ready.splice(0)) events.deadLetter(entry.message, 'abandoned', entry.deliveries);
    for (const waiter of waiters.splice(0)) waiter.settle(false);
  };

  return {
    get open() {
      return durable || consumers.some(({ taking }) => taking);
    },
    get waiting() {
      return ready.length;
    },
    offer(message, signal) {
      if (waiters.length === 0 && ready.length < limit) {
        enter(message);
        return Promise.resolve(true);
      }
      return new Promise((resolve, reject) => {
        const waiter: Waiter = {
          message,
          settle: (taken) => {
            signal?.removeEventListener('abort', giveUp);
            resolve(taken);
          },
        };
        const giveUp = (): void => {
          waiters.splice(waiters.indexOf(waiter), 1);
          reject(signal?.reason as Error);
        };
        signal?.addEventListener('abort', giveUp, { once: true });
        waiters.push(waiter);
      });
    },
    consume(receive, { prefetch = Infinity }) {
      const consumer: Consumer = { receive, prefetch, unsettled: new Set(), taking: true };
      consumers.push(consumer);
      schedule();
      return {
        get alone() {
          return !consumers.some((other) => other !== consumer && other.taking);
        },
        pause() {
          consumer.taking = false;
        },
        close: () => leave(consumer),
      };
    },
  };
}

async function hand(receive: Receive, delivery: Delivery): Promise<void> {
  try {
    await receive(delivery);
  } catch {
    delivery.requeue();
  }
}
