/** What went wrong on the way, as an `AgentError`: above all, whether the message may have arrived. */
import type { Agent, OperationFacts } from '../../contract.js';
import { AgentError, type Code, type Outcome, type Reason } from '../../error.js';
import type { Grpc } from './grpc-js.js';
import { codeOf, decodeStatus, statusTrailer } from './status.js';

type Status = Pick<Grpc.StatusObject, 'code' | 'metadata'>;

/** A status that is not OK. */
export function errorOfStatus(
  { code, metadata }: Status,
  agent: Agent,
  operation: OperationFacts,
  signal: AbortSignal,
): AgentError {
  if (signal.aborted) return AgentError.from(signal.reason, 'cancelled', 'unknown');
  const [details] = metadata.get(statusTrailer);
  const own = details instanceof Uint8Array ? decodeStatus(details, agent, operation) : undefined;
  return own ?? bareStatus(codeOf(code));
}

const reasons: Readonly<Record<Code, Reason>> = {
  cancelled: 'cancelled',
  unknown: 'protocol_violation',
  invalid_argument: 'malformed',
  deadline_exceeded: 'deadline_exceeded',
  not_found: 'agent_unknown',
  already_exists: 'duplicate',
  permission_denied: 'permission_denied',
  resource_exhausted: 'too_large',
  failed_precondition: 'schema_unknown',
  aborted: 'connection_lost',
  out_of_range: 'payload_invalid',
  unimplemented: 'operation_unsupported',
  internal: 'protocol_violation',
  unavailable: 'connection_lost',
  data_loss: 'protocol_violation',
  unauthenticated: 'authentication_failed',
};

const refusals: ReadonlySet<Code> = new Set(['unimplemented', 'unauthenticated', 'permission_denied', 'not_found']);

/** A status without our details: grpc-js itself, a proxy, or a server that is not ours. Its words stay there. */
export function bareStatus(code: Code): AgentError {
  const outcome: Outcome = refusals.has(code) ? 'rejected' : 'unknown';
  return AgentError.of(reasons[code], `the call ended as ${code} with nothing of ours`, { outcome });
}
