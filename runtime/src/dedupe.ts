/**
 * Messages that were seen (security.md section 4): reserved before the handler runs, completed with its answer, released
 * where it failed. A copy of a message that is done gets the same answer; a copy of one under way waits for it.
 */
import { known, type Exchange } from './exchange.js';
import type { Frame, TransportHeaders } from './transport.js';

/** What a copy of the message is answered with. */
export type KeptAnswer =
  | { readonly kind: 'reply'; readonly frame: Frame }
  /** Of a one-way message. */
  | { readonly kind: 'done' }
  /** A declared error, as `writeFailure` puts it. */
  | { readonly kind: 'error'; readonly headers: TransportHeaders; readonly body: Uint8Array }
  /** Too long to keep, or a stream. */
  | { readonly kind: 'gone' };

export type Reservation =
  /** The caller of `reserve` is the first and has to complete or release it. */
  | { readonly kind: 'fresh' }
  /** Another is at it; `settled` resolves when it is completed or released, and never rejects. */
  | { readonly kind: 'reserved'; readonly settled: Promise<void> }
  | { readonly kind: 'done'; readonly answer: KeptAnswer };

/**
 * One per agent type, shared by its transports; by its instances too, where the store outlives the process. Every method
 * may reject with `replay_store_unavailable`: the message is then not taken.
 */
export interface DedupeStore {
  /** Whether a record of this message is kept. */
  has(key: string): Promise<boolean>;
  /** @param until when no copy of the message can be accepted any more, in milliseconds since the epoch. */
  reserve(key: string, until: number): Promise<Reservation>;
  complete(key: string, answer: KeptAnswer): Promise<void>;
  release(key: string): Promise<void>;
}

/** (source agent, message_id); a broadcast is each instance's own. */
export function dedupeKey({ header, state }: Pick<Exchange, 'header' | 'state'>): string {
  const { source, message_id, destination } = known(header, 'opened the frame');
  const own = destination.broadcast ? ` ${state.party.agent_id}` : '';
  return `${source.agent_id} ${message_id}${own}`;
}
