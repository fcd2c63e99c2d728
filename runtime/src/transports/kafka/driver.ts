/**
 * What this transport asks of a Kafka client, and no more. A driver tries once and tells how it went: retries, batches,
 * order, commits and backpressure are ours, and the same over every driver.
 */
import type { Clock } from '../../clock.js';
import type { AgentError } from '../../error.js';
import type { TransportHeaders } from '../../transport.js';
import type { TlsOptions } from '../tls.js';
import type { SaslOptions } from './options.js';

export interface OutgoingRecord {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
  readonly headers: TransportHeaders;
}

export interface Partition {
  readonly topic: string;
  readonly partition: number;
}

export interface IncomingRecord extends Partition {
  readonly offset: bigint;
  readonly key: Uint8Array | undefined;
  /** Empty for a tombstone. */
  readonly value: Uint8Array;
  readonly headers: TransportHeaders;
}

export type Compression = 'none' | 'gzip' | 'snappy';

export interface TopicSpec {
  readonly topic: string;
  /** Default: the broker's own. */
  readonly partitions?: number;
  readonly replicas?: number;
  /** Milliseconds that records are kept. */
  readonly retention?: number;
}

export interface Subscription {
  readonly group: string;
  /** Names, and patterns for topics that may come and go. */
  readonly topics: readonly (string | RegExp)[];
  /**
   * Where a group starts that has committed nothing: `earliest`, or `end`, where all that is sent after `consume` has
   * resolved is seen.
   */
  readonly start: 'earliest' | 'end';
}

/** What a consumer tells. Nothing of it may throw. */
export interface ConsumerEvents {
  /** The next records of one partition, in order. */
  records(from: Partition, records: readonly IncomingRecord[]): void;
  /** The group is about to share its partitions anew. Resolves when this consumer may give any of them away. */
  rebalancing(): Promise<void>;
  /** All that this consumer has from now on; what it had and is not among them is another's. */
  assigned(partitions: readonly Partition[]): void;
}

export interface Committed extends Partition {
  /** Of the next record to be handled. */
  readonly offset: bigint;
}

export interface KafkaConsumer {
  pause(partitions: readonly Partition[]): void;
  resume(partitions: readonly Partition[]): void;
  /** @throws where the offsets were not taken; they may be committed again. */
  commit(offsets: readonly Committed[]): Promise<void>;
  /** Leaves the group. */
  close(): Promise<void>;
}

export interface KafkaConnection {
  /**
   * Resolves when all in-sync replicas have the records.
   * @throws {AgentError} `rejected` where none of them was written for sure, else `unknown`.
   */
  send(topic: string, records: readonly OutgoingRecord[]): Promise<void>;
  /** Resolves when the group has given this consumer its part. Comes back by itself after a broker was away. */
  consume(subscription: Subscription, events: ConsumerEvents): Promise<KafkaConsumer>;
  /** Makes what is missing and leaves what is there. */
  create(topics: readonly TopicSpec[]): Promise<void>;
  /** What is there of these. */
  describe(topics: readonly string[]): Promise<readonly Required<TopicSpec>[]>;
  close(): Promise<void>;
}

export interface DriverSettings {
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly tls?: TlsOptions | true;
  readonly sasl?: SaslOptions;
  readonly compression: Compression;
  /** Milliseconds for a connection, TLS and login included, and for one request. */
  readonly connectTimeout: number;
  readonly requestTimeout: number;
  readonly sessionTimeout: number;
  readonly heartbeatInterval: number;
  /** How often patterns are held against the topics that there are. */
  readonly topicRefresh: number;
  readonly clock: Clock;
  /** Told what a client library would log. */
  readonly warn: (problem: AgentError) => void;
}

/** A client library, or the embedded broker. */
export type KafkaDriver = (settings: DriverSettings) => KafkaConnection;
