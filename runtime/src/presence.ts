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

const limit = 10_000;

/** @param patience milliseconds of silence after which an agent is lost. */
export function createPresenceTable(clock: Clock, patience: number): PresenceTable {
  const entries = new Map<string, PresenceEntry & { timer: Timer }>();
  const listeners: ((entry: PresenceEntry) => void)[] = [];
  const tell = (entry: PresenceEntry): void => {
    for (const listener of listeners) listener(entry);
  };
  const lose = (id: string): void => {
    const entry = entries.get(id);
    if (entry === undefined) return;
    const lost = { ...entry, state: 'lost' as const };
    entries.set(id, lost);
    tell(lost);
  };
  return {
    seen(party, figures) {
      const before = entries.get(party.agent_id);
      if (before === undefined && entries.size >= limit) return;
      before?.timer.cancel();
      const timer = clock.timer(patience, () => lose(party.agent_id));
      const entry = { party, state: 'present' as const, lastSeen: clock.now(), figures, timer };
      entries.set(party.agent_id, entry);
      if (before?.state !== 'present') tell(entry);
    },
    get: (agent_id) => entries.get(agent_id),
    get all() {
      return [...entries.values()];
    },
    onChange: (listener) => void listeners.push(listener),
    close() {
      for (const { timer } of entries.values()) timer.cancel();
    },
  };
}
