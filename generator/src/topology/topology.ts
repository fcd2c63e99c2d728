/** What stands on brokers, against what the manifest says: one row per transport that has something there. */
import { AgentError } from '@agentwire/runtime';
import { loadConfig } from '../config/load-config.js';
import { adjust } from '../adjust/adjust.js';
import { createDiagnostics } from '../diagnostics/index.js';
import { link } from '../link.js';
import { load } from '../load.js';
import type { Protocol } from '../model/model.js';
import { openWorkspace } from '../source/workspace.js';
import { amqpTopology } from './amqp.js';
import { kafkaTopology } from './kafka.js';
import type { TopologyOptions, TopologyResult, TransportTopology } from './topology-result.js';

/** A transport's plan, made and checked by its own client library, which is loaded only then. */
export type Topology = (protocol: Protocol, options: TopologyOptions) => Promise<TransportTopology>;

/** By the option that names the transport's brokers. */
const transports = { amqp: amqpTopology, kafka: kafkaTopology } as const satisfies Record<string, Topology>;

export async function topology(options: TopologyOptions): Promise<TopologyResult> {
  const diagnostics = createDiagnostics();
  const failed = (): TopologyResult => ({ diagnostics: diagnostics.all, transports: [] });
  const config = loadConfig(
    { cwd: options.cwd, ...(options.config === undefined ? {} : { file: options.config }) },
    diagnostics,
  );
  if (config === undefined || diagnostics.hasErrors) return failed();
  const loaded = load(config, openWorkspace(config.root), diagnostics);
  if (diagnostics.hasErrors) return failed();
  const { protocol } = link(adjust(loaded, config, diagnostics), diagnostics);
  if (protocol === undefined || diagnostics.hasErrors) return failed();
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
