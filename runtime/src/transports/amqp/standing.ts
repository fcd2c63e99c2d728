/** What has to stand on a broker before agents come: made or compared ahead of them, by `agentwire topology`. */
import { openModel } from './amqplib.js';
import { declare, inspect, onChannel, type TopologyFinding } from './amqplib-topology.js';
import { namesIn } from './names.js';
import type { ConnectionOptions } from './options.js';
import { commonTopology, exchangesOf, servedQueues, type Bound, type Topology } from './topology.js';

export interface StandingAgent {
  readonly type: string;
  /** Instances whose own queues are to stand as well. */
  readonly ids?: readonly string[];
  readonly operations: readonly Bound[];
}

/** Exchanges, the dead letters, the queues of the types, and those of the instances that are named. */
export function topologyOf(agents: readonly StandingAgent[], namespace = ''): Topology {
  const names = namesIn(namespace);
  const common = commonTopology(names);
  const served = agents.flatMap(({ type, ids = [], operations }) => {
    const shared = servedQueues(names, operations, type, '').filter(({ share }) => share === 'instances');
    const own = ids.flatMap((id) => servedQueues(names, operations, type, id).filter(({ share }) => share === 'one'));
    return [...shared, ...own];
  });
  return {
    exchanges: exchangesOf(
      names,
      agents.flatMap(({ operations }) => operations),
    ),
    queues: [...common.queues, ...served.map(({ queue }) => queue)],
    bindings: [...common.bindings, ...served.flatMap(({ bindings }) => bindings)],
  };
}

/**
 * Makes what is missing and leaves what is there.
 * @throws {AgentError} `topology_mismatch` where something of that name is otherwise; what the connection says.
 */
export function applyTopology(topology: Topology, options: ConnectionOptions): Promise<void> {
  return withModel(options, (model) => onChannel(model, (channel) => declare(channel, topology)));
}

/** How what stands on the broker compares; nothing is made. AMQP tells nothing of bindings. */
export function checkTopology(topology: Topology, options: ConnectionOptions): Promise<TopologyFinding[]> {
  return withModel(options, (model) => inspect(model, topology));
}

async function withModel<T>(
  options: ConnectionOptions,
  act: (model: Awaited<ReturnType<typeof openModel>>) => Promise<T>,
): Promise<T> {
  const model = await openModel(options);
  try {
    return await act(model);
  } finally {
    await model.close();
  }
}
