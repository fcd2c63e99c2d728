/**
 * Errors as gRPC's rich status, both ways: `google.rpc.Status` in the trailer `grpc-status-details-bin`, with a
 * `google.rpc.ErrorInfo` (`reason`, domain `agentwire`, metadata `outcome` and `path`). A declared error's own detail
 * follows as a `google.protobuf.BytesValue` that holds its JSON.
 */
import type { Agent, OperationFacts } from '../../contract.js';
import { decodeDetail, encodeDetail } from '../../details.js';
import { AgentError, isCode, statusOf, type Code, type Outcome } from '../../error.js';
import { entriesOf, fieldsOf, Malformed, mapOf, message } from './wire.js';

export const statusTrailer = 'grpc-status-details-bin';

const domain = 'agentwire';
const types = {
  info: 'type.googleapis.com/google.rpc.ErrorInfo',
  bytes: 'type.googleapis.com/google.protobuf.BytesValue',
} as const;

/** By gRPC's numbers. */
const codes: ReadonlyMap<number, Code> = new Map(
  Object.entries(statusOf).flatMap(([code, { grpc }]) => (isCode(code) ? [[grpc, code] as const] : [])),
);

export function codeOf(number: number): Code {
  return codes.get(number) ?? 'unknown';
}

/** The bytes of `google.rpc.Status`. An invalid detail is the handler's mistake, and its caller is told that instead. */
export function encodeStatus(error: AgentError, agent?: Agent, operation?: OperationFacts): Buffer {
  try {
    const detail = agent === undefined || operation === undefined ? undefined : encodeDetail(agent, operation, error);
    return rich(error, detail);
  } catch (thrown) {
    return rich(AgentError.from(thrown, 'reply_invalid', 'handled'), undefined);
  }
}

function rich({ code, reason, message: words, outcome, path }: AgentError, detail: Uint8Array | undefined): Buffer {
  const info = message([1, reason], [2, domain], ...entriesOf(3, { outcome, ...(path === undefined ? {} : { path }) }));
  return message(
    [1, statusOf[code].grpc],
    [2, words],
    [3, message([1, types.info], [2, info])],
    ...(detail === undefined ? [] : [[3, message([1, types.bytes], [2, message([1, detail])])] as const]),
  );
}

const outcomes: readonly string[] = ['rejected', 'unknown', 'expired', 'handled'] satisfies Outcome[];

/** What a status says; undefined where it is not one of ours. */
export function decodeStatus(bytes: Uint8Array, agent: Agent, operation: OperationFacts): AgentError | undefined {
  try {
    const status = fieldsOf(bytes);
    const details = status.all(3).map(fieldsOf);
    const info = fieldsOf(details.find((one) => one.text(1) === types.info)?.bytes(2) ?? new Uint8Array());
    if (info.text(2) !== domain || !isWord(info.text(1))) return undefined;
    const { outcome = '', path } = mapOf(info, 3);
    const reason = info.text(1);
    const wrapped = details.find((one) => one.text(1) === types.bytes)?.bytes(2);
    const detail = wrapped === undefined ? undefined : fieldsOf(wrapped).bytes(1);
    return AgentError.reported(codeOf(status.number(1)), reason, status.text(2), {
      outcome: outcomes.includes(outcome) ? (outcome as Outcome) : 'unknown',
      ...(path === undefined ? {} : { path }),
      ...(detail === undefined ? {} : { detail: decodeDetail(agent, operation, reason, detail) }),
    });
  } catch (thrown) {
    if (thrown instanceof AgentError) return thrown;
    if (thrown instanceof Malformed) return undefined;
    throw thrown;
  }
}

/** A reason becomes part of logs and metrics: words only. */
function isWord(reason: string): boolean {
  return /^[a-zA-Z0-9_.-]{1,100}$/.test(reason);
}
