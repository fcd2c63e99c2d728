/** The detail of a declared error as bytes, by the codec that the operation names for it: the same on every transport. */
import { CodecError, type Codec } from './codec/codec.js';
import type { Agent, OperationFacts } from './contract.js';
import { AgentError } from './error.js';

type Details = Pick<Agent, 'details'>;

/**
 * The bytes of `error.detail`; undefined where the error carries none.
 * @throws {AgentError} `reply_invalid` where the detail is not what the operation declares.
 */
export function encodeDetail(agent: Details, operation: OperationFacts, error: AgentError): Uint8Array | undefined {
  const codec = detailCodec(agent, operation, error.reason);
  if (codec === undefined || error.detail === undefined) return undefined;
  return judged('reply_invalid', () => codec.encode(error.detail));
}

/**
 * What `encodeDetail` wrote.
 * @throws {AgentError} `protocol_violation` where the bytes are not what the operation declares.
 */
export function decodeDetail(agent: Details, operation: OperationFacts, reason: string, bytes: Uint8Array): unknown {
  const codec = detailCodec(agent, operation, reason);
  return codec === undefined ? undefined : judged('protocol_violation', () => codec.decode(bytes));
}

function detailCodec(agent: Details, operation: OperationFacts, reason: string): Codec<unknown> | undefined {
  const { errors = {} } = operation;
  const key = Object.hasOwn(errors, reason) ? errors[reason]?.detail : undefined;
  return key === undefined ? undefined : agent.details?.[key];
}

function judged<R>(reason: 'reply_invalid' | 'protocol_violation', run: () => R): R {
  try {
    return run();
  } catch (thrown) {
    if (!(thrown instanceof CodecError)) throw thrown;
    throw AgentError.of(reason, `the detail of a declared error: ${thrown.message}`, {
      outcome: reason === 'reply_invalid' ? 'handled' : 'unknown',
      path: `/detail${thrown.path}`,
      cause: thrown,
    });
  }
}
