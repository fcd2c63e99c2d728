/** A call whose agent answers with a stream: iterable for its items, cancellable. */
import { withResolvers, type CallEvents, type FailureOf } from './call.js';
import type { OperationTypes } from './contract.js';
import type { AgentError } from './error.js';
import type { Header } from './header.js';
import { createQueue } from './queue.js';

export type StreamResult<T extends OperationTypes> =
  { readonly ok: true } | { readonly ok: false; readonly error: FailureOf<T> };

/**
 * Its items in order, for one reader; the agent goes on as fast as that one reads. Leaving the loop early cancels the
 * call. The loop throws what the call throws, after the items that came before.
 * @example for await (const event of gap.streamEvents(own)) show(event);
 */
export interface StreamCall<T extends OperationTypes> extends AsyncIterable<T['reply']> {
  /** The header that was sent: its ids are the call's. */
  readonly header: Header;
  /** Resolves when the other side has durably taken the call over. */
  readonly accepted: Promise<void>;
  /** How the stream ended, never rejecting. */
  readonly result: Promise<StreamResult<T>>;
  /** Tells the other side, where the transport can, and ends the stream with `cancelled`. */
  cancel(why?: string): void;
}

export interface StreamDriver<T extends OperationTypes> extends CallEvents<T> {
  readonly call: StreamCall<T>;
}

/** Items that wait for their reader; beyond them the transport waits. */
const itemLimit = 16;

export function createStreamCall<T extends OperationTypes>(
  header: Header,
  cancel: (why: string) => void,
): StreamDriver<T> {
  const accepted = withResolvers<void>();
  const result = withResolvers<StreamResult<T>>();
  const items = createQueue<T['reply']>(itemLimit);
  // Whoever looks at none of these must not meet an unhandled rejection.
  accepted.promise.catch(() => undefined);

  const call: StreamCall<T> = {
    header,
    accepted: accepted.promise,
    result: result.promise,
    cancel: (why = 'cancelled by the caller') => cancel(why),
    [Symbol.asyncIterator]() {
      const iterator = items[Symbol.asyncIterator]();
      return {
        next: () => iterator.next(),
        async return() {
          await iterator.return?.();
          cancel('the reader has left');
          return { done: true, value: undefined };
        },
      };
    },
  };
  return {
    call,
    accepted: () => accepted.resolve(),
    update: () => Promise.reject(new Error('bug: an update for a stream')),
    async item(value) {
      if (!items.push(value)) throw new Error('bug: a transport has not waited for the reader of a stream');
      await items.room();
    },
    reply() {
      accepted.resolve();
      items.end();
      result.resolve({ ok: true });
    },
    fail(error: AgentError) {
      accepted.reject(error);
      items.fail(error);
      // Its reason is a declared one, checked where it was reported, or one of the registry.
      result.resolve({ ok: false, error: error as FailureOf<T> });
    },
  };
}
