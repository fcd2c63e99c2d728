/** What kafkajs throws, as an `AgentError`: above all, whether records may have been written. */
import { AgentError, type Outcome, type Reason } from '../../../error.js';

interface Row {
  readonly reason: Reason;
  readonly outcome: Outcome;
}

const refused = (reason: Reason): Row => ({ reason, outcome: 'rejected' });
const open = (reason: Reason): Row => ({ reason, outcome: 'unknown' });

/** By the name of a broker's error (Kafka protocol, "Error Codes"). */
const byType: Readonly<Record<string, Row>> = {
  MESSAGE_TOO_LARGE: refused('too_large'),
  RECORD_LIST_TOO_LARGE: refused('too_large'),
  TOPIC_AUTHORIZATION_FAILED: refused('permission_denied'),
  GROUP_AUTHORIZATION_FAILED: refused('permission_denied'),
  CLUSTER_AUTHORIZATION_FAILED: refused('permission_denied'),
  SASL_AUTHENTICATION_FAILED: refused('authentication_failed'),
  ILLEGAL_SASL_STATE: refused('authentication_failed'),
  UNSUPPORTED_SASL_MECHANISM: refused('authentication_failed'),
  INVALID_TOPIC_EXCEPTION: refused('payload_invalid'),
  UNKNOWN_TOPIC_OR_PARTITION: refused('unreachable'),
  LEADER_NOT_AVAILABLE: refused('unreachable'),
  NOT_LEADER_FOR_PARTITION: refused('unreachable'),
  BROKER_NOT_AVAILABLE: refused('unreachable'),
  NOT_ENOUGH_REPLICAS: refused('unreachable'),
};

/** By the name of an error of kafkajs's own, where it comes before anything is sent. */
const byName: Readonly<Record<string, Row>> = {
  KafkaJSBrokerNotFound: refused('unreachable'),
  KafkaJSMetadataNotLoaded: refused('unreachable'),
  KafkaJSTopicMetadataNotLoaded: refused('unreachable'),
  KafkaJSGroupCoordinatorNotFound: refused('unreachable'),
  KafkaJSNoBrokerAvailableError: refused('unreachable'),
  KafkaJSSASLAuthenticationError: refused('authentication_failed'),
};

/** Sockets that never were one. */
const neverConnected: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH']);

interface Thrown {
  readonly name?: string;
  readonly type?: string;
  readonly code?: unknown;
  readonly cause?: unknown;
  readonly errors?: readonly unknown[];
}

/** `sent`: whether anything can have been written when it was thrown. */
export function errorOf(thrown: unknown, sent: boolean): AgentError {
  if (thrown instanceof AgentError) return thrown;
  const root = rootOf(thrown);
  const { name = 'Error', type, code } = root;
  const row = rowOf(root);
  const outcome = sent ? row.outcome : 'rejected';
  const reason = !sent && row.reason === 'connection_lost' ? 'unreachable' : row.reason;
  const words = type ?? (typeof code === 'string' ? code : name);
  return AgentError.of(reason, `Kafka: ${words}`, { outcome, cause: thrown });
}

function rowOf({ name = '', type, code }: Thrown): Row {
  if (type !== undefined) return byType[type] ?? open('connection_lost');
  if (typeof code === 'string' && neverConnected.has(code)) return refused('unreachable');
  return byName[name] ?? open('connection_lost');
}

/** Whether the connection that it came over is better made anew: all but what a broker answered. */
export function isBroken(thrown: unknown): boolean {
  return rootOf(thrown).type === undefined;
}

/** Retries and crashes wrap what they end with. */
function rootOf(thrown: unknown): Thrown {
  let at = (thrown ?? {}) as Thrown;
  for (let depth = 0; depth < 8; depth++) {
    const inner = at.errors?.[0] ?? at.cause;
    if (typeof inner !== 'object' || inner === null) break;
    at = inner;
  }
  return at;
}
