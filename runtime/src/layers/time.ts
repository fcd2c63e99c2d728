import { dedupeKey } from '../dedupe.js';
import { AgentError } from '../error.js';
import { known, type Layer } from '../exchange.js';
import type { Header } from '../header.js';

/** Clocks may differ by this much (security.md section 4), in milliseconds. */
export const skew = 60_000;

/** Not from the future, and its ttl not run out: whatever may still start may be handled (rulings: ttl, timeout). */
export const checkTime: Layer = async (exchange, next) => {
  const header = known(exchange.header, 'opened the frame');
  const now = exchange.clock.now();
  const sent = header.timestamp.getTime();
  if (sent > now + skew) {
    throw AgentError.of('clock_skew', `the message is from the future; here it is ${new Date(now).toISOString()}`, {
      path: '/header/timestamp',
    });
  }
  // A copy of one that was taken in time may still learn how that one ended.
  if (now > startLimitOf(exchange) && !(await exchange.state.dedupe?.has(dedupeKey(exchange)))) throw expired();
  await next();
};

/** Until when a handler may start, in milliseconds: ttl and deadline bound the wait for a free slot as well. */
export function startLimitOf(exchange: Timed & { readonly header?: Header }): number {
  const { timestamp, routing } = known(exchange.header, 'opened the frame');
  return Math.min(timestamp.getTime() + routing.ttl * 1000 + skew, deadlineOf(exchange));
}

export function expired(): AgentError {
  return AgentError.of('expired', 'the message ran out of time before a handler started', {
    outcome: 'expired',
    path: '/header/routing/ttl',
  });
}

interface Timed {
  readonly header?: { readonly routing: { readonly deadline?: Date | undefined } };
  readonly inbound: { readonly deadline?: number };
}

/** The smaller of the envelope's deadline and the transport's. */
export function deadlineOf(exchange: Timed): number {
  return Math.min(exchange.header?.routing.deadline?.getTime() ?? Infinity, exchange.inbound.deadline ?? Infinity);
}
