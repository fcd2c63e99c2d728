/** A call under way: awaitable for its reply, iterable for its updates, cancellable. */
import type { OperationTypes } from './contract.js';
import { AgentError, type Reason } from './error.js';
import type { Header } from './header.js';
import { createQueue } from './queue.js';

export type Result<T extends OperationTypes> =
  | { readonly ok: true; readonly value: T['reply']; readonly header: Header | undefined }
  | { readonly ok: false; readonly error: FailureOf<T> };

/**
 * `error.reason === 'task_conflict'` narrows `error.detail`, since every other reason is one of the closed registry. (A
 * peer of a later release may report a word that this one does not know: treat what no branch names by its `code`.)
 */
export type FailureOf<T extends OperationTypes> =
  | {
      [K in keyof T['errors'] & string]: AgentError & { readonly reason: K; readonly detail: T['errors'][K] };
    }[keyof T['errors'] & string]
  | (AgentError & { readonly reason: Reason });

export interface Call<T extends OperationTypes> extends PromiseLike<T['reply']> {
  /** The header that was sent: its ids are the call's. */
  readonly header: Header;
  /** Resolves when the other side has durably taken the message over. */
  readonly accepted: Promise<void>;
  /**
   * Updates before the reply, in order; ends with the reply, throws what the call throws. While nobody reads, 1,024 are
   * kept; whoever begins to read after more of them gets those, and then `overloaded`.
   */
  readonly updates: AsyncIterable<T['updates']>;
  /** The outcome as a value, never rejecting. */
  readonly result: Promise<Result<T>>;
  /** Tells the other side, where the transport can, and fails the call with `cancelled`. */
  cancel(why?: string): void;
}

/** What happens to a call, told from below. Nothing more is heard after `reply` or `fail`. */
export interface CallEvents<T extends OperationTypes> {
  accepted(): void;
  /** Waits for a caller who reads updates; one who does not misses those beyond 1,024. */
  update(value: T['updates']): Promise<void>;
  /** Waits for the reader of a stream. */
  item(value: T['reply']): Promise<void>;
  reply(value: T['reply'], header: Header | undefined): void;
  fail(error: AgentError): void;
}

export interface CallDriver<T extends OperationTypes> extends CallEvents<T> {
  readonly call: Call<T>;
}

const updateLimit = 1024;

export function createCall<T extends OperationTypes>(header: Header, cancel: (why: string) => void): CallDriver<T> {
  const accepted = withResolvers<void>();
  const result = withResolvers<Result<T>>();
  const updates = createQueue<T['updates']>(updateLimit);
  let missed = 0;
  // Whoever looks at none of these must not meet an unhandled rejection.
  accepted.promise.catch(() => undefined);

  const call: Call<T> = {
    header,
    accepted: accepted.promise,
    updates,
    result: result.promise,
    cancel: (why = 'cancelled by the caller') => cancel(why),
    then: (onValue, onError) =>
      result.promise
        .then((outcome) => {
          if (outcome.ok) return outcome.value;
          throw outcome.error;
        })
        .then(onValue, onError),
  };
  return {
    call,
    accepted: () => accepted.resolve(),
    async update(value) {
      if (!updates.push(value)) missed++;
      if (updates.read) await updates.room();
    },
    item: () => Promise.reject(new Error('bug: an item for a call that is no stream')),
    reply(value, replyHeader) {
      accepted.resolve();
      if (missed === 0) updates.end();
      else
        updates.fail(AgentError.of('overloaded', `${missed} updates came while nobody read`, { outcome: 'handled' }));
      result.resolve({ ok: true, value, header: replyHeader });
    },
    fail(error) {
      accepted.reject(error);
      updates.fail(error);
      // Its reason is a declared one, checked where it was reported, or one of the registry.
      result.resolve({ ok: false, error: error as FailureOf<T> });
    },
  };
}

export interface Resolvers<V> {
  readonly promise: Promise<V>;
  readonly resolve: (value: V) => void;
  readonly reject: (error: Error) => void;
}

// Promise.withResolvers is not in Node 20.
export function withResolvers<V>(): Resolvers<V> {
  let resolve: (value: V) => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<V>((onValue, onError) => {
    resolve = onValue;
    reject = onError;
  });
  return { promise, resolve, reject };
}
