/** The way back to one peer: over its session, or in the document's frames alone. */
import type { Clock } from '../../clock.js';
import { messageWord } from './binding.js';
import { headOf, type MessageFrame, type NoteFrame } from './frame.js';
import { writePacket, type Data } from './packet.js';
import type { Session } from './session.js';
import type { Socket } from './socket.js';

export interface Channel {
  /** Resolves when the transport has taken the frame, or the peer is gone. */
  deliver(frame: MessageFrame | NoteFrame): Promise<void>;
}

export function sessionChannel(session: Session): Channel {
  return {
    async deliver(frame) {
      await session.deliver(frame);
    },
  };
}

export interface LiteralOptions {
  readonly clock: Clock;
  /** Bytes that may wait for the network before senders do. */
  readonly bytes: number;
  readonly patience: number;
  /** The peer takes nothing any more. */
  readonly stalled: () => void;
}

/** `message` and `error` frames; a peer that knows no more is told no more. */
export function literalChannel(socket: Socket, { clock, bytes, patience, stalled }: LiteralOptions): Channel {
  return {
    deliver(frame) {
      const data = literalOf(frame);
      if (data === undefined) return Promise.resolve();
      if (socket.open && socket.buffered + data.bytes.length <= bytes) {
        socket.send(data);
        return Promise.resolve();
      }
      return new Promise((resolve) => {
        const timer = clock.timer(patience, stalled);
        socket.send(data, () => {
          timer.cancel();
          resolve();
        });
      });
    },
  };
}

function literalOf(frame: MessageFrame | NoteFrame): Data | undefined {
  switch (frame.kind) {
    case 'message':
      return writePacket({ type: messageWord }, frame.body);
    case 'error': {
      const { re: _, ...members } = headOf(frame);
      return writePacket(members);
    }
    case 'accepted':
    case 'credit':
    case 'done':
    case 'end':
    case 'cancel':
      return undefined;
  }
}
