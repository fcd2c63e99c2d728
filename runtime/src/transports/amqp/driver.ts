/**
 * What this transport asks of a broker, and no more: AMQP 0-9-1 as a client library speaks it, or the embedded broker.
 * A driver has no patience: what breaks is told once, and `link.ts` builds everything anew.
 */
import type { Queue, Topology, TopologyBinding } from './topology.js';

export interface AmqpProperties {
  readonly messageId?: string;
  readonly correlationId?: string;
  readonly replyTo?: string;
  readonly contentType?: string;
  readonly type?: string;
  readonly appId?: string;
  /** Seconds since the epoch. */
  readonly timestamp?: number;
  readonly priority?: number;
  /** Milliseconds after which the broker no longer delivers it. */
  readonly expiration?: number;
}

export interface AmqpMessage {
  readonly properties: AmqpProperties;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface Publication extends AmqpMessage {
  /** `''`: the key is a queue's name. */
  readonly exchange: string;
  readonly routingKey: string;
  /** Given back where no queue takes it. */
  readonly mandatory: boolean;
  /** Survives a restart of the broker. */
  readonly persistent: boolean;
}

export interface AmqpDelivery extends AmqpMessage {
  readonly exchange: string;
  readonly routingKey: string;
  readonly redelivered: boolean;
  /** Nothing where the channel is gone: the broker delivers the message again. */
  ack(): void;
  /** Back to its place in the queue. */
  requeue(): void;
}

/**
 * - `taken`: in all queues that it is routed to.
 * - `returned`: no queue takes it.
 * - `refused`: a queue is full, or failed.
 */
export type Confirmation = 'taken' | 'returned' | 'refused';

export interface AmqpPublisher {
  /**
   * Confirmed in its time through `settled`, unless the channel closes before.
   * @throws {AgentError} `malformed` where AMQP cannot say this message.
   * @throws {Error} where the channel is closed.
   */
  publish(publication: Publication, settled: (confirmation: Confirmation) => void): void;
}

export interface AmqpConsumer {
  /** No more deliveries; those out may still be settled. */
  cancel(): Promise<void>;
  /** What is not settled goes back to its queue. */
  close(): Promise<void>;
}

export interface ConsumerEvents {
  deliver(delivery: AmqpDelivery): void;
  /** The broker itself ended it: the queue was deleted or its channel closed. */
  cancelled(): void;
}

export interface QueueState {
  /** Waiting, not those with a consumer. */
  readonly messages: number;
  readonly consumers: number;
}

export interface AmqpConnection {
  /**
   * Makes what is missing and leaves what is there.
   * @throws {AgentError} `topology_mismatch` where something of that name is otherwise.
   */
  declare(topology: Topology): Promise<void>;
  unbind(bindings: readonly TopologyBinding[]): Promise<void>;
  /** Undefined where there is no such queue. */
  look(queue: string): Promise<QueueState | undefined>;
  remove(queue: Queue['name']): Promise<void>;
  /** A channel in confirm mode; `closed` says why it closed, once. */
  openPublisher(closed: (why: Error) => void): Promise<AmqpPublisher>;
  consume(queue: string, prefetch: number, events: ConsumerEvents): Promise<AmqpConsumer>;
  close(): Promise<void>;
  /** Without a word to the peer, which may be dead. */
  destroy(): void;
}

export interface ConnectionEvents {
  /** Once, after it was open; not for `close` and `destroy`. */
  lost(why: Error): void;
  /** The broker is short of memory or disk, and takes no messages for the time being. */
  blocked(reason: string): void;
  unblocked(): void;
}

export interface AmqpDriver {
  /** @throws {AgentError} `unreachable`, `authentication_failed` or `permission_denied`, all `rejected`. */
  connect(events: ConnectionEvents): Promise<AmqpConnection>;
}
