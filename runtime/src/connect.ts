/** The client side: typed calls to one kind of agent. */
import type { CallOptions, Client } from './client.js';
import type { World } from './clock.js';
import type { Agent, OperationFacts, Operations } from './contract.js';
import type { Over } from './directory.js';
import { milliseconds, type Duration } from './duration.js';
import type { Header, Party } from './header.js';
import type { Message } from './message-factory.js';
import type { Protection } from './protection.js';
import { createSender, type Sender } from './sender.js';

export interface ConnectOptions {
  /** A served agent's `party`, or `identity({ type, id })`. */
  readonly from: Party;
  /** One instance by id; default: any instance of the type. */
  readonly to?: string;
  /**
   * In order of preference: the next is taken where one cannot be reached, and one that was down is tried last for five
   * seconds. Or the `ways` of a `CommunicationManager`.
   */
  readonly over: Over;
  /** Default for calls whose operation names none (30 s); streams last until they end. */
  readonly deadline?: Duration;
  /** Sees each call before it is encoded. */
  readonly intercept?: readonly ClientInterceptor[];
  /** The message that calls follow from. */
  readonly cause?: Header;
  /** No call outlives this moment, in milliseconds since the epoch. */
  readonly until?: number;
  /** A served agent's own figures, for members that are filled from them. */
  readonly presence?: () => object;
  /** Signs what is sent and verifies what comes back, by `security({ ... })`. */
  readonly security?: Protection;
  readonly world?: World;
}

/** A call before it is encoded: `message` may be replaced. */
export interface ClientCall {
  readonly operation: OperationFacts;
  message: Message;
  readonly signal: AbortSignal;
}

export type ClientInterceptor = (call: ClientCall, next: () => Promise<void>) => Promise<void>;

/**
 * A client of one kind of agent. Nothing is dialled before the first call.
 * @example const gap = connect(GapAssessment, { from: identity({ type: 'policy_analyzer', id: 'pa-1' }), over: http(url) });
 */
export function connect<O extends Operations>(agent: Agent<O>, options: ConnectOptions): Client<O> {
  return clientOf(agent, createSender(agent, options));
}

export function clientOf<O extends Operations>(agent: Agent<O>, sender: Sender): Client<O> {
  const close = (grace: Duration = 0): Promise<void> => sender.close(milliseconds(grace));
  const methods: Record<string, unknown> = { close, [Symbol.asyncDispose]: () => close() };
  for (const [name, operation] of Object.entries(agent.operations))
    methods[name] = (data: unknown, call: CallOptions = {}) => sender.call(operation, data, call);
  return methods as Client<O>;
}
