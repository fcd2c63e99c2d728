/** A peer with a session: its first frame is `resume`, the answer `resumed`; frames that count are numbered. */
import type { Encoding } from '../../codec/codec.js';
import { createIntake } from '../../flow.js';
import type { Peer, Wire } from './connection.js';
import { unknownType } from './failure.js';
import type { Frame, MessageFrame, Received } from './frame.js';
import { receive } from './receive.js';
import type { KeptSession } from './sessions.js';
import { status } from './socket.js';

export function sessionPeer(wire: Wire, encoding: Encoding): Peer {
  const { socket, settings, sessions, route, refuse } = wire;
  let kept: KeptSession | undefined;
  const handshake = settings.clock.timer(settings.handshakeTimeout, () =>
    refuse(status.policy, 'no resume frame in time'),
  );
  return {
    take(received) {
      const { frame } = received;
      if (kept === undefined) {
        if (frame.kind !== 'resume') return refuse(status.protocolError, 'expected resume');
        handshake.cancel();
        kept = sessions.resume(frame, route.agentId, socket);
        return;
      }
      // It goes on over another connection.
      if (kept.socket !== socket) return;
      if (mustCount(frame) && received.seq === undefined)
        return refuse(status.protocolError, `a ${frame.kind} frame without seq`);
      const taken = kept.session.take(received);
      if (taken === 'known') return;
      if (taken === 'new') react(wire, kept, encoding, received);
      else refuse(taken.status, taken.why);
    },
    gone(forGood) {
      handshake.cancel();
      if (kept?.socket === socket) kept.left(forGood);
    },
  };
}

/** What is not numbered could be done twice. */
function mustCount({ kind }: Frame): boolean {
  return kind === 'message' || kind === 'cancel' || kind === 'end' || kind === 'credit';
}

function react(wire: Wire, kept: KeptSession, encoding: Encoding, { frame, seq = 0 }: Received): void {
  const { works, session } = kept;
  switch (frame.kind) {
    case 'message':
      return message(wire, kept, encoding, frame, seq);
    case 'cancel':
      return works.cancel(frame.re);
    case 'end':
      return works.get(frame.re)?.intake?.end();
    case 'credit':
      return works.get(frame.re)?.credit.grant(frame.credit);
    case 'unknown':
      if (session.full) return wire.refuse(status.tryAgainLater, 'nothing is taken');
      // The connection lives on: a later release may know more.
      return void session.send({ kind: 'error', error: unknownType() });
    case 'accepted':
    case 'done':
    case 'error':
    case 'resume':
    case 'resumed':
      return wire.refuse(status.protocolError, `${frame.kind} is out of place`);
    case 'ping':
    case 'pong':
    case 'ack':
      return undefined;
  }
}

function message(
  { members, refuse }: Wire,
  { works, channel }: KeptSession,
  encoding: Encoding,
  frame: MessageFrame,
  seq: number,
): void {
  const { body, headers, role, re = 0 } = frame;
  if (!body.json && encoding === 'json') return refuse(status.unsupportedData, 'binary on a connection of JSON');
  switch (role) {
    case 'request':
    case 'open': {
      const places = members();
      if (places === undefined) return refuse(status.goingAway, 'the agent is gone');
      const grant = (credit: number): void => void channel.deliver({ kind: 'credit', re: seq, credit });
      const intake = role === 'open' ? createIntake(grant) : undefined;
      return works.run(seq, intake, (work) =>
        receive({ message: frame, re: seq, channel, encoding, members: places, work }),
      );
    }
    case 'item':
      return works.get(re)?.intake?.push({ encoding: body.json ? 'json' : encoding, body: body.bytes, headers });
    case 'update':
    case 'reply':
      return refuse(status.protocolError, `${role} is out of place`);
  }
}
