/**
 * A peer that knows the document's frames alone: `message`, `ping` and `pong`, and `error` from us. What it has under
 * way ends with its connection. On the path of a stream, all its messages are one.
 */
import type { Peer, Wire } from './connection.js';
import { literalChannel } from './channel.js';
import { unknownType } from './failure.js';
import { headOf, type MessageFrame } from './frame.js';
import { createLiteralStream, type LiteralStream } from './literal-stream.js';
import { writePacket } from './packet.js';
import { receive } from './receive.js';
import { status } from './socket.js';
import { createWorks, type Work } from './works.js';

export function literalPeer({ socket, settings, route, members, refuse }: Wire): Peer {
  const { clock, window, patience, maxCalls } = settings;
  const stalled = (): void => {
    refuse(status.tryAgainLater, 'nothing is taken');
    works.abandon();
  };
  const channel = literalChannel(socket, { clock, bytes: window.bytes, patience, stalled });
  let last = 0;
  let stream: LiteralStream | undefined;
  const brake = (): void => socket.hold(works.size >= maxCalls || stream?.behind === true);
  const works = createWorks(brake);

  const run = (message: MessageFrame, after?: () => void): void => {
    const places = members();
    if (places === undefined) return refuse(status.goingAway, 'the agent is gone');
    const re = ++last;
    works.run(re, stream?.intake, async (work: Work) => {
      await receive({ message, re, channel, encoding: 'json', members: places, work, ...operationOf(route) });
      after?.();
    });
  };
  const item = (message: MessageFrame): void => {
    if (stream === undefined) {
      stream = createLiteralStream(brake);
      run(stream.opening(message), () => refuse(status.normal, 'the stream is over'));
    }
    stream.push(message);
  };
  return {
    take({ frame }) {
      switch (frame.kind) {
        case 'message':
          if (!frame.body.json) return refuse(status.unsupportedData, 'binary on a connection of JSON');
          return route.operation === undefined ? run(frame) : item(frame);
        case 'unknown':
          return socket.send(writePacket(headOf({ kind: 'error', error: unknownType() })));
        default:
          // Frames of sessions, which such a peer has no use for.
          return undefined;
      }
    },
    gone: () => works.abandon(),
  };
}

function operationOf({ operation }: Wire['route']): Pick<Wire['route'], 'operation'> {
  return operation === undefined ? {} : { operation };
}
