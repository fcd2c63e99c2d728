import { AgentError } from '../error.js';

/**
 * Whatever a handler lets out, this message was handled: a failed call of its own may say `rejected` of another message,
 * and this one would then be sent again.
 */
export function handled(thrown: unknown): AgentError {
  const error = AgentError.from(thrown, 'handler_failed', 'handled');
  if (error.outcome === 'handled') return error;
  return AgentError.reported(error.code, error.reason, error.message, { outcome: 'handled', cause: error });
}
