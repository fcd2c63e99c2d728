/** The one door to undici, an optional peer: loaded by the first call, so that servers do without it. */
import type * as Undici from 'undici';
import { AgentError } from '../../error.js';
import type { PoolOptions, TlsOptions } from './options.js';
import { clientTls } from './tls.js';

export type HttpResponse = Undici.Dispatcher.ResponseData;

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: Uint8Array | null;
  readonly signal: AbortSignal;
}

export interface HttpPool {
  request(request: HttpRequest): Promise<HttpResponse>;
  /** Whether this error came before there was a connection: then nothing was sent. */
  neverConnected(error: unknown): boolean;
  close(): Promise<void>;
}

export async function openPool(origin: string, options: PoolOptions, tls: TlsOptions | undefined): Promise<HttpPool> {
  const { Pool, buildConnector } = await load();
  const connect = buildConnector({ ...clientTls(tls), timeout: options.connectTimeout ?? 10_000 });
  const failedConnects = new WeakSet<object>();
  const pool = new Pool(origin, {
    connections: options.connections ?? 64,
    keepAliveTimeout: options.keepAlive ?? 4_000,
    // The call's own deadline bounds both, through its signal.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect(target, callback) {
      connect(target, (...result) => {
        if (result[0] !== null) failedConnects.add(result[0]);
        callback(...result);
      });
    },
  });
  return {
    request: (request) => pool.request(request),
    neverConnected: (error) => typeof error === 'object' && error !== null && failedConnects.has(error),
    close: () => pool.close(),
  };
}

async function load(): Promise<typeof Undici> {
  try {
    return await import('undici');
  } catch (cause) {
    throw AgentError.of('unreachable', 'calls over HTTP need the package undici: npm install undici', { cause });
  }
}
