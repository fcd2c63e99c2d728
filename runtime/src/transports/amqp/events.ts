/** What happens to the connections of this transport, for whoever watches. */
import type { AgentError } from '../../error.js';

export type AmqpEvent =
  | { readonly kind: 'connected' }
  /** What was not confirmed is published again on the next connection. */
  | { readonly kind: 'lost'; readonly why: Error }
  /** A try to connect again failed; there will be another. */
  | { readonly kind: 'unreachable'; readonly why: AgentError }
  /** The broker is short of memory or disk; sends wait. */
  | { readonly kind: 'blocked'; readonly reason: string }
  | { readonly kind: 'unblocked' }
  /** The broker ended a consumer; it is started again. */
  | { readonly kind: 'consumer-cancelled'; readonly queue: string };

export interface AmqpEvents {
  tell(event: AmqpEvent): void;
}
