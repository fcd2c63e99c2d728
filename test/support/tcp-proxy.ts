/** A way to a server that a test may cut: every connection through it ends at once, at whatever byte it is. */
import { connect, createServer, type Socket } from 'node:net';

export interface TcpProxy {
  readonly port: number;
  /** Where connections go; none are taken before it is set. */
  target: { readonly host: string; readonly port: number } | undefined;
  cut(): void;
  close(): Promise<void>;
}

export async function openProxy(): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    return socket;
  };
  const proxy: TcpProxy = {
    get port() {
      const address = server.address();
      if (address === null || typeof address === 'string') throw new Error('the proxy does not listen');
      return address.port;
    },
    target: undefined,
    cut() {
      for (const socket of sockets) socket.resetAndDestroy();
    },
    close() {
      proxy.cut();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  const server = createServer((near) => {
    keep(near);
    if (proxy.target === undefined) return void near.destroy();
    const far = keep(connect({ ...proxy.target }));
    near.pipe(far).pipe(near);
    near.once('close', () => far.destroy());
    far.once('close', () => near.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return proxy;
}
