/** The document's Communication Manager: one object that knows where each agent lives, serves own agents, sends. */
import { createCall, type Call } from './call.js';
import type { CallOptions, Client } from './client.js';
import { systemWorld, type World } from './clock.js';
import { clientOf, type ClientInterceptor, type ConnectOptions } from './connect.js';
import type { Agent, OperationFacts, Operations, OperationTypes } from './contract.js';
import type { Directory, RouteEvent } from './directory.js';
import { milliseconds, type Duration } from './duration.js';
import { AgentError } from './error.js';
import type { Party } from './header.js';
import { knownAgents, type KnownAgent, type KnownAgents, type TransportMakers } from './known-agents.js';
import { messageFactory, type Message, type MessageFactory } from './message-factory.js';
import { createPresenceTable, usualInterval, type PresenceTable } from './presence.js';
import type { Protection } from './protection.js';
import { createRouteCounter, type RouteFigures } from './route-figures.js';
import { createSender, type Sender } from './sender.js';
import { serve, type Served, type ServeOptions } from './serve.js';
import type { Transport } from './transport.js';

export interface ManagerConfig {
  /** Who sends: `identity({ type, id })`. */
  readonly from: Party;
  readonly agents: readonly KnownAgent[];
  /** What makes a transport of an address: `{ http, grpc, websocket }`. */
  readonly transports?: TransportMakers;
  /** How long a route that was down is tried last (default 5 s). */
  readonly coolOff?: Duration;
  /** Of calls whose operation names none (default 30 s). */
  readonly deadline?: Duration;
  /** Sees each call before it is encoded. */
  readonly intercept?: readonly ClientInterceptor[];
  /** Told what became of each message on each route. */
  readonly onRoute?: (event: RouteEvent) => void;
  /** Of its clients and of the agents that it serves, by `security({ ... })`. */
  readonly security?: Protection;
  readonly world?: World;
}

export interface SendOptions extends Pick<CallOptions, 'deadline' | 'signal'> {
  /** Where several operations of an agent take the same type of message. */
  readonly operation?: string;
}

/**
 * Routes by the agent's preference of transports, goes on over the next where one is down, and broadcasts to every
 * instance that is known. `ways` lends what it knows to other clients.
 * @example
 * const manager = new CommunicationManager({
 *   from: identity({ type: 'workflow_engine', id: 'workflow-engine' }),
 *   transports: { http, grpc },
 *   agents: [{ agent: GapAssessment, at: { grpc: 'localhost:9090', http: 'http://localhost:8080' } }],
 * });
 * const message = manager.messages.create('task_request', task, { to: { agent_type: 'gap_assessment', broadcast: false } });
 * const reply = await manager.send(message);
 * await manager.close();
 */
export class CommunicationManager {
  /** Who was heard of, from heartbeats to the agents that are served here. Who is lost is called last. */
  readonly peers: PresenceTable;
  readonly #config: ManagerConfig;
  readonly #world: World;
  readonly #known: KnownAgents;
  readonly #routes = createRouteCounter();
  readonly #served = new Set<Served>();
  readonly #senders = new Set<Sender>();
  /** For `send`, by type of agent. */
  readonly #sendersByType = new Map<string, Sender>();
  #closing: Promise<void> | undefined;

