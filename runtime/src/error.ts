/**
 * What can go wrong with a call, as data: one row per reason. The registry is closed; an operation's own declared errors
 * are the only other reasons there are.
 */

/** gRPC's status codes without OK, in lower case. */
export type Code =
  | 'cancelled'
  | 'unknown'
  | 'invalid_argument'
  | 'deadline_exceeded'
  | 'not_found'
  | 'already_exists'
  | 'permission_denied'
  | 'resource_exhausted'
  | 'failed_precondition'
  | 'aborted'
  | 'out_of_range'
  | 'unimplemented'
  | 'internal'
  | 'unavailable'
  | 'data_loss'
  | 'unauthenticated';

/**
 * What is known about the message when the call failed.
 * - `rejected`: surely not accepted.
 * - `unknown`: may be accepted; sending the same message_id again is safe.
 * - `expired`: its ttl or deadline ran out before a handler started.
 * - `handled`: a handler took it and answered with this error.
 */
export type Outcome = 'rejected' | 'unknown' | 'expired' | 'handled';

/** What a consumer does with the message: take it off, put it back, or park it. */
export type Settlement = 'ack' | 'requeue' | 'dead-letter';

export interface ReasonRow {
  readonly code: Code;
  readonly retryable: boolean;
  readonly settle: Settlement;
  /** Where it is not the code's usual status. */
  readonly http?: number;
  /** The coarser word that the peer hears (security.md section 6): which check failed is no help to give an attacker. */
  readonly heard?: 'authentication_failed';
}

/** Statuses by google.rpc.Code's published mapping; 499 is the common word for a caller that went away. */
export const statusOf: Readonly<Record<Code, { readonly http: number; readonly grpc: number }>> = {
  cancelled: { http: 499, grpc: 1 },
  unknown: { http: 500, grpc: 2 },
  invalid_argument: { http: 400, grpc: 3 },
  deadline_exceeded: { http: 504, grpc: 4 },
  not_found: { http: 404, grpc: 5 },
  already_exists: { http: 409, grpc: 6 },
  permission_denied: { http: 403, grpc: 7 },
  resource_exhausted: { http: 429, grpc: 8 },
  failed_precondition: { http: 400, grpc: 9 },
  aborted: { http: 409, grpc: 10 },
  out_of_range: { http: 400, grpc: 11 },
  unimplemented: { http: 501, grpc: 12 },
  internal: { http: 500, grpc: 13 },
  unavailable: { http: 503, grpc: 14 },
  data_loss: { http: 500, grpc: 15 },
  unauthenticated: { http: 401, grpc: 16 },
};

const refused = { retryable: false, settle: 'dead-letter' } as const;
const unproven = { code: 'unauthenticated', ...refused, heard: 'authentication_failed' } as const;
const passing = { retryable: true, settle: 'requeue' } as const;

/** The words of the registry. */
export type Reason =
  | 'malformed'
  | 'header_invalid'
  | 'header_mismatch'
  | 'payload_invalid'
  | 'content_type_unsupported'
  | 'too_large'
  | 'version_unsupported'
  | 'message_type_unknown'
  | 'operation_unsupported'
  | 'wrong_destination'
  | 'agent_unknown'
  | 'task_unknown'
  | 'schema_unknown'
  | 'clock_skew'
  | 'expired'
  | 'deadline_exceeded'
  | 'cancelled'
  | 'token_missing'
  | 'authentication_failed'
  | 'signature_required'
  | 'alg_not_allowed'
  | 'key_unknown'
  | 'key_expired'
  | 'key_revoked'
  | 'key_use'
  | 'source_mismatch'
  | 'signature_malformed'
  | 'signature_invalid'
  | 'digest_mismatch'
  | 'permission_denied'
  | 'unreachable'
  | 'topology_mismatch'
  | 'connection_lost'
  | 'overloaded'
  | 'shutting_down'
  | 'duplicate'
  | 'replay_store_unavailable'
  | 'protocol_violation'
  | 'handler_failed'
  | 'reply_invalid';

