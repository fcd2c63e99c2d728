/** What `kafka(...)` may be told. */
import type { World } from '../../clock.js';
import type { Encoding } from '../../codec/codec.js';
import type { AgentError } from '../../error.js';
import type { TlsOptions } from '../tls.js';
import type { Compression, KafkaDriver } from './driver.js';
import type { Framing } from './record.js';

export interface SaslOptions {
  readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
  readonly username: string;
  readonly password: string;
}

export interface ProducerOptions {
  /** Bytes that are sent at once, without waiting for more (default 16,384). */
  readonly batchSize?: number;
  /** Milliseconds that a record waits for others (default 5). */
  readonly linger?: number;
  /** Tries after the first (default 3). */
  readonly retries?: number;
  /** Default `snappy`. */
  readonly compression?: Compression;
  /** Bytes of one record's value (default 1,000,000: brokers take little more). */
  readonly maxRecord?: number;
  /** Bytes of records that wait to be sent (default 16 MiB); beyond them a call fails with `overloaded`. */
  readonly maxWaiting?: number;
}

export interface ConsumerOptions {
  /** Milliseconds without a heartbeat after which the group goes on without us (default 30,000). */
  readonly sessionTimeout?: number;
  /** Milliseconds between heartbeats (default 3,000); they go on while a handler works. */
  readonly heartbeatInterval?: number;
  /** Records of one group that are handled at a time (default 256). */
  readonly inFlight?: number;
  /** Records of one partition that are taken and not committed (default 1,000); then it is paused. */
  readonly window?: number;
  /** Milliseconds between commits (default 100). */
  readonly commitInterval?: number;
  /**
   * Milliseconds that handlers have to finish before the group shares its partitions anew (default 10,000; half of
   * `sessionTimeout` at most).
   */
  readonly rebalanceGrace?: number;
}

export interface CreateOptions {
  /** Default: the broker's own. */
  readonly partitions?: number;
  readonly replicas?: number;
}

export interface KafkaOptions {
  /** `host:port` of some brokers; they name the others. */
  readonly brokers?: readonly string[];
  /** Default: kafkajs, which has to be installed beside the runtime. */
  readonly driver?: KafkaDriver;
  /** What brokers see as the client (default `agentwire`). */
  readonly clientId?: string;
  /** TLS 1.3; true: with the system's authorities. */
  readonly tls?: TlsOptions | true;
  readonly sasl?: SaslOptions;
  /** Stands before every topic and group (default nothing). */
  readonly prefix?: string;
  /** What calls are encoded in (default: what the operation's binding says, else `json`). */
  readonly encoding?: Encoding;
  /** How an envelope lies in a record's value (default `agent_message`). Readers take both. */
  readonly framing?: Framing;
  readonly producer?: ProducerOptions;
  readonly consumer?: ConsumerOptions;
  /** How topics that are missing are made; false: they are not, and their absence is an error. */
  readonly create?: CreateOptions | false;
  /** Milliseconds for a connection, TLS and login included (default 10,000), and for one request (default 15,000). */
  readonly connectTimeout?: number;
  readonly requestTimeout?: number;
  /** Milliseconds until a new topic of an open list is noticed (default 10,000). */
  readonly topicRefresh?: number;
  /** Told of what went wrong beside any call: a commit, a dead letter that could not be written (default: nobody). */
  readonly onProblem?: (problem: AgentError) => void;
  /** Time and randomness (default: the system's). */
  readonly world?: World;
}
