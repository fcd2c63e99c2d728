/** What `grpc(...)` may be told. */
import type { World } from '../../clock.js';
import type { TlsOptions } from '../tls.js';

export interface KeepAliveOptions {
  /** Milliseconds between pings on a connection with calls (default 30,000). */
  readonly every?: number;
  /** Milliseconds to wait for the answer, after which the connection is given up (default 10,000). */
  readonly timeout?: number;
}

export interface GrpcOptions {
  /** Listens here; 0 takes a free port. */
  readonly port?: number;
  /** The interface to listen on (default `127.0.0.1`: to be reached from elsewhere has to be asked for). */
  readonly host?: string;
  /** Connections at a time (default 10,000); more are closed at once. */
  readonly maxConnections?: number;
  /** Calls at a time on one connection (default 100, the exchange counting as one). */
  readonly maxCalls?: number;

  /** Dials this address, `host:port` or `grpcs://host:port`; default: where this same value listens. */
  readonly url?: string;
  /** Milliseconds to connect within, TLS and the first frames of HTTP/2 included (default 10,000). */
  readonly connectTimeout?: number;
  /**
   * `exchange` (default): calls with one reply share one stream, where the other side has it, and updates arrive.
   * `unary`: each is a call of the service's own method, which brings the reply alone.
   */
  readonly calls?: 'exchange' | 'unary';

  /** TLS 1.3 and later only; on both sides. */
  readonly tls?: TlsOptions;
  readonly keepAlive?: KeepAliveOptions;
  /** Bytes of one message, either way (default 4 MiB). */
  readonly maxMessage?: number;
  /** Time and randomness (default: the system's). */
  readonly world?: World;
}

export const defaultMaxMessage: number = 4 * 1024 * 1024;
