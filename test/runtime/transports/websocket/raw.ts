/** A peer of somebody else's: a WebSocket that sends what a test says and remembers what comes. */
import type { IncomingMessage } from 'node:http';
import { WebSocket, type ClientOptions } from 'ws';
import type { JsonValue } from '../../../../runtime/src/codec/json-value.js';

export type Json = Readonly<Record<string, JsonValue>>;

export interface RawPeer {
  readonly socket: WebSocket;
  send(frame: Json | string | Uint8Array): void;
  /** The next message that comes, in order; text is parsed. */
  next(): Promise<Json | Buffer>;
  /** The status that the connection ends with. */
  readonly closed: Promise<number>;
}

const open = new Set<WebSocket>();

export function closeRawPeers(): void {
  for (const socket of open) socket.terminate();
  open.clear();
}

export function rawPeer(url: string, protocols: string[] = [], options: ClientOptions = {}): Promise<RawPeer> {
  const socket = new WebSocket(url, protocols, options);
  open.add(socket);
  const come: (Json | Buffer)[] = [];
  const waiting: ((message: Json | Buffer) => void)[] = [];
  socket.on('message', (data: Buffer, binary) => {
    const message = binary ? data : (JSON.parse(data.toString('utf8')) as Json);
    const first = waiting.shift();
    if (first === undefined) come.push(message);
    else first(message);
  });
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('open', () => {
      // After a goodbye of the server's, ws may still complain.
      socket.on('error', () => undefined);
      resolve({
        socket,
        closed,
        send(frame) {
          socket.send(typeof frame === 'string' || frame instanceof Uint8Array ? frame : JSON.stringify(frame));
        },
        next() {
          const first = come.shift();
          return first === undefined ? new Promise((one) => waiting.push(one)) : Promise.resolve(first);
        },
      });
    });
  });
}

/** The status of an upgrade that is refused. */
export function refusal(url: string, options: ClientOptions = {}): Promise<number> {
  const socket = new WebSocket(url, options);
  return new Promise((resolve, reject) => {
    socket.on('error', () => undefined);
    socket.once('open', () => reject(new Error('the upgrade was accepted')));
    socket.once('unexpected-response', (request, response: IncomingMessage) => {
      resolve(response.statusCode ?? 0);
      request.destroy();
    });
  });
}
