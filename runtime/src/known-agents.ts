/** Where each agent lives: configuration and served agents as the router's directory. */
import type { Clock } from './clock.js';
import type { Agent } from './contract.js';
import type { Directory, Route, RouteEvent, Ways } from './directory.js';
import { AgentError } from './error.js';
import type { Destination } from './header.js';
import type { PresenceTable } from './presence.js';
import { createRouteHealth } from './route-health.js';
import type { Transport } from './transport.js';

/** By transport name: an address, for which the manager's `transports` names a maker, or a transport value. */
export type Addresses = Readonly<Record<string, string | Transport>>;

export interface KnownAgent {
  readonly agent: Agent;
  /** Where any instance of the type is reached: a broker, a load balancer, the only instance. */
  readonly at?: Addresses;
  /** Where one instance is reached, by its id. */
  readonly instances?: Readonly<Record<string, Addresses>>;
  /** Transports in order of preference (default: the manifest's). Others come after them. */
  readonly prefer?: readonly string[];
  /**
   * Whether its instances share one dedupe store. Then a message that may have arrived is sent by the next way too, and
   * is handled once all the same (default: only messages of idempotent operations are).
   */
  readonly dedupes?: boolean;
}

export type TransportMakers = Readonly<Record<string, (address: string) => Transport>>;

/** A route with what is shown of it. */
interface KnownRoute extends Route {
  readonly name: string;
  /** Undefined: any instance. */
  readonly agent_id?: string;
}

export interface KnownAgents extends Directory {
  readonly agents: readonly Agent[];
  byType(type: string): Agent | undefined;
  /** An agent that is served here: whoever asks this directory reaches it. The result takes it out again. */
  add(agent: Agent, agent_id: string, transport: Transport): () => void;
}

export interface KnownAgentsOptions {
  readonly agents: readonly KnownAgent[];
  readonly transports: TransportMakers;
  readonly peers: PresenceTable;
  readonly clock: Clock;
  /** Milliseconds. */
  readonly coolOff?: number;
  readonly note: (event: RouteEvent) => void;
}

interface Entry {
  readonly agent: Agent;
  readonly prefer: readonly string[];
  readonly dedupes: boolean;
  readonly routes: KnownRoute[];
  /** Which instance has its turn. */
  turn: number;
}

/** @throws {TypeError} for an address whose transport nobody makes. */
export function knownAgents(options: KnownAgentsOptions): KnownAgents {
  const { peers, clock, coolOff, note } = options;
  const entries = new Map<string, Entry>();
  const makeTransport = transportMaker(options.transports);
  for (const { agent, at = {}, instances = {}, prefer = agent.transports, dedupes = false } of options.agents) {
    const routes = [
      ...routesOf(at, makeTransport),
      ...Object.entries(instances).flatMap(([id, addresses]) => routesOf(addresses, makeTransport, id)),
    ];
    entries.set(agent.type, { agent, prefer, dedupes, routes, turn: 0 });
  }
  const isLost = ({ agent_id }: KnownRoute): boolean => agent_id !== undefined && peers.get(agent_id)?.state === 'lost';

  return {
    kind: 'directory',
    health: createRouteHealth(clock, coolOff),
    note,
    remembers: (agent) => entries.get(agent.type)?.dedupes ?? false,
    get agents() {
      return [...entries.values()].map(({ agent }) => agent);
    },
    byType: (type) => entries.get(type)?.agent,
    add(agent, agent_id, transport) {
      const entry = entries.get(agent.type) ?? emptyEntry(agent);
      entries.set(agent.type, entry);
      const route: KnownRoute = { transport, name: transport.name, agent_id };
      entry.routes.push(route);
      return () => void entry.routes.splice(entry.routes.indexOf(route), 1);
    },
    ways(agent, destination) {
      const entry = entries.get(agent.type);
      if (entry === undefined) return { any: [], each: [] };
      const routes = inOrder(entry, entry.routes, isLost);
      return destination.broadcast ? waysToAll(routes) : waysToOne(agent, destination, routes);
    },
  };
}

