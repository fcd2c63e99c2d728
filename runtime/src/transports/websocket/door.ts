/** Where upgrades come in: a server of our own, one that is there already, or the one of another transport. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { createServer as createSecureServer, type Server as SecureServer } from 'node:https';
import type { Duplex } from 'node:stream';
import { addressOf } from '../address.js';
import { serverTls } from '../tls.js';
import { defaults, type WebSocketOptions } from './options.js';

/** False where the upgrade is for nobody here, and has not been touched. */
export type UpgradeHandler = (request: IncomingMessage, stream: Duplex, head: Buffer) => boolean;

export interface Door {
  /** `ws://host:port`; empty where a server that does not listen yet knows better. */
  readonly address: string;
  /** Takes no more upgrades; connections are over by then. */
  close(): Promise<void>;
}

/** A transport that has a server of its own: what `http(...)` gives. */
export interface ServerHost {
  /** Opens the server, if that has not been done, and keeps it open until it is released. */
  hold(): Promise<{ readonly server: Server | SecureServer; release(): Promise<void> }>;
}

export async function openDoor(options: WebSocketOptions, handler: UpgradeHandler): Promise<Door> {
  const { server, port } = options;
  if (server !== undefined && 'hold' in server) {
    const held = await server.hold();
    const { address, close } = mount(held.server, handler);
    return { address, close: () => close().then(held.release) };
  }
  if (server !== undefined) return mount(server, handler);
  if (port === undefined) throw new TypeError('websocket: to listen, give a port (0 for a free one) or a server');
  return listen(options, port, handler);
}

function listen(options: WebSocketOptions, port: number, handler: UpgradeHandler): Promise<Door> {
  const limits = {
    headersTimeout: options.handshakeTimeout ?? defaults.handshakeTimeout,
    connectionsCheckingInterval: 1_000,
  };
  const server =
    options.tls === undefined
      ? createServer(limits)
      : createSecureServer({ ...limits, ...serverTls('websocket', options.tls) });
  // Beyond the number of WebSockets an upgrade is answered; this bounds those that never ask for one.
  server.maxConnections = (options.maxConnections ?? defaults.maxConnections) + 100;
  server.on('request', (request, response) => {
    request.resume();
    response.writeHead(426, { connection: 'close', upgrade: 'websocket' }).end();
  });
  server.on('upgrade', (request, stream, head) => {
    if (!handler(request, stream, head)) refuseUpgrade(stream, 404);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, options.host ?? '127.0.0.1', () => {
      server.off('error', reject);
      resolve({ address: addressOf(server, schemes), close: () => shut(server) });
    });
  });
}

const schemes = ['ws', 'wss'] as const;

function shut(server: Server | SecureServer): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** Takes the place of the server's listeners and passes on what is not ours. */
function mount(server: Server | SecureServer, handler: UpgradeHandler): Door {
  const before = server.listeners('upgrade') as ((...upgrade: Parameters<UpgradeHandler>) => void)[];
  const first = (...upgrade: Parameters<UpgradeHandler>): void => {
    if (handler(...upgrade)) return;
    for (const listener of before) listener.call(server, ...upgrade);
    if (before.length === 0) refuseUpgrade(upgrade[1], 404);
  };
  for (const listener of before) server.off('upgrade', listener);
  server.on('upgrade', first);
  return {
    address: addressOf(server, schemes),
    close() {
      server.off('upgrade', first);
      for (const listener of before) server.on('upgrade', listener);
      return Promise.resolve();
    },
  };
}

const statuses = { 400: 'Bad Request', 403: 'Forbidden', 404: 'Not Found', 503: 'Service Unavailable' } as const;

export function refuseUpgrade(stream: Duplex, status: keyof typeof statuses): void {
  // The peer may be gone; then there is nobody left to tell.
  stream.on('error', () => stream.destroy());
  stream.end(`HTTP/1.1 ${status} ${statuses[status]}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}
