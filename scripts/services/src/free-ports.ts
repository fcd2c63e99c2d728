import { once } from 'node:events';
import { createServer, type Server as Listener } from 'node:net';

/** All are held until the last is known, so that no two are the same. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const listeners = await Promise.all(Array.from({ length: count }, listenAnywhere));
  const ports = listeners.map(portOf);
  await Promise.all(listeners.map((listener) => new Promise((done) => listener.close(done))));
  return ports;
}

async function listenAnywhere(): Promise<Listener> {
  const listener = createServer().listen(0, '127.0.0.1');
  await once(listener, 'listening');
  return listener;
}

function portOf(listener: Listener): number {
  const address = listener.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