/** Transports are made once for each address: connections are shared. */
function transportMaker(makers: TransportMakers): (name: string, address: string) => Transport {
  const made = new Map<string, Transport>();
  return (name, address) => {
    const key = `${name} ${address}`;
    const make = makers[name];
    if (make === undefined) throw new TypeError(`transports.${name} is missing: it makes a transport of ${address}`);
    const transport = made.get(key) ?? make(address);
    made.set(key, transport);
    return transport;
  };
}

function routesOf(
  addresses: Addresses,
  makeTransport: (name: string, address: string) => Transport,
  agent_id?: string,
): KnownRoute[] {
  return Object.entries(addresses).map(([name, address]) => ({
    name,
    transport: typeof address === 'string' ? makeTransport(name, address) : address,
    ...(agent_id === undefined ? {} : { agent_id }),
  }));
}

function emptyEntry(agent: Agent): Entry {
  return { agent, prefer: agent.transports, dedupes: false, routes: [], turn: 0 };
}

/** By preference of transports; among instances on one transport each has its turn; who is lost comes last. */
function inOrder(entry: Entry, routes: readonly KnownRoute[], isLost: (route: KnownRoute) => boolean): KnownRoute[] {
  const turn = entry.turn++;
  const rank = ({ name }: KnownRoute): number => {
    const place = entry.prefer.indexOf(name);
    return place < 0 ? entry.prefer.length : place;
  };
  const names = [...new Set(routes.map(({ name }) => name))];
  const turned = names.flatMap((name) =>
    rotated(
      routes.filter((route) => route.name === name),
      turn,
    ),
  );
  const sorted = turned.toSorted((one, other) => rank(one) - rank(other));
  return [...sorted.filter((route) => !isLost(route)), ...sorted.filter(isLost)];
}

function rotated<T>(items: readonly T[], by: number): T[] {
  const at = items.length === 0 ? 0 : by % items.length;
  return [...items.slice(at), ...items.slice(0, at)];
}

function waysToOne(agent: Agent, { agent_id }: Destination, routes: readonly KnownRoute[]): Ways {
  if (agent_id === undefined) return { any: eachTransportOnce(routes), each: [] };
  const leading = routes.filter((route) => route.agent_id === undefined || route.agent_id === agent_id);
  const any = eachTransportOnce(leading);
  if (any.length === 0 && routes.length > 0) {
    throw AgentError.of('agent_unknown', `no ${agent.type} is known by this id`, {
      path: '/header/destination/agent_id',
    });
  }
  return { any, each: [] };
}

/** Instances that share a broker or a port are not tried one after the other. */
function eachTransportOnce(routes: readonly KnownRoute[]): readonly KnownRoute[] {
  const first = new Map<Transport, KnownRoute>();
  for (const route of routes) if (!first.has(route.transport)) first.set(route.transport, route);
  return [...first.values()];
}

/** What reaches everybody at once, else each address that is known, once. */
function waysToAll(routes: readonly KnownRoute[]): Ways {
  const single = routes.filter(({ transport }) => transport.broadcasts !== true);
  const instances = single.filter(({ agent_id }) => agent_id !== undefined);
  const receivers = new Map<string, KnownRoute[]>();
  const taken = new Set<Transport>();
  for (const route of instances.length > 0 ? instances : single) {
    const id = route.agent_id ?? route.name;
    // Agents on one port are reached together: the host hands a broadcast to all of its type.
    if (taken.has(route.transport)) continue;
    taken.add(route.transport);
    receivers.set(id, [...(receivers.get(id) ?? []), route]);
  }
  const all = routes.filter(({ transport }) => transport.broadcasts === true);
  return { any: eachTransportOnce(all), each: [...receivers.values()] };
}
