/** A TCP proxy on loopback that does to connections what networks do: cuts them, or swallows what passes. */
import { createServer, connect, type AddressInfo, type Socket } from 'node:net';

export interface Proxy {
  readonly port: number;
  /** Connections that were made through it. */
  readonly connections: number;
  /** Cuts what is open, as a reset. */
  cut(): void;
  /** From now on nothing passes over what is open, and nobody is told. */
  swallow(): void;
  close(): Promise<void>;
}

export interface ProxyOptions {
  /** Bytes after which the next connection is cut, wherever that is in a frame. */
  readonly cutAfter?: () => number;
}

export async function startProxy(target: number, { cutAfter = () => Infinity }: ProxyOptions = {}): Promise<Proxy> {
  const open = new Set<Socket>();
  const silent = new WeakSet<Socket>();
  let connections = 0;
  const server = createServer((client) => {
    connections++;
    const host = connect(target, '127.0.0.1');
    let left = cutAfter();
    const cut = (): void => {
      client.resetAndDestroy();
      host.resetAndDestroy();
    };
    const pass = (from: Socket, to: Socket): void => {
      open.add(from);
      from.setNoDelay(true);
      from.on('data', (chunk: Buffer) => {
        if (silent.has(from)) return;
        to.write(chunk.subarray(0, left));
        left -= chunk.length;
        // What was written goes out first.
        if (left <= 0) to.end(cut);
      });
      from.on('end', () => to.end());
      from.on('error', () => to.destroy());
      from.on('close', () => open.delete(from));
    };
    pass(client, host);
    pass(host, client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    get connections() {
      return connections;
    },
    cut() {
      for (const socket of open) socket.resetAndDestroy();
    },
    swallow() {
      for (const socket of open) silent.add(socket);
    },
    close() {
      for (const socket of open) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
