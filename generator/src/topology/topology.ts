/** What stands on brokers, against what the manifest says: one row per transport that has something there. */
import { AgentError } from '@agentwire/runtime';
import { createDiagnostics } from '../diagnostics/index.js';
import { loadProtocol } from '../load-protocol.js';
import type { Protocol } from '../model/model.js';
import { amqpTopology } from './amqp.js';
import { kafkaTopology } from './kafka.js';
import type { TopologyOptions, TopologyResult, TransportTopology } from './topology-result.js';

/** A transport's plan, made and checked by its own client library, which is loaded only then. */
export type Topology = (protocol: Protocol, options: TopologyOptions) => Promise<TransportTopology>;

/** By the option that names the transport's brokers. */
const transports = { amqp: amqpTopology, kafka: kafkaTopology } as const satisfies Record<string, Topology>;

export async function topology(options: TopologyOptions): Promise<TopologyResult> {
  const diagnostics = createDiagnostics();
  const protocol = loadProtocol(options, diagnostics);
  if (protocol === undefined) return { diagnostics: diagnostics.all, transports: [] };
  const rows: TransportTopology[] = [];
  for (const [name, run] of Object.entries(transports))
    if (options.brokers[name] !== undefined) rows.push(await attempt(name, () => run(protocol, options)));
  return { diagnostics: diagnostics.all, transports: rows };
}

/** Brokers that are away or refuse us are the user's to see to. */
async function attempt(transport: string, run: () => Promise<TransportTopology>): Promise<TransportTopology> {
  try {
    return await run();
  } catch (thrown) {
    if (!(thrown instanceof AgentError)) throw thrown;
    return { transport, rows: [], failure: thrown.message };
  }
}
