/** The one door to ws, an optional peer: loaded by the first call or listener. */
import type { Duplex } from 'node:stream';
import type * as Ws from 'ws';
import { AgentError } from '../../error.js';
import type { Data } from './packet.js';
import type { Socket, SocketEvents } from './socket.js';

export interface SocketLimits {
  /** Bytes of one message. */
  readonly message: number;
  /** Fragments that one may come in. */
  readonly fragments: number;
}

/** A server's socket can also be asked whether it is alive without a frame of ours, and read no further. */
export interface ServerSocket extends Socket {
  ping(): void;
  /** While it is held, nothing is read from it; the peer comes to a stand. */
  hold(held: boolean): void;
  readonly held: boolean;
}

export interface ServerSocketEvents extends SocketEvents {
  /** A ping of RFC 6455 has come; it is answered already. */
  pinged(): void;
  ponged(): void;
}

/** Settings that its types do not have yet. A goodbye may take two seconds. */
export const beyondTypes = (limits: SocketLimits): object => ({ maxFragments: limits.fragments, closeTimeout: 2_000 });

export function adapt(socket: Ws.WebSocket, stream: Duplex): ServerSocket {
  const isOpen = (): boolean => socket.readyState === socket.OPEN;
  const gather = gatherer(stream);
  return {
    protocol: socket.protocol,
    get open() {
      return isOpen();
    },
    get buffered() {
      return socket.bufferedAmount;
    },
    send({ binary, bytes }, taken) {
      if (!isOpen()) return void (taken && setImmediate(taken));
      gather();
      socket.send(bytes, { binary }, taken);
    },
    close: (status, why) => socket.close(status, why),
    destroy: () => socket.terminate(),
    ping() {
      if (isOpen()) socket.ping();
    },
    get held() {
      return socket.isPaused;
    },
    hold(held) {
      if (held === socket.isPaused) return;
      if (held) socket.pause();
      else socket.resume();
    },
  };
}

/** What is sent in one turn of the event loop goes out in one write. */
function gatherer(stream: Duplex): () => void {
  let gathering = false;
  return () => {
    if (gathering) return;
    gathering = true;
    stream.cork();
    setImmediate(() => {
      gathering = false;
      stream.uncork();
    });
  };
}

export function listen(socket: Ws.WebSocket, events: SocketEvents): void {
  socket.on('message', (data, binary) => events.data(dataOf(data, binary)));
  socket.on('close', (status) => events.closed(status));
  // ws closes with the status that fits; there is nothing else to do about it.
  socket.on('error', () => undefined);
}

function dataOf(data: Ws.RawData, binary: boolean): Data {
  if (Array.isArray(data)) return { binary, bytes: Buffer.concat(data) };
  return { binary, bytes: data instanceof ArrayBuffer ? new Uint8Array(data) : data };
}

export async function loadWs(what: string): Promise<typeof Ws> {
  try {
    return await import('ws');
  } catch (cause) {
    throw AgentError.of('unreachable', `${what} the package ws: npm install ws`, { cause });
  }
}
