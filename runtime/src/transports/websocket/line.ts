/** Opens one connection, up to the point where both sides know which session it carries on. */
import type { Clock } from '../../clock.js';
import { AgentError } from '../../error.js';
import { headOf, type Received, type Terms } from './frame.js';
import { writePacket } from './packet.js';
import { status, type Opener, type Socket, type SocketEvents } from './socket.js';
import { readFrame } from './read-frame.js';

export interface LineParts {
  readonly opener: Opener;
  readonly address: URL;
  /** Offered to the peer; none for one that knows no sessions. */
  readonly protocols: readonly string[];
  readonly words: ReadonlySet<string>;
  readonly clock: Clock;
  readonly handshakeTimeout: number;
}

/** The session to carry on, if there is one, and the last number received in it. */
export interface Hello {
  readonly session?: string;
  readonly ack: number;
}

export interface LineEvents {
  frame(received: Received): void;
  closed(status: number): void;
}

/**
 * Resolves when `ready` has been called: with the peer's terms, or without where it speaks the document's frames alone.
 * @throws {AgentError} what the opener throws, `unreachable` where the peer does not answer in time.
 */
export function openLine(
  { opener, address, protocols, words, clock, handshakeTimeout }: LineParts,
  hello: Hello,
  ready: (socket: Socket, terms?: Terms) => LineEvents,
  signal: AbortSignal,
): Promise<void> {
  const controller = new AbortController();
  return new Promise<void>((resolve, reject) => {
    const stop = (): void => fail(AgentError.from(signal.reason, 'cancelled'));
    signal.addEventListener('abort', stop, { once: true });
    let events: LineEvents | undefined;
    const timer = clock.timer(handshakeTimeout, () =>
      fail(AgentError.of('unreachable', `no session within ${handshakeTimeout} ms`)),
    );
    const done = (): void => {
      timer.cancel();
      signal.removeEventListener('abort', stop);
    };
    const fail = (error: AgentError): void => {
      done();
      controller.abort(error);
      reject(error);
    };
    const settle = (socket: Socket, terms?: Terms): void => {
      done();
      events = ready(socket, terms);
      resolve();
    };
    const begin = (socket: Socket): SocketEvents => {
      controller.signal.addEventListener('abort', () => socket.destroy(), { once: true });
      if (socket.protocol === '') settle(socket);
      else socket.send(writePacket(headOf({ kind: 'resume', ...hello })));
      const frame = (received: Received): void => {
        if (events !== undefined) events.frame(received);
        else if (received.frame.kind === 'resumed') settle(socket, received.frame.terms);
        else socket.close(status.protocolError, 'expected resumed');
      };
      return {
        data(data) {
          const received = readFrame(data, words);
          if (received.kind === 'fault') socket.close(received.status, received.why);
          else frame(received);
        },
        closed(closed) {
          if (events !== undefined) events.closed(closed);
          else fail(AgentError.of('unreachable', `the peer closed the connection with ${closed}`));
        },
      };
    };
    opener
      .open(address, { protocols, signal: controller.signal, begin })
      .catch((thrown: unknown) => fail(AgentError.from(thrown, 'unreachable')));
  });
}
