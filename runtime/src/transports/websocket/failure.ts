/** An `AgentError` as the members of an `error` frame, both ways. */
import type { JsonValue } from '../../codec/json-value.js';
import type { Agent, OperationFacts } from '../../contract.js';
import { decodeDetail, encodeDetail } from '../../details.js';
import { utf8 } from '../../envelope/bytes.js';
import { AgentError, isCode, type Outcome } from '../../error.js';
import type { ErrorMembers } from './frame.js';
import { status } from './socket.js';

const decoder = new TextDecoder();

export function writeError(error: AgentError, agent?: Agent, operation?: OperationFacts): ErrorMembers {
  const { code, reason, outcome, message, path } = error;
  try {
    const detail = agent === undefined || operation === undefined ? undefined : encodeDetail(agent, operation, error);
    return {
      code,
      reason,
      outcome,
      message,
      ...(path === undefined ? {} : { path }),
      ...(detail === undefined ? {} : { detail: JSON.parse(decoder.decode(detail)) as JsonValue }),
    };
  } catch (thrown) {
    // The handler's own mistake: its caller is told that instead.
    return writeError(AgentError.from(thrown, 'reply_invalid', 'handled'));
  }
}

export function unknownType(): ErrorMembers {
  return writeError(AgentError.of('message_type_unknown', 'no frame has this type', { path: '/type' }));
}

const outcomes: readonly string[] = ['rejected', 'unknown', 'expired', 'handled'] satisfies Outcome[];

export function readError(members: ErrorMembers, agent: Agent, operation: OperationFacts): AgentError {
  const { code, reason, outcome, message, path, detail } = members;
  // A reason becomes part of logs and metrics: words only.
  if (!isCode(code) || !outcomes.includes(outcome) || !/^[a-zA-Z0-9_.-]{1,100}$/.test(reason))
    return AgentError.of('protocol_violation', 'an error that is none', { outcome: 'unknown' });
  try {
    return AgentError.reported(code, reason, message, {
      outcome: outcome as Outcome,
      ...(path === undefined ? {} : { path }),
      ...(detail === undefined ? {} : { detail: decodeDetail(agent, operation, reason, utf8(JSON.stringify(detail))) }),
    });
  } catch (thrown) {
    return AgentError.from(thrown, 'protocol_violation', 'unknown');
  }
}

/** What it means for calls under way that the peer closed the connection like this; undefined where it may come back. */
export function finalError(closed: number): AgentError | undefined {
  const outcome = 'unknown';
  switch (closed) {
    case status.protocolError:
    case status.unsupportedData:
    case status.invalidData:
    case status.policy:
      return AgentError.of('protocol_violation', `the peer closed the connection with ${closed}`, { outcome });
    case status.tooBig:
      return AgentError.of('too_large', 'the peer closed the connection over the size of a message', { outcome });
    case status.tryAgainLater:
      return AgentError.of('overloaded', 'the peer closed the connection: too much was not read', { outcome });
    default:
      return undefined;
  }
}
