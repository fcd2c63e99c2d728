/**
 * Where connections come in. The sockets are ours and are handed to grpc-js, since it cannot be told that TLS is 1.3 at
 * least, how many connections there may be, and how long a handshake may take.
 */
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { addressOf } from '../address.js';
import { serverTls } from '../tls.js';
import type { GrpcOptions } from './options.js';

export interface Door {
  readonly address: string;
  /** Takes no more connections. */
  shut(): void;
  /** Ends those that there are; resolves when none is left. */
  close(): Promise<void>;
}

export function openDoor(options: GrpcOptions, inject: (socket: Socket) => void): Promise<Door> {
  const { port, host, tls, maxConnections } = options;
  if (port === undefined) throw new TypeError('grpc: to listen, give a port (0 for a free one)');
  const sockets = new Set<Socket>();
  const enter = (socket: Socket): void => {
    sockets.add(socket);
    socket.setNoDelay(true);
    // A connection that breaks is told to its calls.
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
    inject(socket);
  };
  const server: Server =
    tls === undefined
      ? createServer(enter)
      : createTlsServer({ ...serverTls('grpc', tls), ALPNProtocols: ['h2'], handshakeTimeout: 10_000 }, enter);
  server.maxConnections = maxConnections ?? 10_000;
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host ?? '127.0.0.1', () => {
      server.off('error', reject);
      const closed = new Promise<void>((gone) => void server.once('close', () => gone()));
      resolve({
        address: addressOf(server, ['grpc', 'grpcs']),
        shut: () => void server.close(),
        close() {
          for (const socket of sockets) socket.destroy();
          return closed;
        },
      });
    });
  });
}
