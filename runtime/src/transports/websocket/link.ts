/** The way to one agent: a session over connections that come and go, opened by the first call. */
import type { World } from '../../clock.js';
import { AgentError } from '../../error.js';
import { createConnector, type Backoff } from './connector.js';
import { finalError } from './failure.js';
import { headOf, type Frame, type MessageFrame, type NoteFrame, type Received, type Terms } from './frame.js';
import { keepAlive, type KeepAlive } from './keepalive.js';
import { openLine, type LineEvents, type LineParts } from './line.js';
import { writePacket } from './packet.js';
import type { Calls } from './calls.js';
import type { WindowLimits } from './replay-window.js';
import { createSession, type Session } from './session.js';
import { status, type Socket } from './socket.js';

export interface LinkParts extends LineParts {
  readonly world: World;
  readonly calls: Calls;
  readonly limits: WindowLimits;
  readonly patience: number;
  readonly pingInterval: number;
  readonly backoff: Backoff;
}

export interface Link {
  /**
   * Sends a request as soon as there is a connection and room; `sent` is told its number at that moment.
   * @throws {AgentError} `unreachable` and the like where there is no connection, `too_large`, or the signal's reason;
   *   nothing was sent then.
   */
  send(frame: MessageFrame, signal: AbortSignal, sent: (seq: number) => void): Promise<void>;
  /** Sends what belongs to a request that was sent. Resolves when there is room for more, or the session is over. */
  tell(frame: MessageFrame | NoteFrame): Promise<void>;
  /** Tells the peer that nobody waits for this request any more. */
  cancel(re: number): void;
  close(): void;
}

/** One peer and what was agreed with it. */
interface Peer {
  readonly terms: Terms;
  readonly session: Session;
}

export function createLink(parts: LinkParts): Link {
  const { world, calls, opener } = parts;
  const { clock } = world;
  let peer: Peer | undefined;
  let socket: Socket | undefined;
  let alive: KeepAlive | undefined;
  let closed = false;
  /** Numbers of requests to a peer without sessions. */
  let literal = 0;

  const endSession = (error: AgentError): void => {
    peer?.session.end();
    peer = undefined;
    calls.failAll(error);
  };

  const agree = (next: Socket, terms: Terms | undefined): void => {
    if (peer !== undefined && terms?.session === peer.terms.session && peer.session.attach(next, terms.ack)) return;
    if (peer !== undefined) endSession(lost('the peer no longer knows the session'));
    if (terms === undefined) return;
    const session = createSession({
      clock,
      limits: parts.limits,
      patience: parts.patience,
      stalled: () => socket?.close(status.tryAgainLater, 'nothing is taken'),
    });
    session.attach(next, 0);
    peer = { terms, session };
  };
  const ready = (next: Socket, terms: Terms | undefined): LineEvents => {
    socket = next;
    agree(next, terms);
    alive = keepAlive(
      clock,
      parts.pingInterval,
      () => next.send(writePacket(headOf({ kind: 'ping', timestamp: clock.now() }))),
      () => next.destroy(),
    );
    return { frame: (received) => take(next, received), closed: gone };
  };
  const take = (from: Socket, received: Received): void => {
    alive?.heard();
    const taken = peer?.session.take(received) ?? 'new';
    if (typeof taken !== 'string') return from.close(taken.status, taken.why);
    if (taken === 'new') react(from, received.frame);
  };
  const react = (from: Socket, frame: Frame): void => {
    switch (frame.kind) {
      case 'ping':
        return from.send(writePacket(headOf({ kind: 'pong', timestamp: frame.timestamp })));
      case 'message':
      case 'accepted':
      case 'credit':
      case 'done':
      case 'end':
      case 'cancel':
      case 'error':
        return calls.react(frame);
      case 'pong':
      case 'ack':
      case 'resume':
      case 'resumed':
      case 'unknown':
        return undefined;
    }
  };
  const gone = (code: number): void => {
    socket = undefined;
    alive?.stop();
    peer?.session.detach();
    const final = finalError(code);
    if (closed || final !== undefined) endSession(final ?? lost('the client was closed'));
    else if (peer === undefined || calls.size === 0) endSession(lost(`the connection broke: ${code}`));
    else void recover(peer);
  };
  /** Another connection for calls under way, until the peer has surely forgotten their session. */
  const recover = async ({ terms }: Peer): Promise<void> => {
    const why = await connector.recover(clock.now() + terms.window, () => calls.size > 0);
    if (why !== undefined) endSession(lost(`the connection did not come back: ${why}`));
  };
  const connector = createConnector({
    world,
    hold: opener.hold,
    backoff: parts.backoff,
    connected: () => socket !== undefined,
    open(signal) {
      const hello = peer === undefined ? { ack: 0 } : { session: peer.terms.session, ack: peer.session.received };
      return openLine(parts, hello, ready, signal);
    },
  });

  return {
    async send(frame, signal, sent) {
      for (;;) {
        await connector.ready(signal);
        if (socket === undefined) continue;
        if (peer === undefined) {
          socket.send(writePacket({ type: frame.word }, frame.body));
          return sent(++literal);
        }
        const { session, terms } = peer;
        if (frame.body.bytes.length > terms.limit)
          throw AgentError.of(
            'too_large',
            `the frame has ${frame.body.bytes.length} bytes, the peer takes ${terms.limit}`,
          );
        if ((await session.deliver(frame, signal, sent)) > 0) return;
      }
    },
    async tell(frame) {
      await peer?.session.deliver(frame);
    },
    cancel(re) {
      if (peer !== undefined) peer.session.send({ kind: 'cancel', re });
    },
    close() {
      const error = lost('the client was closed');
      closed = true;
      connector.close(error);
      endSession(error);
      alive?.stop();
      socket?.close(status.normal, '');
    },
  };
}

/** Of calls that were sent, and may have been handled. */
function lost(why: string): AgentError {
  return AgentError.of('connection_lost', why, { outcome: 'unknown' });
}
