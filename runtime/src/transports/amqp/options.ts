/** What `amqp(...)` may be told. */
import type { World } from '../../clock.js';
import type { Encoding } from '../../codec/codec.js';
import type { Duration } from '../../duration.js';
import type { TlsOptions } from '../tls.js';
import type { AmqpDriver } from './driver.js';
import type { AmqpEvent } from './events.js';

export interface ConnectionOptions {
  /** `amqp://host:5672/vhost` or `amqps://…`; without a user in it, `login` or the broker's guest is taken. */
  readonly url: string;
  readonly login?: { readonly username: string; readonly password: string };
  /** With `amqps:` only; TLS 1.3 and later. `cert` and `key` for a broker that asks its clients for a certificate. */
  readonly tls?: TlsOptions;
  /** Milliseconds to connect within, TLS and AMQP included (default 10,000). */
  readonly connectTimeout?: number;
  /** How often either side says that it lives (default 10 s); a dead peer is noticed within three of them. */
  readonly heartbeat?: Duration;
  /**
   * `declare` makes exchanges, queues and bindings that are missing (default); `check` only looks whether the exchanges
   * and queues are there, for a user who may not configure the broker: `agentwire topology --apply` makes them.
   */
  readonly topology?: 'declare' | 'check';
}

export interface AmqpOptions extends Partial<ConnectionOptions> {
  /** Instead of a connection to `url`: `embedded()` needs no broker. */
  readonly driver?: AmqpDriver;
  /** Stands before the names of exchanges and queues, so that several systems may share a virtual host. */
  readonly namespace?: string;
  /**
   * Of what is sent (default: what the operation's binding says, else the first of JSON, Protobuf and Avro that the agent
   * has codecs for).
   */
  readonly encoding?: Encoding;
  /** Messages of one queue that an agent holds unsettled (default 64: as many as it handles at once by default). */
  readonly prefetch?: number;
  /**
   * The bindings of an agent's queues stay when it closes: what is sent meanwhile waits for its next start. Default
   * false: senders are told `unreachable`. An agent that ends without closing leaves its bindings in any case.
   */
  readonly keepBindings?: boolean;
  /** Tries of one message before it is a dead letter (default 5). */
  readonly maxAttempts?: number;
  /** Bytes of one message that is sent (default 16 MiB). */
  readonly maxMessage?: number;
  /** Unconfirmed messages and bytes at a time on one exchange (default 1,024 and 16 MiB); beyond either, senders wait. */
  readonly window?: { readonly messages?: number; readonly bytes?: number };
  /** A confirm that takes longer means that the connection is dead (default 10 s). */
  readonly confirmWithin?: Duration;
  /** How long a message waits for a broker that went away before its send fails as `unreachable` (default 30 s). */
  readonly brokerWithin?: Duration;
  /** Waits between tries to connect again: full jitter up to `initial`, doubled up to `max` (default 200 ms, 5 s). */
  readonly reconnect?: { readonly initial?: Duration; readonly max?: Duration };
  /** Told what happens to the connections. */
  readonly onEvent?: (event: AmqpEvent) => void;
  /** Time and randomness (default: the system's). */
  readonly world?: World;
}
