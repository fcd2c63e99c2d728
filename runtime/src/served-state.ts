/** What the layers of a served agent share. */
import type { World } from './clock.js';
import type { Agent } from './contract.js';
import type { DedupeStore } from './dedupe.js';
import type { Exchange } from './exchange.js';
import type { Party } from './header.js';
import type { MessageFactory } from './message-factory.js';
import type { PresenceTable } from './presence.js';
import type { Protection } from './protection.js';
import type { Slots } from './slots.js';
import type { TaskMemory } from './task-memory.js';
import type { TaskTable } from './tasks.js';
import type { AnyHandler } from './handlers.js';

export interface Limits {
  /** Bytes of one framed envelope (default 1 MiB). */
  readonly frame: number;
}

export interface ServedState {
  readonly agent: Agent;
  readonly party: Party;
  readonly world: World;
  readonly limits: Limits;
  readonly factory: MessageFactory;
  /** By operation name. */
  readonly handlers: ReadonlyMap<string, AnyHandler>;
  readonly tasks: TaskTable;
  readonly taskMemory: TaskMemory;
  readonly slots: Slots;
  /** Messages that were seen; undefined where copies are handled like any other. */
  readonly dedupe: DedupeStore | undefined;
  /** Signs what it answers; undefined where security is off. */
  readonly security: Protection | undefined;
  /** A stream may last for ever; those that only listen keep no task waiting. */
  readonly streamSlots: Slots;
  /** The onion of one item of a stream. */
  readonly openItem: (exchange: Exchange) => Promise<void>;
  /** Who was heard of, from heartbeats. */
  readonly peers: PresenceTable;
  /** This agent's own figures. */
  readonly presence: () => object;
  /** When the last message was handled, in milliseconds. */
  readonly touch: () => void;
}
