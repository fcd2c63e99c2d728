/** The server side: one agent, one set of handlers, any transports. */
import type { Client } from './client.js';
import { systemWorld, type Timer, type World } from './clock.js';
import { connect } from './connect.js';
import type { Agent, OperationFacts, Operations } from './contract.js';
import type { Over } from './directory.js';
import { milliseconds, type Duration } from './duration.js';
import { AgentError } from './error.js';
import { compose, type Exchange } from './exchange.js';
import type { AnyHandler, Handlers } from './handlers.js';
import type { Party } from './header.js';
import { messageFactory } from './message-factory.js';
import { receiving, receivingItems, type Seams } from './pipeline.js';
import { createFigures } from './figures.js';
import { createPresenceTable, usualInterval, type PresenceTable } from './presence.js';
import { memoryDedupe } from './stores/memory/dedupe.js';
import type { ServedState } from './served-state.js';
import { createSlots } from './slots.js';
import { createTaskMemory } from './task-memory.js';
import { createTaskTable } from './tasks.js';
import type { Host, Listener, Transport } from './transport.js';

export interface ServeOptions<O extends Operations> extends Seams {
  readonly id: string;
  readonly instance?: string;
  /** The transports it listens on. */
  readonly on: Transport | readonly Transport[];
  readonly handlers: Handlers<O>;
  /** Handlers that run at once (default 64); as many messages wait as `queue` says (default 1,024). */
  readonly capacity?: number;
  readonly queue?: number;
  /** Streams under way at once, beside those handlers (default 1,024). */
  readonly streams?: number;
  /** Bytes of one framed envelope (default 1 MiB). */
  readonly maxFrame?: number;
  /** What its heartbeats name (default: its operations). */
  readonly capabilities?: readonly string[];
  /** To whom what it emits by itself goes; none: it emits nothing. */
  readonly heartbeats?: {
    readonly to: readonly Agent[] | (() => readonly Agent[]);
    readonly over: Over;
    readonly every?: Duration;
  };
  /** Who was heard of, where several agents share it (default: a table of its own, closed with it). */
  readonly peers?: PresenceTable;
  readonly world?: World;
}

