/** Streams (wire.md section 3): each item is a whole message, numbered within its stream, so that none goes missing. */
import type { Items, OperationFacts } from './contract.js';
import { AgentError, type Reason } from './error.js';
import type { Header } from './header.js';

/** Whether the caller sends a stream in place of one request. */
export function takesStream({ stream }: OperationFacts): boolean {
  return stream === 'client' || stream === 'both';
}

/** Whether the agent sends a stream in place of one reply. */
export function givesStream({ stream }: OperationFacts): boolean {
  return stream === 'server' || stream === 'both';
}

/** Where an item stands: the `message_id` that opened its stream, and its number in it, from 1. */
const names = { stream: 'aw.stream', seq: 'aw.seq' } as const;

export function placeOf(opening: Header, seq: number): Record<string, string> {
  return { [names.stream]: opening.message_id, [names.seq]: String(seq) };
}

/**
 * A peer that numbers nothing is trusted with the order of its transport.
 * @throws {AgentError} `reason` where the item belongs to another stream or another place.
 */
export function checkPlace({ extensions }: Header, opening: Header, seq: number, reason: Reason): void {
  const stream = extensions?.[names.stream];
  const number = extensions?.[names.seq];
  if (stream !== undefined && stream !== opening.message_id)
    throw AgentError.of(reason, 'the item is of another stream', { path: `/header/extensions/${names.stream}` });
  if (number !== undefined && number !== String(seq))
    throw AgentError.of(reason, `the item is not number ${seq} of its stream`, {
      path: `/header/extensions/${names.seq}`,
    });
}

export function iteratorOf<T>(source: Items<T>): AsyncIterator<T> {
  if (Symbol.asyncIterator in source) return source[Symbol.asyncIterator]();
  const iterator = source[Symbol.iterator]();
  return {
    next: () => Promise.resolve(iterator.next()),
    return: () => Promise.resolve(iterator.return?.() ?? { done: true, value: undefined }),
  };
}

/** Tells a source that nobody wants more of it; it may take its time, and what it has to say no longer matters. */
export function letGo(iterator: AsyncIterator<unknown>): void {
  iterator.return?.().catch(() => undefined);
}
