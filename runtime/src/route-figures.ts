/** How many messages took which route, and how many had to go another way. */
import type { RouteEvent } from './directory.js';

export interface RouteFigures {
  readonly agent_type: string;
  readonly transport: string;
  /** Messages that were sent this way. */
  readonly taken: number;
  /** Of these, messages that had missed another route before. */
  readonly fallbacks: number;
  /** Messages that could not be sent this way. */
  readonly missed: number;
}

export interface RouteCounter {
  note(event: RouteEvent): void;
  read(): readonly RouteFigures[];
}

export function createRouteCounter(): RouteCounter {
  const rows = new Map<string, RouteFigures>();
  return {
    note({ kind, agent_type, transport, fallback }) {
      const key = `${agent_type} ${transport}`;
      const row = rows.get(key) ?? { agent_type, transport, taken: 0, fallbacks: 0, missed: 0 };
      const taken = kind === 'taken' ? 1 : 0;
      rows.set(key, {
        ...row,
        taken: row.taken + taken,
        fallbacks: row.fallbacks + (fallback ? taken : 0),
        missed: row.missed + 1 - taken,
      });
    },
    read: () => [...rows.values()],
  };
}
