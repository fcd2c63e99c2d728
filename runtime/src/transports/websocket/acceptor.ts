/** Turns upgrade requests into sockets. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import {
  adapt,
  beyondTypes,
  listen,
  loadWs,
  type ServerSocket,
  type ServerSocketEvents,
  type SocketLimits,
} from './ws.js';

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

export async function createAcceptor(limits: SocketLimits): Promise<Acceptor> {
  const { WebSocketServer } = await loadWs('listening on WebSocket needs');
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
      const events = begin(adapt(socket, stream));
      listen(socket, events);
      socket.on('ping', () => events.pinged());
      socket.on('pong', () => events.ponged());
    });
  };
}
