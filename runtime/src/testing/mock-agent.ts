/** An agent for tests: it answers what it is told to and remembers what passed. */
import type { Client } from '../client.js';
import { connect, type ClientInterceptor } from '../connect.js';
import type { World } from '../clock.js';
import type { Agent, OperationFacts, Operations, OperationTypes } from '../contract.js';
import type { Layer } from '../exchange.js';
import type { Context, Handlers } from '../handlers.js';
import type { Header, Party } from '../header.js';
import { identity } from '../identity.js';
import { serve, type Served } from '../serve.js';
import { givesStream } from '../streams.js';
import type { Transport } from '../transport.js';
import { everywhere, neighboursOn } from './neighbours.js';
import { sampleReply } from './sample.js';

export interface MockAgentOptions {
  /** The agents of the protocol, as generated. It serves the one of its own type, if that is among them. */
  readonly agents: readonly Agent[];
  /** Where it listens; agents that share the value find each other (default: the memory transport). */
  readonly on?: Transport;
  /** How another's address on `on` is dialled (default: `on` itself dials). */
  readonly over?: (address: string) => Transport;
  readonly world?: World;
}

/** A message that passed, as typed data. */
export interface Recorded {
  /** The operation's name in the manifest. */
  readonly operation: string;
  readonly header: Header;
  readonly data: unknown;
  readonly metadata: unknown;
}

/** What a mock agent answers: a value, a list or another iterable where the operation answers with a stream, or what makes one (and may throw `context.fail(…)`, or send updates). */
export type MockReply = object | ((request: unknown, context: MockContext) => unknown);

/** A handler's context that knows no operation: every word may be a declared error. */
export type MockContext = Context<OperationTypes & { readonly errors: Readonly<Record<string, unknown>> }>;

/**
 * An operation without a programmed reply is answered with the least that its reply's schema takes; text that the
 * request has under the same name is copied.
 * @example
 * const receiver = new MockAgent('receiver-001', 'gap_assessment', { agents });
 * receiver.on('send_task', { status: 'accepted' });
 * const reply = await sender.to(GapAssessment, receiver.agent_id).sendTask(task);
 * receiver.received[0]?.data;
 */
export class MockAgent {
  readonly agent_id: string;
  readonly agent_type: string;
  /** Requests that reached its handlers, oldest first. */
  readonly received: readonly Recorded[];
  /** Requests that it made, oldest first. */
  readonly sent: readonly Recorded[];
  /** Resolves when it listens; what is sent to it by other mock agents waits for that by itself. */
  readonly ready: Promise<void>;

  readonly #options: MockAgentOptions;
  readonly #on: Transport;
  readonly #received: Recorded[] = [];
  readonly #sent: Recorded[] = [];
  readonly #replies = new Map<string, MockReply[]>();
  readonly #clients: Client<Operations>[] = [];
  #served: Served | undefined;

  constructor(id: string, type: string, options: MockAgentOptions) {
    this.agent_id = id;
    this.agent_type = type;
    this.received = this.#received;
    this.sent = this.#sent;
    this.#options = options;
    this.#on = options.on ?? everywhere;
    this.ready = this.#listen();
    // Told to whoever awaits `ready` or calls this agent; nobody may do either.
    this.ready.catch(() => undefined);
  }

  /**
   * What it answers from now on; several replies are given in turn, the last one stays.
   * @param operation its name in the manifest or its method.
   * @throws {TypeError} where its type serves no such operation.
   */
  on(operation: string, ...replies: MockReply[]): this {
    const own = this.#own();
    const [, facts] = Object.entries(own?.operations ?? {}).find(
      ([method, { name }]) => method === operation || name === operation,
    ) ?? [undefined, undefined];
    if (facts === undefined) throw new TypeError(`${this.agent_type} serves no ${operation}`);
    this.#replies.set(facts.name, replies);
    return this;
  }

  /** `on` for several operations. */
  replies(replies: Readonly<Record<string, MockReply>>): this {
    for (const [operation, reply] of Object.entries(replies)) this.on(operation, reply);
    return this;
  }

  /** A client of another agent, speaking as this one. */
  to<O extends Operations>(agent: Agent<O>, agent_id?: string): Client<O> {
    const client = connect(agent, {
      from: this.party,
      ...(agent_id === undefined ? {} : { to: agent_id }),
      over: this.#way(agent_id),
      intercept: [this.#recordSent],
      ...this.#world(),
    });
    this.#clients.push(client);
    return client;
  }

  get party(): Party {
    return this.#served?.party ?? identity({ type: this.agent_type, id: this.agent_id });
  }

  /** By transport name, once it listens. */
  get addresses(): Readonly<Record<string, string>> {
    return this.#served?.addresses ?? {};
  }

  async close(): Promise<void> {
    neighboursOn(this.#on).delete(this.agent_id);
    await this.ready.catch(() => undefined);
    await Promise.all(this.#clients.map((client) => client.close()));
    await this.#served?.close(0);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #listen(): Promise<void> {
    const agent = this.#own();
    if (agent === undefined) return;
    neighboursOn(this.#on).set(this.agent_id, this);
    const handlers = Object.entries(agent.operations).map(([method, operation]) => [
      method,
      (request: unknown, context: MockContext) => this.#answer(agent, operation, request, context),
    ]);
    this.#served = await serve(agent, {
      id: this.agent_id,
      on: this.#on,
      handlers: Object.fromEntries(handlers) as Handlers<Operations>,
      intercept: [this.#recordReceived],
      ...this.#world(),
    });
  }

  #answer(agent: Agent, operation: OperationFacts, request: unknown, context: MockContext): unknown {
    const [reply, ...later] = this.#replies.get(operation.name) ?? [];
    if (later.length > 0) this.#replies.set(operation.name, later);
    if (typeof reply === 'function')
      return (reply as (request: unknown, context: MockContext) => unknown)(request, context);
    if (givesStream(operation)) return reply ?? [];
    if (reply !== undefined || operation.reply === undefined) return reply;
    const codecs = Object.values(agent.messages[operation.reply] ?? {});
    const shape = codecs[0]?.data.shape;
    return shape === undefined ? {} : sampleReply(shape, request, Object.keys(operation.fill?.reply ?? {}));
  }

  /** Waits for the other side to listen, and asks it for its address where it takes one. */
  #way(agent_id: string | undefined): Transport {
    const on = this.#on;
    const { over } = this.#options;
    return {
      name: on.name,
      listen: (host) => on.listen(host),
      async dial(agent, from) {
        const all = [...neighboursOn(on).values()];
        const there = all.filter((one) =>
          agent_id === undefined ? one.agent_type === agent.type : one.agent_id === agent_id,
        );
        await Promise.all(there.map(({ ready }) => ready));
        const address = there[0]?.addresses[on.name];
        return (over === undefined || address === undefined ? on : over(address)).dial(agent, from);
      },
    };
  }

  readonly #recordReceived: Layer = async ({ operation, header, data, metadata }, next) => {
    if (operation !== undefined && header !== undefined)
      this.#received.push({ operation: operation.name, header, data, metadata });
    await next();
  };

  readonly #recordSent: ClientInterceptor = async ({ operation, message }, next) => {
    const { header, payload } = message;
    this.#sent.push({ operation: operation.name, header, data: payload.data, metadata: payload.metadata });
    await next();
  };

  #own(): Agent | undefined {
    return this.#options.agents.find(({ type }) => type === this.agent_type);
  }

  #world(): { readonly world?: World } {
    const { world } = this.#options;
    return world === undefined ? {} : { world };
  }
}
