/** What a served agent is given to run, and what a handler is given to work with. */
import type { ConnectOptions } from './connect.js';
import type { Client } from './client.js';
import type { Agent, Items, Operation, Operations, OperationTypes } from './contract.js';
import type { AgentError } from './error.js';
import type { Header } from './header.js';

export interface Context<T extends OperationTypes = OperationTypes> {
  readonly header: Header;
  readonly metadata: T['metadata'] | undefined;
  /** Aborts when the caller cancels, the deadline or the task's own timeout passes, or the agent closes. */
  readonly signal: AbortSignal;
  /** Absolute, in milliseconds; `Infinity` where there is none. */
  readonly deadline: number;
  /** The transport that the message came by. */
  readonly transport: string;
  /** Sends an update to the caller; resolves when the transport has taken it. */
  update(update: T['update']): Promise<void>;
  /** `throw ctx.fail('task_conflict', detail)`: one of the operation's declared errors. */
  fail<K extends keyof T['errors'] & string>(reason: K, detail: T['errors'][K], message?: string): AgentError;
  /** Runs if the task is cancelled by command, before the command is answered. */
  onCancel(cleanup: () => void | Promise<void>): void;
  /** A client whose calls follow from this message: same correlation and trace, causation set, the smaller deadline. */
  connect<O extends Operations>(agent: Agent<O>, options: Omit<ConnectOptions, 'from' | 'cause' | 'world'>): Client<O>;
}

/**
 * One request and one reply, or where the operation streams an iterable in place of either:
 * `async *streamEvents(events, ctx) { for await (const event of events) yield answer(event); }`. The next item of the
 * caller's is read when the handler asks for it, its own next one is asked for when the last has been sent.
 */
export type Handler<T extends OperationTypes> = (
  request: Given<T>,
  context: Context<T>,
) => Gives<T> | Promise<Gives<T>>;

type Given<T extends OperationTypes> = T extends { readonly stream: 'client' | 'both' }
  ? AsyncIterable<T['request']>
  : T['request'];
type Gives<T extends OperationTypes> = T extends { readonly stream: 'server' | 'both' }
  ? Items<T['output']>
  : T['output'];

/** Operations that the runtime answers by itself (status, cancel, heartbeats) need no handler and may have one. */
export type Handlers<O extends Operations> = {
  readonly [K in keyof O as HandlerNeeded<O[K]> extends true ? K : never]: HandlerOf<O[K]>;
} & {
  readonly [K in keyof O as HandlerNeeded<O[K]> extends true ? never : K]?: HandlerOf<O[K]>;
};

type HandlerOf<P> = P extends Operation<infer T> ? Handler<T> : never;
type HandlerNeeded<P> =
  P extends Operation<infer T> ? (T extends { readonly handler: 'optional' } ? false : true) : never;

/** A handler after its types have been checked at the call of `serve`. */
export type AnyHandler = (request: unknown, context: Context) => unknown;
