/** What went wrong on the way, as an `AgentError`: above all, whether the message may have arrived. */
import { AgentError, type Outcome, type Reason } from '../../error.js';

/** A request or a response that broke. */
export function brokenCall(thrown: unknown, neverConnected: boolean, signal: AbortSignal): AgentError {
  if (thrown instanceof AgentError) return thrown;
  if (signal.aborted) return AgentError.from(signal.reason, 'cancelled', 'unknown');
  const code = errorCode(thrown);
  if (neverConnected)
    return AgentError.of('unreachable', `no connection: ${code}`, { outcome: 'rejected', cause: thrown });
  if (code === 'UND_ERR_CLOSED' || code === 'UND_ERR_DESTROYED')
    return AgentError.of('unreachable', 'the client is closed', { outcome: 'rejected', cause: thrown });
  if (code === 'UND_ERR_INVALID_ARG')
    return AgentError.of('header_invalid', 'a header cannot be sent over HTTP', { outcome: 'rejected', cause: thrown });
  if (code.startsWith('HPE_') || code === 'HTTPParserError' || code === 'UND_ERR_HEADERS_OVERFLOW')
    return AgentError.of('protocol_violation', `the answer is not HTTP: ${code}`, {
      outcome: 'unknown',
      cause: thrown,
    });
  return AgentError.of('connection_lost', `the connection broke: ${code}`, { outcome: 'unknown', cause: thrown });
}

function errorCode(thrown: unknown): string {
  const { code, name } = (thrown ?? {}) as { readonly code?: unknown; readonly name?: unknown };
  return typeof code === 'string' ? code : typeof name === 'string' ? name : 'unknown';
}

const reasonsByStatus: Readonly<Record<number, Reason>> = {
  401: 'authentication_failed',
  403: 'permission_denied',
  404: 'operation_unsupported',
  405: 'operation_unsupported',
  408: 'connection_lost',
  413: 'too_large',
  415: 'content_type_unsupported',
  429: 'overloaded',
  431: 'header_invalid',
  502: 'connection_lost',
  503: 'connection_lost',
  504: 'connection_lost',
};

/** A status without problem details: a proxy, or a server that is not ours. */
export function bareStatus(status: number): AgentError {
  const outcome: Outcome = status >= 500 || status < 400 ? 'unknown' : 'rejected';
  const reason = reasonsByStatus[status] ?? 'protocol_violation';
  return AgentError.of(reason, `the server answered ${status} and nothing of ours`, { outcome });
}