  /** @throws {TypeError} for an address whose transport `transports` does not make. */
  constructor(config: ManagerConfig) {
    const world = config.world ?? systemWorld;
    this.#config = config;
    this.#world = world;
    this.peers = createPresenceTable(world.clock, usualInterval);
    this.#known = knownAgents({
      agents: config.agents,
      transports: config.transports ?? {},
      peers: this.peers,
      clock: world.clock,
      ...(config.coolOff === undefined ? {} : { coolOff: milliseconds(config.coolOff) }),
      note: (event) => {
        this.#routes.note(event);
        config.onRoute?.(event);
      },
    });
  }

  /** Makes messages of this sender. @throws {TypeError} where no agent is known, whose protocol they would have. */
  get messages(): MessageFactory {
    const [first] = this.#known.agents;
    if (first === undefined) throw new TypeError('no agent is known, so there is no protocol to make messages of');
    return messageFactory(first.protocol, this.#config.from, this.#world);
  }

  /** The ways that this manager knows: for `over` of `connect`, in a handler's context too. */
  get ways(): Directory {
    return this.#known;
  }

  /** What became of messages, by agent type and transport. */
  get routes(): readonly RouteFigures[] {
    return this.#routes.read();
  }

  /**
   * Serves an agent, which all clients of this manager then reach. Its heartbeats go to every agent that is known.
   * @throws {AgentError} `shutting_down` once the manager is closed.
   */
  async serve<O extends Operations>(agent: Agent<O>, options: ServeOptions<O>): Promise<Served> {
    this.#checkOpen();
    const heartbeats = { to: () => this.#known.agents, over: this.#known };
    const routes: (() => void)[] = [];
    const forget = (): void => routes.splice(0).forEach((remove) => remove());
    // Reached as soon as it listens, so that it may hear its own first heartbeat.
    const on = [options.on].flat().map((transport): Transport => ({
      ...transport,
      listen: async (host) => {
        const listener = await transport.listen(host);
        routes.push(this.#known.add(agent, options.id, transport));
        return listener;
      },
    }));
    const { security } = this.#config;
    const given = {
      world: this.#world,
      peers: this.peers,
      heartbeats,
      ...(security === undefined ? {} : { security }),
      ...options,
      on,
    };
    const served = await serve(agent, given).catch((thrown: unknown) => {
      forget();
      throw thrown;
    });
    const close = async (grace?: Duration): Promise<void> => {
      forget();
      this.#served.delete(own);
      await served.close(grace);
    };
    const own: Served = { ...served, close, [Symbol.asyncDispose]: () => close() };
    this.#served.add(own);
    return own;
  }

  /**
   * A typed client of one kind of agent, by whatever ways are known. It closes with the manager.
   * @throws {AgentError} `shutting_down` once the manager is closed.
   */
  connect<O extends Operations>(
    agent: Agent<O>,
    options: Partial<Omit<ConnectOptions, 'over' | 'world'>> = {},
  ): Client<O> {
    this.#checkOpen();
    return clientOf(agent, this.#createSender(agent, options));
  }

  /**
   * Sends a message to the agent that its header names. The same message may be sent again: it is handled once, and both
   * calls get the reply. The call fails with `agent_unknown` where no agent of that type is known, with
   * `message_type_unknown` where the agent takes no such message.
   */
  send(message: Message, options: SendOptions = {}): Call<OperationTypes> {
    const { header } = message;
    try {
      this.#checkOpen();
      const { agent_type } = header.destination;
      const agent = this.#known.byType(agent_type);
      if (agent === undefined) throw AgentError.of('agent_unknown', `no ${agent_type} is known here`);
      const sender = this.#sendersByType.get(agent_type) ?? this.#createSender(agent, {});
      this.#sendersByType.set(agent_type, sender);
      return sender.send(operationOf(agent, header.message_type, options.operation), message, options);
    } catch (thrown) {
      const failed = createCall<OperationTypes>(header, () => undefined);
      failed.fail(AgentError.from(thrown, 'protocol_violation'));
      return failed.call;
    }
  }

  /**
   * Takes nothing new, lets what is under way finish for `grace` (default 10 s), in served agents first and then in
   * calls, and lets go of all transports. The process can end by itself after it.
   */
  close(grace: Duration = 10_000): Promise<void> {
    this.#closing ??= this.#drain(this.#world.clock.now() + milliseconds(grace));
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #drain(end: number): Promise<void> {
    const left = (): number => Math.max(0, end - this.#world.clock.now());
    await Promise.all([...this.#served].map((served) => served.close(left())));
    await Promise.all([...this.#senders].map((sender) => sender.close(left())));
    this.peers.close();
  }

  #createSender(agent: Agent, options: Partial<ConnectOptions>): Sender {
    const { from, deadline, intercept, security } = this.#config;
    const sender = createSender(
      agent,
      {
        from,
        world: this.#world,
        ...(deadline === undefined ? {} : { deadline }),
        ...(intercept === undefined ? {} : { intercept }),
        ...(security === undefined ? {} : { security }),
        ...options,
        over: this.#known,
      },
      () => this.#senders.delete(sender),
    );
    this.#senders.add(sender);
    return sender;
  }

  #checkOpen(): void {
    if (this.#closing !== undefined) throw AgentError.of('shutting_down', 'the communication manager is closed');
  }
}

/** The operation of that name, else the first without streams that takes this type of message. */
function operationOf(agent: Agent, message_type: string, name: string | undefined): OperationFacts {
  const found = Object.values(agent.operations).find(
    (operation) =>
      operation.request === message_type &&
      operation.stream === undefined &&
      (name === undefined || operation.name === name),
  );
  if (found !== undefined) return found;
  throw AgentError.of('message_type_unknown', `${agent.type} takes no message of this type`, {
    path: '/header/message_type',
  });
}
