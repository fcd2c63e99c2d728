/** Who needs which permission: what an operation states, beside the agents that take and send it. */
import { createDiagnostics, type Diagnostic } from './diagnostics/index.js';
import { loadProtocol, type ProtocolSource } from './load-protocol.js';
import type { Agent, Operation } from './model/model.js';

export interface PermissionRow {
  readonly operation: string;
  /** Null: open to every agent whose message is accepted. */
  readonly permission: string | null;
  /** Agents that run it for whoever has the permission. */
  readonly servedBy: readonly string[];
  /** Agents that send it by themselves, and so need the permission. */
  readonly emittedBy: readonly string[];
}

export interface PermissionsResult {
  readonly rows: readonly PermissionRow[];
  readonly diagnostics: readonly Diagnostic[];
}

export async function permissions(source: ProtocolSource): Promise<PermissionsResult> {
  const diagnostics = createDiagnostics();
  const { operations = [], agents = [] } = loadProtocol(source, diagnostics) ?? {};
  return { rows: operations.map((operation) => rowOf(operation, agents)), diagnostics: diagnostics.all };
}

function rowOf({ key, permission }: Operation, agents: readonly Agent[]): PermissionRow {
  const having = (side: 'serves' | 'emits'): readonly string[] =>
    agents.filter((agent) => agent[side].some((operation) => operation.key === key)).map((agent) => agent.key);
  return { operation: key, permission: permission ?? null, servedBy: having('serves'), emittedBy: having('emits') };
}
