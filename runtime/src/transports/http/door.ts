/** Where requests come in: a server of our own, one that is there already, or a framework that calls the handler. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer, type Server as SecureServer } from 'node:https';
import { addressOf } from '../address.js';
import { serverTls } from '../tls.js';
import type { HttpOptions } from './options.js';

/** False where the request is for nobody here, and has not been touched. */
export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => boolean;

export interface Door {
  /** Without a base path; empty where a framework or a server that does not listen yet knows better. */
  readonly address: string;
  /** None where a framework has it. */
  readonly server?: Server | SecureServer;
  /** Lets go of every connection; requests under way are over by then. */
  close(): Promise<void>;
}

export function openDoor(options: HttpOptions, handler: RequestHandler, refuse: RequestHandler): Promise<Door> {
  if (options.server !== undefined) return Promise.resolve(mount(options.server, handler));
  if (options.mounted === true) return Promise.resolve({ address: '', close: () => Promise.resolve() });
  if (options.port === undefined)
    throw new TypeError('http: to listen, give a port (0 for a free one), a server, or mounted: true');
  return listen(options, options.port, (request, response) => handler(request, response) || refuse(request, response));
}

function listen(options: HttpOptions, port: number, handler: RequestHandler): Promise<Door> {
  const limits = {
    headersTimeout: options.headersTimeout ?? 10_000,
    requestTimeout: options.requestTimeout ?? 30_000,
    // Node looks this often who has overstepped them.
    connectionsCheckingInterval: 1_000,
  };
  const server =
    options.tls === undefined
      ? createServer(limits, handler)
      : createSecureServer({ ...limits, ...serverTls('http', options.tls) }, handler);
  server.maxConnections = options.maxConnections ?? 10_000;
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, options.host ?? '127.0.0.1', () => {
      server.off('error', reject);
      resolve({ address: addressOf(server), server, close: () => shut(server) });
    });
  });
}

function shut(server: Server | SecureServer): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** Takes the place of the server's listeners and passes on what is not ours. */
function mount(server: Server | SecureServer, handler: RequestHandler): Door {
  const before = server.listeners('request') as ((request: IncomingMessage, response: ServerResponse) => void)[];
  const first = (request: IncomingMessage, response: ServerResponse): void => {
    if (handler(request, response)) return;
    for (const listener of before) listener.call(server, request, response);
  };
  for (const listener of before) server.off('request', listener);
  server.on('request', first);
  return {
    address: addressOf(server),
    server,
    close() {
      server.off('request', first);
      for (const listener of before) server.on('request', listener);
      return Promise.resolve();
    },
  };
}
