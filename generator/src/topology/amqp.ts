import type { StandingAgent, Topology } from '@agentwire/runtime/amqp';
import type { Protocol } from '../model/model.js';
import type { TopologyOptions, TopologyRow, TransportTopology } from './topology-result.js';

/** Exchanges and the queues that types share; queues of one instance are made when it comes. */
export async function amqpTopology(
  protocol: Protocol,
  { brokers, prefix, apply, tls }: TopologyOptions,
): Promise<TransportTopology> {
  const { applyTopology, checkTopology, topologyOf } = await import('@agentwire/runtime/amqp');
  const connection = {
    url: brokers['amqp'] ?? '',
    ...(tls === undefined || tls === true ? {} : { tls }),
  };
  const topology = topologyOf(amqpAgents(protocol), prefix);
  const found = await checkTopology(topology, connection);
  const differing = new Set(found.filter(({ state }) => state === 'different').map(({ name }) => name));
  if (apply) await applyTopology(without(topology, differing), connection);
  const rows = found.map(({ kind, name, state }): TopologyRow => {
    const titled = `${kind} ${name}`;
    switch (state) {
      case 'there':
        return { name: titled, state: 'fine' };
      case 'missing':
        return { name: titled, state: apply ? 'made' : 'missing' };
      case 'different':
        return { name: titled, state: 'differs', difference: 'of another type, or with other arguments' };
    }
  });
  return { transport: 'amqp', rows };
}

/** Those that the manifest lets be reached over AMQP. */
export function amqpAgents({ agents }: Protocol): readonly StandingAgent[] {
  return agents
    .filter(({ transports }) => transports.includes('amqp'))
    .map(({ key, serves }) => ({
      type: key,
      operations: serves.map(({ bindings: { amqp } }) => ({ bindings: amqp === undefined ? {} : { amqp } })),
    }));
}

function without({ exchanges, queues, bindings }: Topology, names: ReadonlySet<string>): Topology {
  return {
    exchanges: exchanges.filter(({ name }) => !names.has(name)),
    queues: queues.filter(({ name }) => !names.has(name)),
    bindings: bindings.filter(({ queue, exchange }) => !names.has(queue) && !names.has(exchange)),
  };
}
