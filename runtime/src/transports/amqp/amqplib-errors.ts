/** What amqplib throws, as an `AgentError`: by the reply codes of AMQP 0-9-1 (1.5 of its definitions). */
import { AgentError, type Reason } from '../../error.js';

const reasonsByCode: Readonly<Record<number, Reason>> = {
  403: 'permission_denied',
  404: 'topology_mismatch',
  405: 'topology_mismatch',
  406: 'topology_mismatch',
  530: 'permission_denied',
};

/** Nothing was sent yet. The words are the broker's, which name users and virtual hosts but no password. */
export function brokenConnect(thrown: unknown): AgentError {
  if (thrown instanceof AgentError) return thrown;
  const { code, message } = facts(thrown);
  if (/ACCESS[-_]REFUSED/.test(message))
    return AgentError.of('authentication_failed', 'the broker refuses the login', { cause: thrown });
  // Past the login; amqplib keeps what the broker said to itself.
  if (/ConnectionOpenOk/.test(message))
    return AgentError.of('permission_denied', 'the broker refuses the virtual host', { cause: thrown });
  return AgentError.of('unreachable', `no connection to the broker: ${code ?? 'unknown'}`, { cause: thrown });
}

export function brokenTopology(thrown: unknown): AgentError {
  if (thrown instanceof AgentError) return thrown;
  const { code, message } = facts(thrown);
  const reason = typeof code === 'number' ? reasonsByCode[code] : undefined;
  return AgentError.of(reason ?? 'unreachable', message, { cause: thrown });
}

/** NOT_FOUND: no exchange or queue of that name. */
export function isMissing(thrown: unknown): boolean {
  return facts(thrown).code === 404;
}

function facts(thrown: unknown): { readonly code: unknown; readonly message: string } {
  const code = typeof thrown === 'object' && thrown !== null && 'code' in thrown ? thrown.code : undefined;
  return { code, message: thrown instanceof Error ? thrown.message : 'not an error' };
}
