/** Who is there, from their heartbeats: an agent that stays silent for three intervals is lost (wire.md, "Heartbeats"). */
import type { Clock, Timer } from './clock.js';
import type { Party } from './header.js';

export interface PresenceEntry {
  readonly party: Party;
  readonly state: 'present' | 'lost';
  /** Milliseconds since the epoch. */
  readonly lastSeen: number;
  /** What its last heartbeat said. */
  readonly figures: unknown;
}

export interface PresenceTable {
  seen(party: Party, figures: unknown): void;
  get(agent_id: string): PresenceEntry | undefined;
  readonly all: readonly PresenceEntry[];
  /** Called when an agent appears, comes back or is lost. */
  onChange(listener: (entry: PresenceEntry) => void): void;
  close(): void;
}

/** Between two heartbeats where the protocol does not say it, in milliseconds. */
export const usualInterval = 10_000;

/** Agents that are remembered, the lost ones included. */
const limit = 10_000;
/** An agent may beat more slowly than the protocol says; beyond this the pause was an absence, in milliseconds. */
const longestInterval = 600_000;

interface Entry extends PresenceEntry {
  readonly timer: Timer;
}

/** @param interval what the protocol says between two heartbeats, in milliseconds; an agent's own pace may be slower. */
export function createPresenceTable(clock: Clock, interval: number): PresenceTable {
  // In the order of their last change, so that the lost who were lost first come first.
  const present = new Map<string, Entry>();
  const lost = new Map<string, Entry>();
  const listeners: ((entry: PresenceEntry) => void)[] = [];
  const tell = ({ party, state, lastSeen, figures }: Entry): void => {
    for (const listener of listeners) listener({ party, state, lastSeen, figures });
  };
  const lose = (id: string): void => {
    const entry = present.get(id);
    if (entry === undefined) return;
    const gone = { ...entry, state: 'lost' as const };
    present.delete(id);
    lost.set(id, gone);
    tell(gone);
  };
  const find = (id: string): Entry | undefined => present.get(id) ?? lost.get(id);
  /** False where all are present: strangers do not push out whom we know. */
  const makeRoom = (): boolean => {
    if (present.size + lost.size < limit) return true;
    const [oldest] = lost.keys();
    return oldest !== undefined && lost.delete(oldest);
  };
  return {
    seen(party, figures) {
      const id = party.agent_id;
      const before = find(id);
      if (before === undefined && !makeRoom()) return;
      before?.timer.cancel();
      const now = clock.now();
      const pause = before === undefined ? 0 : now - before.lastSeen;
      const own = pause > longestInterval ? interval : Math.max(interval, pause);
      const timer = clock.timer(3 * own, () => lose(id));
      const entry: Entry = { party, state: 'present', lastSeen: now, figures, timer };
      lost.delete(id);
      present.set(id, entry);
      if (before?.state !== 'present') tell(entry);
    },
    get: find,
    get all() {
      return [...present.values(), ...lost.values()];
    },
    onChange: (listener) => void listeners.push(listener),
    close() {
      for (const { timer } of present.values()) timer.cancel();
    },
  };
}
