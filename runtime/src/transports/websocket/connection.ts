/** One connection of a server, from its first frame to its last: it carries a session, or the document's frames alone. */
import type { Clock } from '../../clock.js';
import type { Encoding } from '../../codec/codec.js';
import { AgentError } from '../../error.js';
import { createIntake } from '../../flow.js';
import type { Members } from './addressing.js';
import { encodingOf, wordsOf } from './binding.js';
import { literalChannel, type Channel } from './channel.js';
import { writeError } from './failure.js';
import { headOf, readFrame, type Frame, type MessageFrame, type Received } from './frame.js';
import { keepAlive } from './keepalive.js';
import type { WindowLimits } from './replay-window.js';
import { writePacket, type Data } from './packet.js';
import { createRate } from './rate.js';
import { receive } from './receive.js';
import type { KeptSession, Sessions } from './sessions.js';
import { status } from './socket.js';
import { createWorks, type Works } from './works.js';
import type { ServerSocket, ServerSocketEvents } from './ws.js';

export interface ConnectionSettings {
  readonly clock: Clock;
  readonly handshakeTimeout: number;
  readonly pingInterval: number;
  readonly patience: number;
  readonly window: WindowLimits;
  readonly maxCalls: number;
}

export interface ConnectionParts {
  readonly socket: ServerSocket;
  readonly settings: ConnectionSettings;
  /** The `{agent_id}` of its path. */
  readonly agentId: string;
  /** Whom that means now; none when all of them are gone. */
  readonly members: () => Members | undefined;
  readonly sessions: Sessions;
  readonly closed: () => void;
}

/** Pings of either kind that a peer may send in a second. */
const pingsPerSecond = 10;

export function beginConnection(parts: ConnectionParts): ServerSocketEvents {
  const { socket, settings, sessions } = parts;
  const { clock } = settings;
  const encoding = encodingOf(socket.protocol);
  const words = wordsOf((parts.members() ?? []).map(({ host }) => host.agent));
  const pings = createRate(clock, pingsPerSecond);
  let kept: KeptSession | undefined;
  let refused = false;

  const encodingOfBody = ({ body }: MessageFrame): Encoding => (body.json ? 'json' : (encoding ?? 'json'));
  const refuse = (code: number, why: string): void => {
    refused = true;
    socket.close(code, why);
  };
  const own = encoding === undefined ? literalWorks(parts) : undefined;
  const handshake =
    encoding === undefined
      ? undefined
      : clock.timer(settings.handshakeTimeout, () => refuse(status.policy, 'no resume frame in time'));
  const alive = keepAlive(
    clock,
    settings.pingInterval,
    () => socket.ping(),
    () => socket.destroy(),
  );

  const request = (frame: MessageFrame, re: number): void => {
    const members = parts.members();
    const target = kept ?? own;
    if (target === undefined) return refuse(status.protocolError, 'a message before resume');
    if (members === undefined) return refuse(status.goingAway, 'the agent is gone');
    if (!frame.body.json && (encoding ?? 'json') === 'json') return refuse(status.unsupportedData, 'binary in JSON');
    const { channel, works } = target;
    const grant = (credit: number): void => void channel.deliver({ kind: 'credit', re, credit });
    works.run(re, frame.role === 'open' ? createIntake(grant) : undefined, (work) =>
      receive({ message: frame, re, channel, encoding: encoding ?? 'json', members, work }),
    );
  };
  const message = (frame: MessageFrame, seq: number): void => {
    switch (frame.role) {
      case 'request':
      case 'open':
        return request(frame, seq);
      case 'item': {
        const enveloped = { encoding: encodingOfBody(frame), body: frame.body.bytes, headers: frame.headers };
        return kept?.works.get(frame.re ?? 0)?.intake?.push(enveloped);
      }
      case 'update':
      case 'reply':
        return refuse(status.protocolError, `${frame.role} is for clients`);
    }
  };
  const react = (frame: Frame, seq: number): void => {
    switch (frame.kind) {
      case 'ping':
        if (!pings.hit()) return refuse(status.policy, `more than ${pingsPerSecond} pings a second`);
        return socket.send(writePacket(headOf({ kind: 'pong', timestamp: frame.timestamp })));
      case 'message':
        return message(frame, seq);
      case 'cancel':
        return kept?.works.cancel(frame.re);
      case 'end':
        return kept?.works.get(frame.re)?.intake?.end();
      case 'credit':
        return kept?.works.get(frame.re)?.credit.grant(frame.credit);
      case 'resume': {
        if (encoding === undefined || kept !== undefined) return refuse(status.protocolError, 'resume out of place');
        handshake?.cancel();
        kept = sessions.resume(frame, parts.agentId, socket);
        return undefined;
      }
      case 'unknown':
        return tellUnknown(socket, kept);
      case 'accepted':
      case 'done':
      case 'error':
      case 'resumed':
        return refuse(status.protocolError, `${frame.kind} is for clients`);
      case 'pong':
      case 'ack':
        return undefined;
    }
  };
  const take = (received: Received): void => {
    if (kept === undefined) {
      // A peer without a session may number its frames or not.
      const seq = own === undefined ? 0 : own.next();
      return react(received.frame, seq);
    }
    if (kept.socket !== socket) return;
    const taken = kept.session.take(received);
    if (typeof taken !== 'string') return refuse(taken.status, taken.why);
    if (taken === 'known') return;
    if (received.frame.kind === 'message' && received.seq === undefined)
      return refuse(status.protocolError, 'a message without seq');
    react(received.frame, received.seq ?? 0);
  };

  return {
    data(data: Data) {
      alive.heard();
      // After a goodbye, what is still on its way means nothing.
      if (refused) return;
      if (socket.buffered > settings.window.bytes * 2) return refuse(status.tryAgainLater, 'nothing is taken');
      const received = readFrame(data, words);
      if (received.kind === 'fault') refuse(received.status, received.why);
      else take(received);
    },
    closed(code) {
      handshake?.cancel();
      alive.stop();
      own?.works.abandon();
      if (kept?.socket === socket) kept.left(refused || code === status.normal || code === status.goingAway);
      parts.closed();
    },
    pinged() {
      alive.heard();
      if (!pings.hit()) refuse(status.policy, `more than ${pingsPerSecond} pings a second`);
    },
    ponged: () => alive.heard(),
  };
}

interface LiteralWorks {
  readonly channel: Channel;
  readonly works: Works;
  next(): number;
}

function literalWorks({ socket, settings }: ConnectionParts): LiteralWorks {
  const { clock, window, patience, maxCalls } = settings;
  let last = 0;
  const works = createWorks(() => (works.size >= maxCalls ? socket.pause() : socket.resume()));
  return {
    channel: literalChannel(socket, { clock, bytes: window.bytes, patience }),
    works,
    next: () => ++last,
  };
}

/** The connection lives on: a later release may know more. */
function tellUnknown(socket: ServerSocket, kept: KeptSession | undefined): void {
  const error = writeError(AgentError.of('message_type_unknown', 'no frame has this type', { path: '/type' }));
  if (kept === undefined) socket.send(writePacket(headOf({ kind: 'error', error })));
  else kept.session.send({ kind: 'error', error });
}
