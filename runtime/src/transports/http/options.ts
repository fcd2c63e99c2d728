/** What `http(...)` may be told. */
import type { Server } from 'node:http';
import type { Server as SecureServer } from 'node:https';
import type { World } from '../../clock.js';
import type { Encoding } from '../../codec/codec.js';
import type { TlsOptions } from '../tls.js';

export interface PoolOptions {
  /** Connections to one address (default 64); further calls wait for one. */
  readonly connections?: number;
  /** Milliseconds that an idle connection is kept (default 4,000: less than servers commonly keep theirs). */
  readonly keepAlive?: number;
  /** Milliseconds to connect within, TLS included (default 10,000). */
  readonly connectTimeout?: number;
}

export interface HttpOptions {
  /** Listens here; 0 takes a free port. */
  readonly port?: number;
  /** The interface to listen on (default `127.0.0.1`: to be reached from elsewhere has to be asked for). */
  readonly host?: string;
  /**
   * Mounts in a server that is there; what is not for an agent goes on to its own listeners. Its limits and its TLS are
   * its own: for TLS 1.3 it has to say `minVersion`.
   */
  readonly server?: Server | SecureServer;
  /** Listens nowhere: requests come by `handler`, called from a framework. */
  readonly mounted?: boolean;
  /** Stands before all routes, on both sides: `/bus`. */
  readonly basePath?: string;
  /** TLS 1.3 and later only (D01). */
  readonly tls?: TlsOptions;
  /** Milliseconds to read a request's headers within (default 10,000), and all of it, a stream included (default 30,000). */
  readonly headersTimeout?: number;
  readonly requestTimeout?: number;
  /** Connections at a time (default 10,000); more are closed at once. */
  readonly maxConnections?: number;

  /** Dials this address; default: where this same value listens. */
  readonly url?: string;
  readonly pool?: PoolOptions;
  /** What calls are encoded in (default `json`, the only one with updates). */
  readonly encoding?: Encoding;
  /** Bytes of one answer or update that are accepted (default 4 MiB). */
  readonly maxResponse?: number;

  /** Time and randomness (default: the system's). */
  readonly world?: World;
}