export const reasons: Readonly<Record<Reason, ReasonRow>> = {
  // The frame and its header.
  malformed: { code: 'invalid_argument', ...refused },
  header_invalid: { code: 'invalid_argument', ...refused },
  header_mismatch: { code: 'invalid_argument', ...refused },
  payload_invalid: { code: 'invalid_argument', ...refused },
  content_type_unsupported: { code: 'invalid_argument', ...refused, http: 415 },
  too_large: { code: 'resource_exhausted', ...refused, http: 413 },
  version_unsupported: { code: 'unimplemented', ...refused },
  message_type_unknown: { code: 'unimplemented', ...refused },
  operation_unsupported: { code: 'unimplemented', ...refused },
  wrong_destination: { code: 'not_found', ...refused },
  agent_unknown: { code: 'not_found', ...refused },
  task_unknown: { code: 'not_found', ...refused },
  schema_unknown: { code: 'failed_precondition', ...refused },
  // Time.
  clock_skew: { code: 'failed_precondition', ...refused },
  expired: { code: 'deadline_exceeded', ...refused },
  deadline_exceeded: { code: 'deadline_exceeded', retryable: false, settle: 'dead-letter' },
  cancelled: { code: 'cancelled', retryable: false, settle: 'ack' },
  // Who may do what.
  token_missing: { code: 'unauthenticated', ...refused },
  authentication_failed: { code: 'unauthenticated', ...refused },
  signature_required: { code: 'unauthenticated', ...refused },
  alg_not_allowed: { code: 'failed_precondition', ...refused },
  key_unknown: unproven,
  key_expired: unproven,
  key_revoked: unproven,
  key_use: unproven,
  source_mismatch: unproven,
  signature_malformed: unproven,
  signature_invalid: unproven,
  digest_mismatch: unproven,
  permission_denied: { code: 'permission_denied', ...refused },
  // The way there.
  unreachable: { code: 'unavailable', ...passing },
  topology_mismatch: { code: 'failed_precondition', ...refused },
  connection_lost: { code: 'unavailable', ...passing },
  overloaded: { code: 'resource_exhausted', ...passing },
  shutting_down: { code: 'unavailable', ...passing },
  replay_store_unavailable: { code: 'unavailable', ...passing },
  duplicate: { code: 'already_exists', retryable: false, settle: 'ack' },
  protocol_violation: { code: 'internal', retryable: false, settle: 'dead-letter' },
  // The handler.
  handler_failed: { code: 'internal', retryable: false, settle: 'dead-letter' },
  reply_invalid: { code: 'internal', retryable: false, settle: 'dead-letter' },
};

export function isReason(word: string): word is Reason {
  return Object.hasOwn(reasons, word);
}

export interface AgentErrorOptions {
  readonly outcome?: Outcome;
  /** RFC 6901 pointer into the message. */
  readonly path?: string;
  /** A declared error's typed detail; else nothing. */
  readonly detail?: unknown;
  readonly cause?: unknown;
}

/** The one error of the runtime. Its message holds neither secrets nor payloads. */
export class AgentError extends Error {
  override readonly name = 'AgentError';
  readonly code: Code;
  /** A reason of the registry, or the key of one of the operation's declared errors. */
  readonly reason: string;
  readonly outcome: Outcome;
  readonly path: string | undefined;
  readonly detail: unknown;
  readonly retryable: boolean;

  private constructor(code: Code, reason: string, retryable: boolean, message: string, options: AgentErrorOptions) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.reason = reason;
    this.retryable = retryable;
    this.outcome = options.outcome ?? 'rejected';
    this.path = options.path;
    this.detail = options.detail;
  }

  /** An error of the registry. */
  static of(reason: Reason, message: string, options: AgentErrorOptions = {}): AgentError {
    const row = reasons[reason];
    return new AgentError(row.code, reason, row.retryable, message, options);
  }

  /** An error that the operation declares. */
  static declared(code: Code, reason: string, message: string, detail: unknown): AgentError {
    return new AgentError(code, reason, false, message, { outcome: 'handled', detail });
  }

  /** What another peer reported; a reason that this release does not know keeps its code. */
  static reported(code: Code, reason: string, message: string, options: AgentErrorOptions): AgentError {
    const row = isReason(reason) ? reasons[reason] : undefined;
    return new AgentError(code, reason, row?.retryable ?? code === 'unavailable', message, options);
  }

  /** Any thrown value; what is not ours becomes `reason`, with the original as its cause. */
  static from(thrown: unknown, reason: Reason, outcome: Outcome = 'rejected'): AgentError {
    if (thrown instanceof AgentError) return thrown;
    const words =
      reason === 'handler_failed' ? 'the handler failed' : thrown instanceof Error ? thrown.message : String(thrown);
    return AgentError.of(reason, words, { outcome, cause: thrown });
  }
}

/** The same error with another word on what became of the message. */
export function withOutcome(error: AgentError, outcome: Outcome): AgentError {
  const { code, reason, message, path } = error;
  if (error.outcome === outcome) return error;
  return AgentError.reported(code, reason, message, {
    outcome,
    ...(path === undefined ? {} : { path }),
    cause: error,
  });
}

/** What the peer is told of an error. */
export function heardOf(error: AgentError): AgentError {
  const heard = isReason(error.reason) ? reasons[error.reason].heard : undefined;
  if (heard === undefined) return error;
  return AgentError.of(heard, 'the message did not prove whom it is from', { outcome: error.outcome, cause: error });
}

const codes: ReadonlySet<string> = new Set(Object.keys(statusOf));

export function isCode(word: string): word is Code {
  return codes.has(word);
}

export function httpStatusOf(error: { readonly code: Code; readonly reason: string }): number {
  const row = isReason(error.reason) ? reasons[error.reason] : undefined;
  return row?.http ?? statusOf[error.code].http;
}
