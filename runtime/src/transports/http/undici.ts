/** The one door to undici, an optional peer: loaded by the first call, so that servers do without it. */
import { Readable } from 'node:stream';
import type * as Undici from 'undici';
import { AgentError } from '../../error.js';
import type { TransportHeaders } from '../../transport.js';
import { clientTls, type TlsOptions } from '../tls.js';
import type { PoolOptions } from './options.js';

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly headers: Record<string, string>;
  /** A stream is read as fast as the connection takes it. */
  readonly body: Uint8Array | AsyncIterable<Uint8Array> | null;
  readonly signal: AbortSignal;
}

/** What takes a response as it comes; what one of these throws ends the exchange. */
export interface ResponseReader {
  head(status: number, headers: TransportHeaders): void;
  /** A promise where nothing more is to be read until it resolves. */
  data(chunk: Uint8Array): void | Promise<void>;
  end(): void;
}

export interface HttpPool {
  /** Resolves when the reader has taken the response; rejects with what broke it, or the signal's reason. */
  request(request: HttpRequest, reader: ResponseReader): Promise<void>;
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
    request: (request, reader) => exchange(pool, request, reader),
    neverConnected: (error) => typeof error === 'object' && error !== null && failedConnects.has(error),
    close: () => pool.close(),
  };
}

/** By `dispatch`, since the stream that `request` makes of a body costs as much as the exchange itself. */
function exchange(pool: Undici.Pool, request: HttpRequest, reader: ResponseReader): Promise<void> {
  const { method, path, headers, body, signal } = request;
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason as Error);
    let controller: Undici.Dispatcher.DispatchController | undefined;
    const fail = (error: Error): void => {
      signal.removeEventListener('abort', stop);
      reject(error);
    };
    const stop = (): void => {
      controller?.abort(signal.reason as Error);
      fail(signal.reason as Error);
    };
    signal.addEventListener('abort', stop);
    const handler: Undici.Dispatcher.DispatchHandler = {
      onRequestStart(given) {
        controller = given;
        // It waited for a connection while the call was given up.
        if (signal.aborted) given.abort(signal.reason as Error);
      },
      onResponseStart(_, status, given) {
        if (status >= 200) reader.head(status, flat(given));
      },
      onResponseData(given, chunk) {
        const room = reader.data(chunk);
        if (room === undefined) return;
        given.pause();
        room.then(
          () => given.resume(),
          (thrown: Error) => given.abort(thrown),
        );
      },
      onResponseEnd() {
        try {
          reader.end();
        } catch (thrown) {
          return fail(thrown as Error);
        }
        signal.removeEventListener('abort', stop);
        resolve();
      },
      onResponseError: (_, error) => fail(error),
    };
    const sent = body === null || body instanceof Uint8Array ? body : Readable.from(body, { objectMode: false });
    pool.dispatch({ method, path, headers, body: sent }, handler);
  });
}

function flat(headers: Record<string, string | string[] | undefined>): TransportHeaders {
  const names = Object.keys(headers);
  if (names.every((name) => typeof headers[name] === 'string')) return headers as Record<string, string>;
  return Object.fromEntries(names.map((name) => [name, [headers[name] ?? ''].flat().join(', ')]));
}

async function load(): Promise<typeof Undici> {
  try {
    return await import('undici');
  } catch (cause) {
    throw AgentError.of('unreachable', 'calls over HTTP need the package undici: npm install undici', { cause });
  }
}
