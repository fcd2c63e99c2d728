/** One connection of a server: what is the same whether its peer has a session or knows the document's frames alone. */
import type { OperationFacts } from '../../contract.js';
import type { Clock } from '../../clock.js';
import type { Members } from './addressing.js';
import { encodingOf, wordsOf } from './binding.js';
import { headOf, type Received } from './frame.js';
import { keepAlive } from './keepalive.js';
import { literalPeer } from './literal-peer.js';
import { writePacket } from './packet.js';
import { createRate } from './rate.js';
import type { WindowLimits } from './replay-window.js';
import { sessionPeer } from './session-peer.js';
import type { Sessions } from './sessions.js';
import { status } from './socket.js';
import type { ServerSocket, ServerSocketEvents } from './ws.js';
import { readFrame } from './read-frame.js';

export interface ConnectionSettings {
  readonly clock: Clock;
  readonly handshakeTimeout: number;
  readonly pingInterval: number;
  readonly patience: number;
  readonly window: WindowLimits;
  readonly maxCalls: number;
}

/** What a request's path says: the `{agent_id}`, and the operation where the path is that of a stream. */
export interface Route {
  readonly agentId: string;
  readonly operation?: OperationFacts;
}

export interface ConnectionParts {
  readonly socket: ServerSocket;
  readonly settings: ConnectionSettings;
  readonly route: Route;
  /** Whom that means now; none when all of them are gone. */
  readonly members: () => Members | undefined;
  readonly sessions: Sessions;
  readonly closed: () => void;
}

/** A connection as its peer's frames are taken. */
export interface Wire extends Omit<ConnectionParts, 'closed'> {
  /** Closes the connection, for good. */
  refuse(code: number, why: string): void;
}

export interface Peer {
  /** Frames beside pings, in order. */
  take(received: Received): void;
  /** The connection is gone; so is the peer, where it was closed on purpose. */
  gone(forGood: boolean): void;
}

/** Pings of either kind that a peer may send in a second. */
const pingsPerSecond = 10;

export function beginConnection(parts: ConnectionParts): ServerSocketEvents {
  const { socket, settings, members } = parts;
  const { clock } = settings;
  const words = wordsOf((members() ?? []).map(({ host }) => host.agent));
  const pings = createRate(clock, pingsPerSecond);
  let refused = false;
  const refuse = (code: number, why: string): void => {
    refused = true;
    socket.close(code, why);
  };
  const alive = keepAlive(
    clock,
    settings.pingInterval,
    () => socket.ping(),
    () => socket.destroy(),
    () => socket.held,
  );
  const encoding = encodingOf(socket.protocol);
  const wire: Wire = { ...parts, refuse };
  const peer = encoding === undefined ? literalPeer(wire) : sessionPeer(wire, encoding);
  const pinged = (): boolean => {
    alive.heard();
    if (!pings.hit()) refuse(status.policy, `more than ${pingsPerSecond} pings a second`);
    return !refused;
  };

  return {
    data(data) {
      alive.heard();
      // After a goodbye, what is still on its way means nothing.
      if (refused) return;
      if (socket.buffered > settings.window.bytes * 2) return refuse(status.tryAgainLater, 'nothing is taken');
      const received = readFrame(data, words);
      if (received.kind === 'fault') return refuse(received.status, received.why);
      const { frame } = received;
      if (frame.kind !== 'ping') return peer.take(received);
      if (pinged()) socket.send(writePacket(headOf({ kind: 'pong', timestamp: frame.timestamp })));
    },
    closed(code) {
      alive.stop();
      peer.gone(refused || code === status.normal || code === status.goingAway);
      parts.closed();
    },
    pinged,
    ponged: alive.heard,
  };
}