export interface Served {
  readonly party: Party;
  /** By transport name, what `connect` dials. */
  readonly addresses: Readonly<Record<string, string>>;
  /** Who was heard of, from heartbeats. */
  readonly peers: PresenceTable;
  /**
   * Takes no new messages, lets those under way finish for `grace` (default 10 s), then closes its transports. The
   * process can end by itself after it.
   */
  close(grace?: Duration): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

export async function serve<O extends Operations>(agent: Agent<O>, options: ServeOptions<O>): Promise<Served> {
  const state = createState(agent, options);
  const onion = compose(receiving(options));
  const host: Host = {
    agent,
    id: options.id,
    instance: state.party.instance_id ?? options.id,
    maxFrame: state.limits.frame,
    receive: (inbound) => receive(onion, { inbound, state, clock: state.world.clock }),
  };
  const listeners = await listenAll([options.on].flat(), host);
  const stopHeartbeats = startHeartbeats(agent, options, state);
  const close = async (grace: Duration = 10_000): Promise<void> => {
    stopHeartbeats();
    await Promise.all(listeners.map(({ listener }) => listener.close(milliseconds(grace))));
    if (options.peers === undefined) state.peers.close();
  };
  return {
    party: state.party,
    addresses: Object.fromEntries(listeners.map(({ name, listener }) => [name, listener.address])),
    peers: state.peers,
    close,
    [Symbol.asyncDispose]: () => close(),
  };
}

async function receive(onion: (exchange: Exchange) => Promise<void>, exchange: Exchange): Promise<void> {
  try {
    await onion(exchange);
  } catch (thrown) {
    await answerFailure(exchange, AgentError.from(thrown, 'handler_failed', 'handled'));
  }
}

/** The peer may be gone; then there is nobody left to tell. */
async function answerFailure({ inbound, state, proven }: Exchange, error: AgentError): Promise<void> {
  const { security } = state;
  const { answer } = inbound;
  try {
    if (security !== undefined && proven === undefined && answer.refuse !== undefined) await answer.refuse(error);
    else await answer.fail(security?.heard(error) ?? error);
  } catch (thrown) {
    if (!inbound.signal.aborted) throw thrown;
  }
}

function createState<O extends Operations>(agent: Agent<O>, options: ServeOptions<O>): ServedState {
  const world = options.world ?? systemWorld;
  const party: Party = {
    agent_id: options.id,
    agent_type: agent.type,
    instance_id: options.instance ?? `${options.id}-${world.random.hex(4)}`,
  };
  const slots = createSlots(options.capacity ?? 64, options.queue ?? 1024);
  const tasks = createTaskTable();
  const figures = createFigures(
    world.clock,
    slots,
    tasks,
    options.capabilities ?? Object.values(agent.operations).map((o) => o.name),
  );
  return {
    agent,
    party,
    world,
    limits: { frame: options.maxFrame ?? 1024 * 1024 },
    factory: messageFactory(agent.protocol, party, world),
    handlers: handlersByOperation(agent, options.handlers),
    tasks,
    taskMemory: createTaskMemory(world.clock),
    slots,
    dedupe: options.dedupe === false ? undefined : (options.dedupe ?? memoryDedupe({ clock: world.clock })),
    security: options.security,
    streamSlots: createSlots(options.streams ?? 1024, 0),
    openItem: compose(receivingItems(options)),
    peers: options.peers ?? createPresenceTable(world.clock, intervalOf(agent)),
    presence: figures.read,
    touch: figures.touch,
  };
}

/** What the protocol says between two of the heartbeats that this agent takes. */
function intervalOf(agent: Agent): number {
  return Object.values(agent.operations).find(({ every }) => every !== undefined)?.every ?? usualInterval;
}

function handlersByOperation<O extends Operations>(
  agent: Agent<O>,
  handlers: Handlers<O>,
): ReadonlyMap<string, AnyHandler> {
  const byOperation = new Map<string, AnyHandler>();
  for (const [method, handler] of Object.entries(handlers)) {
    const operation: OperationFacts | undefined = agent.operations[method];
    if (operation === undefined)
      throw new TypeError(`${agent.type} serves no ${method}; it serves ${Object.keys(agent.operations).join(', ')}`);
    byOperation.set(operation.name, handler as AnyHandler);
  }
  return byOperation;
}

async function listenAll(
  transports: readonly Transport[],
  host: Host,
): Promise<{ name: string; listener: Listener }[]> {
  const listeners: { name: string; listener: Listener }[] = [];
  try {
    for (const transport of transports)
      listeners.push({ name: transport.name, listener: await transport.listen(host) });
    return listeners;
  } catch (thrown) {
    // Half an agent is worse than none.
    await Promise.all(listeners.map(({ listener }) => listener.close(0)));
    throw thrown;
  }
}

function startHeartbeats<O extends Operations>(
  agent: Agent<O>,
  options: ServeOptions<O>,
  state: ServedState,
): () => void {
  const { heartbeats } = options;
  const [method, beat] = Object.entries(agent.emits ?? {}).find(([, operation]) => operation.every !== undefined) ?? [];
  if (heartbeats === undefined || method === undefined || beat?.every === undefined) return () => undefined;
  const every = milliseconds(heartbeats.every ?? beat.every);
  const { party: from, world, presence } = state;
  const { to, over } = heartbeats;
  const own = options.security === undefined ? {} : { security: options.security };
  const clients = new Map<Agent, Client<Operations>>();
  const clientOf = (target: Agent): Client<Operations> => {
    const client = clients.get(target) ?? connect(target, { from, over, world, presence, ...own });
    clients.set(target, client);
    return client;
  };
  let timer: Timer;
  const send = (): void => {
    // A heartbeat that does not arrive is told by the silence that follows.
    const targets = typeof to === 'function' ? to() : to;
    for (const target of targets) clientOf(target)[method]?.({}, { broadcast: true });
    timer = world.clock.timer(every, send);
  };
  send();
  return () => {
    timer.cancel();
    for (const client of clients.values()) void client.close();
  };
}
