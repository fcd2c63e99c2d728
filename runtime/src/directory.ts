/** By which ways an agent is reached: what the router asks, and what it tells. */
import type { Agent } from './contract.js';
import type { AgentError } from './error.js';
import type { Destination } from './header.js';
import type { RouteHealth } from './route-health.js';
import type { Transport } from './transport.js';

/** One way: a transport value that leads to an agent, or to one instance of it. */
export interface Route {
  readonly transport: Transport;
}

export interface Ways {
  /** One of these is enough, best first. */
  readonly any: readonly Route[];
  /** A broadcast, where none of `any` could be taken: every one of these, each by the first of its ways that leads there. */
  readonly each: readonly (readonly Route[])[];
}

/** What became of a message on one route. */
export interface RouteEvent {
  /** `missed`: it was surely not taken there, or may be sent again, and another way is tried where there is one. */
  readonly kind: 'taken' | 'missed';
  readonly agent_type: string;
  readonly operation: string;
  readonly message_id: string;
  readonly transport: string;
  /** Whether another route had been missed before. */
  readonly fallback: boolean;
  /** Why it was missed. */
  readonly error?: AgentError;
}

export interface Directory {
  readonly kind: 'directory';
  ways(agent: Agent, destination: Destination): Ways;
  /** Whether all instances of a type share what they have seen: what may have arrived may then be sent by another way. */
  remembers(agent: Agent): boolean;
  readonly health: RouteHealth;
  note(event: RouteEvent): void;
}

/** What `connect` is given as `over`. */
export type Over = Transport | readonly Transport[] | Directory;

export function directoryOf(over: Over, health: RouteHealth): Directory {
  if ('kind' in over) return over;
  const routes = [over].flat().map((transport) => ({ transport }));
  return {
    kind: 'directory',
    ways: () => ({ any: routes, each: [] }),
    remembers: () => false,
    health,
    note: () => undefined,
  };
}
