/**
 * The state of one side that outlives its connections: numbers given and received, frames that the peer may not have.
 * Whatever connection it is attached to, each frame that counts arrives once and in order.
 */
import type { Clock, Timer } from '../../clock.js';
import { headOf, type MessageFrame, type NoteFrame, type Received } from './frame.js';
import { writePacket, type Fault } from './packet.js';
import { createReplayWindow, type WindowLimits } from './replay-window.js';
import type { Socket } from './socket.js';
import { violation } from './read-frame.js';

export interface SessionOptions {
  readonly clock: Clock;
  readonly limits: WindowLimits;
  /** Milliseconds that a full window may stand still on an open connection. */
  readonly patience: number;
  /** The peer takes nothing any more. */
  readonly stalled: () => void;
  /** The peer has everything. */
  readonly settled?: () => void;
}

export interface Session {
  /** The last number received. */
  readonly received: number;
  /** Frames that the peer has not acknowledged. */
  readonly unacknowledged: number;
  /** More of them would be too many. */
  readonly full: boolean;
  /** Numbers a frame, keeps it and sends it, whether there is room or not; its number. */
  send(frame: MessageFrame | NoteFrame): number;
  /**
   * Sends as soon as the window has room, in the order given; `sent` is told the number at that moment. Resolves with
   * it, 0 where the session is over; rejects with the signal's reason where that aborts first.
   */
  deliver(frame: MessageFrame | NoteFrame, signal?: AbortSignal, sent?: (seq: number) => void): Promise<number>;
  /** Whether a frame that has come is the next one, or one known from an earlier connection. */
  take(received: Received): 'new' | 'known' | Fault;
  /** Whether a peer that has received up to `ack` can go on. */
  reaches(ack: number): boolean;
  /** Goes on over this socket, whose peer has received up to `ack`. False where the two do not fit together. */
  attach(socket: Socket, ack: number): boolean;
  detach(): void;
  /** Forgets everything and lets go of those who wait for room. */
  end(): void;
}

/** Acknowledgements go along with other frames; alone they are sent after this many frames or milliseconds. */
const ackEvery = 32;
const ackDelay = 50;

export function createSession({ clock, limits, patience, stalled, settled }: SessionOptions): Session {
  const window = createReplayWindow(limits);
  const waiting: (() => void)[] = [];
  let socket: Socket | undefined;
  let received = 0;
  let acknowledged = 0;
  let over = false;
  let ackTimer: Timer | undefined;
  let stallTimer: Timer | undefined;

  const acknowledge = (): void => {
    ackTimer?.cancel();
    ackTimer = undefined;
    if (socket === undefined || acknowledged === received) return;
    acknowledged = received;
    socket.send(writePacket(headOf({ kind: 'ack', ack: received })));
  };
  const watch = (): void => {
    stallTimer?.cancel();
    stallTimer = waiting.length > 0 && socket !== undefined ? clock.timer(patience, stalled) : undefined;
  };
  const send = (frame: MessageFrame | NoteFrame): number => {
    if (over) return 0;
    const data = window.add((seq) => {
      acknowledged = received;
      const body = frame.kind === 'message' ? frame.body : undefined;
      return writePacket({ ...headOf(frame), seq, ...(received === 0 ? {} : { ack: received }) }, body);
    });
    socket?.send(data);
    return window.last;
  };
  const mayGo = (): boolean => over || !window.full;
  const admit = (): void => {
    while (waiting.length > 0 && mayGo()) waiting.shift()?.();
  };

  return {
    get received() {
      return received;
    },
    get unacknowledged() {
      return window.size;
    },
    get full() {
      return window.full;
    },
    send,
    deliver(frame, signal, sent) {
      const go = (): number => {
        const seq = send(frame);
        if (seq > 0) sent?.(seq);
        return seq;
      };
      if (over || (waiting.length === 0 && mayGo())) return Promise.resolve(go());
      return new Promise((resolve, reject) => {
        const enter = (): void => {
          signal?.removeEventListener('abort', leave);
          resolve(go());
        };
        const leave = (): void => {
          waiting.splice(waiting.indexOf(enter), 1);
          reject(signal?.reason as Error);
        };
        if (signal?.aborted === true) return reject(signal.reason as Error);
        signal?.addEventListener('abort', leave, { once: true });
        waiting.push(enter);
        if (waiting.length === 1) watch();
      });
    },
    take({ seq, ack }) {
      if (ack !== undefined) {
        const before = window.size;
        if (!window.trim(ack)) return violation('an acknowledgement of what was never sent');
        admit();
        if (window.size < before) watch();
        if (window.size === 0) settled?.();
      }
      if (seq === undefined) return 'new';
      if (seq <= received) return 'known';
      if (seq > received + 1) return violation(`frame ${seq} after ${received}`);
      received = seq;
      if (received - acknowledged >= ackEvery) acknowledge();
      else ackTimer ??= clock.timer(ackDelay, acknowledge);
      return 'new';
    },
    reaches: window.reaches,
    attach(next, ack) {
      if (!window.reaches(ack)) return false;
      window.trim(ack);
      socket = next;
      for (const data of window.kept()) next.send(data);
      admit();
      watch();
      return true;
    },
    detach() {
      socket = undefined;
      watch();
    },
    end() {
      over = true;
      socket = undefined;
      ackTimer?.cancel();
      admit();
      watch();
    },
  };
}
