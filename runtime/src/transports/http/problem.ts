/**
 * Errors as RFC 9457 problem details, both ways:
 *
 *     {"type":"about:blank","title":"Conflict","status":409,"detail":"task conflict","code":"already_exists",
 *      "reason":"task_conflict","outcome":"handled","path":"/payload/data/task_id","details":{"task_id":"t-1"}}
 *
 * `detail` is the sentence that the RFC has there; `details` is a declared error's own typed payload.
 */
import { STATUS_CODES } from 'node:http';
import { CodecError } from '../../codec/codec.js';
import type { Agent, OperationFacts } from '../../contract.js';
import { concat, utf8 } from '../../envelope/bytes.js';
import { AgentError, httpStatusOf, isCode, type Outcome } from '../../error.js';

export interface Problem {
  readonly status: number;
  readonly body: Uint8Array;
}

/** @param status instead of the error's usual one, where HTTP has a better word. */
export function problemOf(
  error: AgentError,
  agent?: Agent,
  operation?: OperationFacts,
  status: number = httpStatusOf(error),
): Problem {
  const members = {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? error.reason.replaceAll('_', ' '),
    status,
    detail: error.message,
    code: error.code,
    reason: error.reason,
    outcome: error.outcome,
    ...(error.path === undefined ? {} : { path: error.path }),
  };
  const text = JSON.stringify(members);
  const details = encodeDetails(error, agent, operation);
  if (details === undefined) return { status, body: utf8(text) };
  return { status, body: concat([utf8(`${text.slice(0, -1)},"details":`), details, utf8('}')]) };
}

/** @throws {AgentError} `reply_invalid` where the handler's detail is not what it declares. */
function encodeDetails(error: AgentError, agent?: Agent, operation?: OperationFacts): Uint8Array | undefined {
  const codec = detailCodec(error.reason, agent, operation);
  if (codec === undefined || error.detail === undefined) return undefined;
  try {
    return codec.encode(error.detail);
  } catch (thrown) {
    if (!(thrown instanceof CodecError)) throw thrown;
    throw AgentError.of('reply_invalid', `the detail of ${error.reason} is invalid: ${thrown.message}`, {
      outcome: 'handled',
      cause: thrown,
    });
  }
}

/** What a problem says; undefined where it is not one of ours. */
export function errorOfProblem(body: Uint8Array, agent: Agent, operation: OperationFacts): AgentError | undefined {
  const problem = parse(body);
  const { code, reason, detail, outcome, path, details } = problem;
  if (typeof code !== 'string' || !isCode(code) || typeof reason !== 'string' || !isWord(reason)) return undefined;
  const message = typeof detail === 'string' ? detail : reason;
  const declared = Object.hasOwn(operation.errors ?? {}, reason) ? operation.errors?.[reason] : undefined;
  if (declared === undefined)
    return AgentError.reported(code, reason, message, {
      outcome: outcomeOf(outcome),
      ...(typeof path === 'string' ? { path } : {}),
    });
  const codec = detailCodec(reason, agent, operation);
  if (codec === undefined) return AgentError.declared(declared.code, reason, message, undefined);
  try {
    return AgentError.declared(declared.code, reason, message, codec.decode(utf8(JSON.stringify(details ?? null))));
  } catch (thrown) {
    if (!(thrown instanceof CodecError)) throw thrown;
    return AgentError.of('protocol_violation', `the detail of ${reason} is invalid: ${thrown.message}`, {
      outcome: 'handled',
      cause: thrown,
    });
  }
}

function detailCodec(
  reason: string,
  agent: Agent | undefined,
  operation: OperationFacts | undefined,
): { encode(value: unknown): Uint8Array; decode(bytes: Uint8Array): unknown } | undefined {
  const declared = Object.hasOwn(operation?.errors ?? {}, reason) ? operation?.errors?.[reason] : undefined;
  return declared?.detail === undefined ? undefined : agent?.details?.[declared.detail];
}

const decoder = new TextDecoder('utf-8', { fatal: true });

function parse(body: Uint8Array): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(decoder.decode(body));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** A reason becomes part of logs and metrics: words only. */
function isWord(reason: string): boolean {
  return /^[a-zA-Z0-9_.-]{1,100}$/.test(reason);
}

const outcomes: readonly string[] = ['rejected', 'unknown', 'expired', 'handled'] satisfies Outcome[];

function outcomeOf(word: unknown): Outcome {
  return typeof word === 'string' && outcomes.includes(word) ? (word as Outcome) : 'unknown';
}
