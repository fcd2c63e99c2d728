/** What `websocket(...)` may be told. */
import type { Server } from 'node:http';
import type { Server as SecureServer } from 'node:https';
import type { World } from '../../clock.js';
import type { Encoding } from '../../codec/codec.js';
import type { TlsOptions } from '../tls.js';
import type { ServerHost } from './door.js';
import type { WindowLimits } from './replay-window.js';

/** What both sides of a connection have. */
export interface ConnectionOptions {
  /** Milliseconds to open a connection within, from TCP to the session (default 10,000). */
  readonly handshakeTimeout?: number;
  /** Milliseconds between pings; who stays silent for a second interval is gone (default 15,000). */
  readonly pingInterval?: number;
  /** What is kept for a peer that has not acknowledged it (default 1,024 frames, 4 MiB): beyond it, senders wait. */
  readonly window?: Partial<WindowLimits>;
  /** Milliseconds that a peer may take nothing while senders wait, before its connection is closed (default 10,000). */
  readonly patience?: number;
  /** Time and randomness (default: the system's). */
  readonly world?: World;
}

/** What a browser has as well. */
export interface DialOptions extends ConnectionOptions {
  /** `wss://host:port`, with a path where the host has one before `/ws/agents/…`. */
  readonly url?: string;
  /** What calls are encoded in (default: as the manifest binds each operation, else `json`). */
  readonly encoding?: Encoding;
  /** False: speaks `message`, `ping` and `pong` alone, in JSON, with a host that knows no sessions. Nothing is resumed then. */
  readonly session?: boolean;
  /** Milliseconds before a lost connection is opened again: up to the first, doubled up to the second (100, 5,000). */
  readonly backoff?: { readonly initial?: number; readonly max?: number };
}

export interface ListenOptions extends ConnectionOptions {
  /** Listens here; 0 takes a free port. */
  readonly port?: number;
  /** The interface to listen on (default `127.0.0.1`: to be reached from elsewhere has to be asked for). */
  readonly host?: string;
  /**
   * Takes upgrades on a server that is there, or on the one of an `http(...)` value; what is not for an agent goes on to
   * its own listeners.
   */
  readonly server?: Server | SecureServer | ServerHost;
  /** Stands before `/ws/agents/…` of the agents that listen: `/bus`. */
  readonly basePath?: string;
  /**
   * Web pages that may connect, by origin (`https://app.example`; `*` for any). By default those of the same host.
   * Whoever sends no `Origin` is no web page.
   */
  readonly origins?: readonly string[];
  /** Connections at a time, and sessions kept for their return (default 10,000); more are answered 503. */
  readonly maxConnections?: number;
  /** Requests of one connection that are worked on at a time (default 1,024); it is not read from while there are more. */
  readonly maxCalls?: number;
  /** Milliseconds that a session is kept for a peer whose connection broke (default 30,000). */
  readonly resumeWithin?: number;
}

export interface WebSocketOptions extends DialOptions, ListenOptions {
  /** TLS 1.3 and later only, on both sides. */
  readonly tls?: TlsOptions;
  /** Fragments that one message may come in (default 256). */
  readonly maxFragments?: number;
  /** Bytes of one answer or update that are accepted (default 4 MiB). */
  readonly maxResponse?: number;
  /** Of the upgrade request: `authorization`, for one. */
  readonly headers?: Readonly<Record<string, string>>;
}

const megabyte: number = 1024 * 1024;

export function windowOf({ window }: ConnectionOptions): WindowLimits {
  return { frames: window?.frames ?? 1024, bytes: window?.bytes ?? 4 * megabyte };
}

export interface Defaults {
  readonly handshakeTimeout: number;
  readonly pingInterval: number;
  readonly patience: number;
  readonly resumeWithin: number;
  readonly maxConnections: number;
  readonly maxCalls: number;
  readonly maxFragments: number;
  readonly maxFrame: number;
  readonly maxResponse: number;
  readonly backoff: { readonly initial: number; readonly max: number };
}

export const defaults: Defaults = {
  handshakeTimeout: 10_000,
  pingInterval: 15_000,
  patience: 10_000,
  resumeWithin: 30_000,
  maxConnections: 10_000,
  maxCalls: 1024,
  maxFragments: 256,
  maxFrame: megabyte,
  maxResponse: 4 * megabyte,
  backoff: { initial: 100, max: 5_000 },
};

/** Bytes of a message beyond its envelope. */
export const headAllowance: number = 64 * 1024;
