/** What stands on the broker for an agent: exchanges, queues and bindings, as data. */
import type { OperationBindings } from '../../contract.js';
import { word, type Names } from './names.js';
import { bindingKey, routeOf, type Route } from './route.js';

export type ExchangeType = 'direct' | 'topic' | 'fanout';

export interface Exchange {
  readonly name: string;
  readonly type: ExchangeType;
}

/**
 * - `work`: a quorum queue with a limit of deliveries, and an exchange for what nobody could handle.
 * - `dead-letters`: a quorum queue that nothing leaves by itself.
 * - `inbox`: of one caller or one served agent, under a name that is not used again; survives a reconnect, and goes when
 *   nobody has read it for a while.
 */
export type Queue =
  | { readonly kind: 'work'; readonly name: string; readonly deadLetters: string }
  | { readonly kind: 'dead-letters' | 'inbox'; readonly name: string };

export interface TopologyBinding {
  readonly queue: string;
  readonly exchange: string;
  /** With `*` and `#` on a topic exchange. */
  readonly routingKey: string;
}

export interface Topology {
  readonly exchanges: readonly Exchange[];
  readonly queues: readonly Queue[];
  readonly bindings: readonly TopologyBinding[];
}

/** Deliveries of one message before the broker itself gives up on it: a message that ends its process each time. */
export const deliveryLimit = 20;

/** How long an unread inbox stands, in milliseconds. */
export const inboxExpiresAfter = 300_000;

/** The exchanges that are there for everyone (the document's section 5), with the one for dead letters. */
export function commonTopology(names: Names): Topology {
  return {
    exchanges: [
      { name: names.direct, type: 'direct' },
      { name: names.topic, type: 'topic' },
      { name: names.fanout, type: 'fanout' },
      { name: names.deadLetters, type: 'fanout' },
    ],
    queues: [{ name: names.deadLetters, kind: 'dead-letters' }],
    bindings: [{ queue: names.deadLetters, exchange: names.deadLetters, routingKey: '' }],
  };
}

/** Whose queue it is: that of all instances of a type, or that of one. */
export type Share = 'instances' | 'one';

export interface ServedQueue {
  readonly queue: Queue;
  readonly share: Share;
  /** Each message is a copy: that it is for somebody else is no failure. */
  readonly copies: boolean;
  readonly bindings: readonly TopologyBinding[];
}

/** An agent's queues: those that its instances share, and its own. */
export function servedQueues(
  names: Names,
  operations: readonly Bound[],
  type: string,
  id: string,
): readonly ServedQueue[] {
  const routes = operations.map((operation) => routeOf(names, operation.bindings.amqp));
  const bound = (kind: Route['kind']): Key[] =>
    routes
      .filter((route) => route.kind === kind)
      .map((route) => ({ exchange: route.exchange.name, routingKey: bindingKey(route, type, id) }));
  const { direct, fanout, deadLetters } = names;
  const served = (name: string, share: Share, copies: boolean, keys: readonly Key[]): ServedQueue => ({
    queue: { kind: 'work', name, deadLetters },
    share,
    copies,
    bindings: unique(keys).map((key) => ({ queue: name, ...key })),
  });
  const fanouts = routes.filter((route) => route.kind === 'fanout').map((route) => route.exchange.name);
  return [
    served(names.typeQueue(type, 'tasks'), 'instances', false, [
      { exchange: direct, routingKey: names.typeKey(type) },
      ...bound('type'),
    ]),
    served(names.typeQueue(type, 'events'), 'instances', true, bound('topic')),
    served(names.ownQueue(id, 'tasks'), 'one', false, [{ exchange: direct, routingKey: names.instanceKey(type, id) }]),
    served(names.ownQueue(id, 'commands'), 'one', false, bound('instance')),
    // A fan-out exchange takes no notice of keys; they are for whoever reads the bindings.
    served(
      names.ownQueue(id, 'broadcasts'),
      'one',
      true,
      [fanout, ...fanouts].map((exchange) => ({ exchange, routingKey: word(type) })),
    ),
  ].filter(({ bindings }) => bindings.length > 0);
}

type Key = Omit<TopologyBinding, 'queue'>;

/** Of an operation, where it goes. */
export interface Bound {
  readonly bindings: Pick<OperationBindings, 'amqp'>;
}

function unique(keys: readonly Key[]): readonly Key[] {
  return [...new Map(keys.map((key) => [`${key.exchange} ${key.routingKey}`, key])).values()];
}

/** Everything that an agent's operations need to be there before it is served or called. */
export function exchangesOf(names: Names, operations: readonly Bound[]): readonly Exchange[] {
  const { exchanges } = commonTopology(names);
  const own = operations.map((operation) => routeOf(names, operation.bindings.amqp).exchange);
  return [...new Map([...exchanges, ...own].map((exchange) => [exchange.name, exchange])).values()];
}
