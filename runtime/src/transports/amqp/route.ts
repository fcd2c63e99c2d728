/** Where an operation's messages go: by its binding in the manifest, and by whom the message is for. */
import type { OperationBindings } from '../../contract.js';
import { AgentError } from '../../error.js';
import type { Outbound } from '../../transport.js';
import { word, words, type Names } from './names.js';
import type { Exchange } from './topology.js';

export type AmqpBinding = NonNullable<OperationBindings['amqp']>;

/**
 * - `type`: one queue of the type gets it; the key names nobody.
 * - `instance`: the key names the agent.
 * - `topic`: whoever has bound a pattern gets a copy.
 * - `fanout`: everybody gets a copy.
 */
export interface Route {
  readonly kind: 'type' | 'instance' | 'topic' | 'fanout';
  readonly exchange: Exchange;
  readonly template: string;
}

/**
 * An exchange that is none of the document's is a topic exchange where the binding has a key, else a fan-out.
 * @throws {TypeError} where a direct exchange is bound by a member of the payload: nobody could list its keys.
 */
export function routeOf(names: Names, binding: AmqpBinding | undefined): Route {
  const template = binding?.routingKey ?? '';
  const name = names.exchange(binding?.exchange ?? 'agent.direct');
  if (name === names.fanout || (binding !== undefined && template === ''))
    return { kind: 'fanout', exchange: { name, type: 'fanout' }, template };
  if (name !== names.direct) return { kind: 'topic', exchange: { name, type: 'topic' }, template };
  const exchange = { name, type: 'direct' } as const;
  if (binding === undefined) return { kind: 'type', exchange, template: 'task.{agent_type}' };
  const open = placeholders(template).find((one) => one !== 'agent_id' && one !== 'agent_type');
  if (open !== undefined)
    throw new TypeError(`amqp: ${template} on ${name} has a key per ${open}; bind it on agent.topic`);
  return { kind: template.includes('{agent_id}') ? 'instance' : 'type', exchange, template };
}

/** The key that an agent binds a queue of its own to. */
export function bindingKey({ template }: Route, type: string, id: string): string {
  return addressed(template, type, id).replace(/\{[^{}]+\}/g, '#');
}

export interface Address {
  readonly exchange: string;
  readonly routingKey: string;
}

/**
 * Broadcasts go to the fan-out exchange, messages for one agent to its own key, the others where their binding says.
 * @throws {AgentError} `payload_invalid` where the key needs a member that is not there, or is too long.
 */
export function addressOf(names: Names, outbound: Pick<Outbound, 'operation' | 'header' | 'fill'>): Address {
  const { agent_id, agent_type, broadcast } = outbound.header.destination;
  const route = routeOf(names, outbound.operation.bindings.amqp);
  if (broadcast) {
    const exchange = route.kind === 'fanout' ? route.exchange.name : names.fanout;
    return { exchange, routingKey: word(agent_type) };
  }
  if (agent_id !== undefined && route.kind !== 'instance')
    return { exchange: names.direct, routingKey: names.instanceKey(agent_type, agent_id) };
  if (route.kind === 'fanout' || (route.kind === 'instance' && agent_id === undefined))
    return { exchange: names.direct, routingKey: names.typeKey(agent_type) };
  const routingKey = outbound.fill(addressed(route.template, agent_type, agent_id ?? ''), words);
  // A short string of AMQP (4.2.5.3) counts its bytes in one; what is escaped is ASCII.
  if (routingKey.length > 255)
    throw AgentError.of('payload_invalid', `the routing key of ${outbound.operation.name} is longer than 255`);
  return { exchange: route.exchange.name, routingKey };
}

function addressed(template: string, type: string, id: string): string {
  return template.replaceAll('{agent_type}', word(type)).replaceAll('{agent_id}', word(id));
}

function placeholders(template: string): string[] {
  return [...template.matchAll(/\{([^{}]+)\}/g)].map((match) => match[1] ?? '');
}
