import type { Transport } from '../transport.js';
import { memory } from '../transports/memory/index.js';

/** What another mock agent needs to know of one that listens. */
export interface Neighbour {
  readonly agent_id: string;
  readonly agent_type: string;
  readonly ready: Promise<void>;
  readonly addresses: Readonly<Record<string, string>>;
}

/** Where mock agents listen that were told nothing else. */
export const everywhere: Transport = memory();

const listening = new WeakMap<Transport, Map<string, Neighbour>>();

/** Who listens on a transport, by id. */
export function neighboursOn(transport: Transport): Map<string, Neighbour> {
  const here = listening.get(transport) ?? new Map<string, Neighbour>();
  listening.set(transport, here);
  return here;
}
