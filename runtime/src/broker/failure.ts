/** An `AgentError` as headers, with a declared error's detail as the body. */
import type { Agent, OperationFacts } from '../contract.js';
import { decodeDetail, encodeDetail } from '../details.js';
import { AgentError, isCode, type Outcome } from '../error.js';
import type { TransportHeaders } from '../transport.js';
import { names } from './headers.js';

export interface Failure {
  readonly headers: Record<string, string>;
  readonly body: Uint8Array;
}

const nothing = new Uint8Array();

export function writeFailure(agent: Agent, operation: OperationFacts | undefined, error: AgentError): Failure {
  const { code, reason, outcome, path, message } = error;
  try {
    return {
      headers: {
        [names.code]: code,
        [names.reason]: reason,
        [names.outcome]: outcome,
        [names.message]: message,
        ...(path === undefined ? {} : { [names.path]: path }),
      },
      body: (operation === undefined ? undefined : encodeDetail(agent, operation, error)) ?? nothing,
    };
  } catch (thrown) {
    // The handler's own mistake: its caller is told that instead.
    return writeFailure(agent, undefined, AgentError.from(thrown, 'reply_invalid', 'handled'));
  }
}

const outcomes: readonly string[] = ['rejected', 'unknown', 'expired', 'handled'] satisfies Outcome[];

export function readFailure(
  agent: Agent,
  operation: OperationFacts,
  headers: TransportHeaders,
  body: Uint8Array,
): AgentError {
  const code = headers[names.code] ?? '';
  const reason = headers[names.reason] ?? '';
  const outcome = headers[names.outcome] ?? '';
  const path = headers[names.path];
  if (!isCode(code) || !outcomes.includes(outcome))
    return AgentError.of('protocol_violation', 'an error that is none', { outcome: 'unknown' });
  try {
    return AgentError.reported(code, reason, headers[names.message] ?? reason, {
      outcome: outcome as Outcome,
      ...(path === undefined ? {} : { path }),
      ...(body.length === 0 ? {} : { detail: decodeDetail(agent, operation, reason, body) }),
    });
  } catch (thrown) {
    return AgentError.from(thrown, 'protocol_violation', 'unknown');
  }
}
