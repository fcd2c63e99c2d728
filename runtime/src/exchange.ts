/** One message on its way through a served agent: what is known of it grows from layer to layer. */
import type { Clock } from './clock.js';
import type { OperationFacts } from './contract.js';
import type { Parts } from './envelope/format.js';
import type { Header } from './header.js';
import type { ServedState } from './served-state.js';
import type { Inbound } from './transport.js';

export interface Exchange {
  /** A layer may put an answer of its own before the transport's. */
  inbound: Inbound;
  readonly state: ServedState;
  readonly clock: Clock;
  /** Of an item: the header that opened its stream, and the item's place in it, from 1. */
  readonly within?: { readonly opening: Header; readonly seq: number };
  /** After `openFrame`. */
  parts?: Parts;
  header?: Header;
  /** After `findOperation`. */
  operation?: OperationFacts;
  /** After a signature was verified: what whoever sent it may do. */
  permissions?: ReadonlySet<string>;
  /** Once nothing is left to prove, where security is on. */
  proven?: true;
  /** After `decodeData`. */
  data?: unknown;
  metadata?: unknown;
  /** Once the handler runs: settles when it has ended, also where nobody waits for it any more. */
  handling?: Promise<unknown>;
}

/** One skin of the onion. A layer that refuses throws an `AgentError`; the rest is then not run. */
export type Layer = (exchange: Exchange, next: () => Promise<void>) => Promise<void>;

/** What an inner layer may rely on because an outer one ran. */
export function known<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`bug: the onion has not ${what} yet`);
  return value;
}

export function compose(layers: readonly Layer[]): (exchange: Exchange) => Promise<void> {
  return (exchange) => {
    const run = (index: number): Promise<void> => {
      const layer = layers[index];
      return layer === undefined ? Promise.resolve() : layer(exchange, () => run(index + 1));
    };
    return run(0);
  };
}
