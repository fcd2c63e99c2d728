/** The sessions of a server: each waits for a while when its connection breaks, with its work under way. */
import type { Timer, World } from '../../clock.js';
import { sessionChannel, type Channel } from './channel.js';
import { headOf, type ControlFrame } from './frame.js';
import { writePacket } from './packet.js';
import type { WindowLimits } from './replay-window.js';
import { createSession, type Session } from './session.js';
import { status } from './socket.js';
import { createWorks, type Works } from './works.js';
import type { ServerSocket } from './ws.js';

export interface SessionSettings {
  readonly world: World;
  readonly window: WindowLimits;
  readonly patience: number;
  /** Milliseconds that a session without a connection is kept. */
  readonly resumeWithin: number;
  /** Bytes of one envelope. */
  readonly limit: () => number;
  /** Sessions kept; the one that has waited longest makes room. */
  readonly maxSessions: number;
  readonly maxCalls: number;
}

export interface KeptSession {
  readonly id: string;
  readonly agentId: string;
  readonly session: Session;
  readonly channel: Channel;
  readonly works: Works;
  readonly socket: ServerSocket | undefined;
  /** Its connection is gone, for good or for a while. */
  left(forGood: boolean): void;
  /** Says goodbye and forgets everything. */
  end(code: number, why: string): void;
}

export interface Sessions {
  /** The session that a peer wants to carry on, or a new one where that is not known; the peer is told which. */
  resume(hello: Extract<ControlFrame, { kind: 'resume' }>, agentId: string, socket: ServerSocket): KeptSession;
  readonly all: Iterable<KeptSession>;
  /** Resolves when the peers of these have all that was sent to them. */
  settled(which: (session: KeptSession) => boolean): Promise<void>;
}

interface Entry extends KeptSession {
  attach(socket: ServerSocket, ack: number): boolean;
}

export function createSessions(settings: SessionSettings): Sessions {
  const sessions = new Map<string, Entry>();
  const watching = new Set<() => void>();
  const changed = (): void => {
    for (const look of watching) look();
  };
  const create = (agentId: string): Entry => {
    if (sessions.size >= settings.maxSessions)
      [...sessions.values()].find(({ socket }) => socket === undefined)?.end(status.normal, '');
    const forget = (): void => {
      sessions.delete(entry.id);
      changed();
    };
    const entry = createEntry(settings, agentId, forget, changed);
    sessions.set(entry.id, entry);
    return entry;
  };
  return {
    resume({ session: id, ack }, agentId, socket) {
      const known = id === undefined ? undefined : sessions.get(id);
      if (known?.agentId === agentId && known.attach(socket, ack)) return known;
      const fresh = create(agentId);
      fresh.attach(socket, 0);
      return fresh;
    },
    get all() {
      return [...sessions.values()];
    },
    settled(which) {
      const awaited = (): boolean => [...sessions.values()].some((one) => which(one) && one.session.unacknowledged > 0);
      return new Promise((resolve) => {
        const look = (): void => {
          if (awaited()) return;
          watching.delete(look);
          resolve();
        };
        watching.add(look);
        look();
      });
    },
  };
}

function createEntry(settings: SessionSettings, agentId: string, forget: () => void, settled: () => void): Entry {
  const { world, window, patience, resumeWithin, limit, maxCalls } = settings;
  let socket: ServerSocket | undefined;
  let timer: Timer | undefined;
  const session = createSession({
    clock: world.clock,
    limits: window,
    patience,
    stalled: () => end(status.tryAgainLater, 'nothing is taken'),
    settled,
  });
  const brake = (): void => socket?.hold(works.size >= maxCalls);
  const works = createWorks(brake);
  const end = (code: number, why: string): void => {
    const last = socket;
    socket = undefined;
    timer?.cancel();
    session.end();
    works.abandon();
    forget();
    last?.close(code, why);
  };
  const entry: Entry = {
    id: world.random.hex(16),
    agentId,
    session,
    channel: sessionChannel(session),
    works,
    get socket() {
      return socket;
    },
    attach(next, ack) {
      if (!session.reaches(ack)) return false;
      timer?.cancel();
      // A connection that broke without a word, or another that the same peer has opened since.
      const before = socket;
      socket = next;
      brake();
      before?.close(status.replaced, 'the session goes on elsewhere');
      const terms = { session: entry.id, ack: session.received, window: resumeWithin, limit: limit() };
      next.send(writePacket(headOf({ kind: 'resumed', terms })));
      return session.attach(next, ack);
    },
    left(forGood) {
      socket = undefined;
      session.detach();
      if (forGood) end(status.normal, '');
      else timer = world.clock.timer(resumeWithin, () => end(status.normal, ''));
    },
    end,
  };
  return entry;
}
