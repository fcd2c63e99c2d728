/** What `connect` gives: a method per operation. */
import type { Call } from './call.js';
import type { Items, Operation, Operations, OperationTypes } from './contract.js';
import type { Duration } from './duration.js';
import type { StreamCall } from './stream-call.js';

export interface CallOptions<T extends OperationTypes = OperationTypes> {
  readonly metadata?: T['metadata'];
  /** How long the whole call may take (default: the operation's, else 30 s; a stream lasts until it ends). */
  readonly deadline?: Duration;
  /** How long until a handler must have started (default 300 s). */
  readonly ttl?: Duration;
  readonly priority?: string;
  readonly signal?: AbortSignal;
  /** To one instance by id; default: the connection's `to`, else any instance of the type. */
  readonly to?: string;
  /** To every instance of the type. */
  readonly broadcast?: boolean;
  readonly extensions?: Record<string, string>;
}

export type Client<O extends Operations> = {
  readonly [K in keyof O]: Method<O[K]>;
} & {
  /** Calls under way may end within `grace` (default 0), others with `cancelled`; then it lets go of its transports. */
  close(grace?: Duration): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
};

/** What stands for the request is a stream where the caller streams, what comes back where the agent does. */
export type Method<P> =
  P extends Operation<infer T>
    ? T extends { readonly stream: 'both' }
      ? (items?: Items<T['input']>, options?: CallOptions<T>) => StreamCall<T>
      : T extends { readonly stream: 'server' }
        ? (data: T['input'], options?: CallOptions<T>) => StreamCall<T>
        : T extends { readonly stream: 'client' }
          ? (items: Items<T['input']>, options?: CallOptions<T>) => Call<T>
          : (data: T['input'], options?: CallOptions<T>) => Call<T>
    : never;
