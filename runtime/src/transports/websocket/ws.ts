/** The one door to ws, an optional peer: loaded by the first call or listener. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type * as Ws from 'ws';
import { AgentError } from '../../error.js';
import { clientTls, type TlsOptions } from '../tls.js';
import type { Data } from './packet.js';
import type { Opener, Socket, SocketEvents } from './socket.js';

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

export interface Upgrade {
  readonly request: IncomingMessage;
  readonly stream: Duplex;
  readonly head: Buffer;
}

/** Turns an upgrade request that has been judged into a socket. */
export type Acceptor = (
  upgrade: Upgrade,
  protocol: string | undefined,
  begin: (socket: ServerSocket) => ServerSocketEvents,
) => void;

/** Settings that its types do not have yet. A goodbye may take two seconds. */
const beyondTypes = (limits: SocketLimits): object => ({ maxFragments: limits.fragments, closeTimeout: 2_000 });

export async function createAcceptor(limits: SocketLimits): Promise<Acceptor> {
  const { WebSocketServer } = await load('listening on WebSocket needs');
  const chosen = new WeakMap<IncomingMessage, string>();
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    ...beyondTypes(limits),
    maxPayload: limits.message,
    // Four times the cost of a call, and lengths that tell what is inside.
    perMessageDeflate: false,
    handleProtocols: (_, request) => chosen.get(request) ?? false,
  });
  return ({ request, stream, head }, protocol, begin) => {
    if (protocol !== undefined) chosen.set(request, protocol);
    server.handleUpgrade(request, stream, head, (socket) => {
      const events = begin(adapt(socket));
      listen(socket, events);
      socket.on('ping', () => events.pinged());
      socket.on('pong', () => events.ponged());
    });
  };
}

export interface NodeOpenerOptions {
  readonly tls: TlsOptions | undefined;
  readonly limits: SocketLimits;
  /** Of the upgrade request. */
  readonly headers: Readonly<Record<string, string>>;
}

export function nodeOpener({ tls, limits, headers }: NodeOpenerOptions): Opener {
  return {
    async open(address, { protocols, signal, begin }) {
      const { WebSocket } = await load('calls over WebSocket need');
      signal.throwIfAborted();
      return new Promise((resolve, reject) => {
        const socket = new WebSocket(address, [...protocols], {
          ...clientTls(tls),
          ...beyondTypes(limits),
          headers,
          maxPayload: limits.message,
          perMessageDeflate: false,
          followRedirects: false,
        });
        const stop = (): void => {
          reject(signal.reason as Error);
          socket.terminate();
        };
        signal.addEventListener('abort', stop, { once: true });
        socket.once('open', () => {
          signal.removeEventListener('abort', stop);
          listen(socket, begin(adapt(socket)));
          resolve();
        });
        socket.on('error', (cause) => {
          signal.removeEventListener('abort', stop);
          reject(AgentError.of('unreachable', `no connection: ${wordsOf(cause)}`, { cause }));
        });
        socket.once('unexpected-response', (request, response) => {
          signal.removeEventListener('abort', stop);
          reject(refusal(response.statusCode ?? 0));
          request.destroy();
        });
      });
    },
    hold() {
      // Longer than any wait: it is there to be there.
      const timer = setInterval(() => undefined, 2 ** 30);
      return () => clearInterval(timer);
    },
  };
}

/** What a host says instead of an upgrade: nothing was sent yet, whatever it is. */
function refusal(status: number): AgentError {
  switch (status) {
    case 404:
      return AgentError.of('agent_unknown', 'no such agent is served there');
    case 401:
      return AgentError.of('authentication_failed', 'the host refused the connection');
    case 403:
      return AgentError.of('permission_denied', 'the host refused the connection');
    default:
      return AgentError.of('unreachable', `the host answered ${status} instead of an upgrade`);
  }
}

function adapt(socket: Ws.WebSocket): ServerSocket {
  const isOpen = (): boolean => socket.readyState === socket.OPEN;
  return {
    protocol: socket.protocol,
    get buffered() {
      return socket.bufferedAmount;
    },
    send({ binary, bytes }, taken) {
      if (isOpen()) socket.send(bytes, { binary }, taken);
      else taken?.();
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

function listen(socket: Ws.WebSocket, events: SocketEvents): void {
  socket.on('message', (data, binary) => events.data(dataOf(data, binary)));
  socket.on('close', (status) => events.closed(status));
  // ws closes with the status that fits; there is nothing else to do about it.
  socket.on('error', () => undefined);
}

function dataOf(data: Ws.RawData, binary: boolean): Data {
  if (Array.isArray(data)) return { binary, bytes: Buffer.concat(data) };
  return { binary, bytes: data instanceof ArrayBuffer ? new Uint8Array(data) : data };
}

function wordsOf(cause: Error): string {
  if (cause.message === 'Server sent no subprotocol') return 'the host knows no sessions (session: false)';
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.name;
}

async function load(what: string): Promise<typeof Ws> {
  try {
    return await import('ws');
  } catch (cause) {
    throw AgentError.of('unreachable', `${what} the package ws: npm install ws`, { cause });
  }
}
