/** What this transport calls things on Kafka: topics, groups, keys, and whom a record is for. */
import type { OperationFacts } from '../../contract.js';
import { AgentError } from '../../error.js';
import type { Destination } from '../../header.js';
import type { Outbound } from '../../transport.js';

/** Whom a record is for: `cook`, `cook/cook-1`, or `cook/*` for a broadcast, each part percent-encoded. */
export const addressHeader = 'aw-to';

/** Of a dead letter, beside the embedded broker's own names. */
export const originHeaders = { partition: 'aw-dead-letter-partition', offset: 'aw-dead-letter-offset' } as const;

/** Kafka's alphabet and length for topics. */
const legal = /^(?!\.{1,2}$)[A-Za-z0-9._-]{1,249}$/;

const part = encodeURIComponent;

export function addressOf({ agent_id, agent_type, broadcast }: Destination): string {
  if (broadcast) return `${part(agent_type)}/*`;
  return agent_id === undefined ? part(agent_type) : `${part(agent_type)}/${part(agent_id)}`;
}

/**
 * How an agent takes records: as one of the instances of its type (group per type), or for itself, where what is for it
 * alone and what is for all come in (group per agent).
 */
export type Share = 'instances' | 'own';

export function isFor(address: string, share: Share, type: string, id: string): boolean {
  return share === 'instances'
    ? address === part(type)
    : address === `${part(type)}/*` || address === `${part(type)}/${part(id)}`;
}

export interface Names {
  /** With `{placeholders}` of the agent filled; a pattern where a payload member is part of the name. */
  subscription(template: string, type: string, id: string): string | RegExp;
  /** @throws {AgentError} `operation_unsupported` without a binding, `payload_invalid` for a name that cannot be. */
  topic(outbound: Outbound): string;
  /** Where an operation's updates are copied to. */
  updates(operation: OperationFacts | undefined): string | undefined;
  group(share: Share, type: string, id: string): string;
  /** Where one caller's answers go. */
  replies(id: string): string;
  replyGroup(id: string, unique: string): string;
}

export const deadLetterSuffix = '.dlq';

export function createNames(prefix: string): Names {
  return {
    subscription(template, type, id) {
      const own: Readonly<Record<string, string>> = { agent_type: type, agent_id: id };
      const parts = template.split(/\{([^{}]+)\}/);
      const known = parts.map((text, index) => (index % 2 === 0 ? text : own[text.replace(/^destination\./, '')]));
      if (known.every((text) => text !== undefined)) return `${prefix}${known.join('')}`;
      const source = known.map((text) => (text === undefined ? '[A-Za-z0-9._-]+' : escaped(text)));
      return new RegExp(`^${escaped(prefix)}${source.join('')}$`);
    },
    topic({ operation, fill }) {
      const { kafka } = operation.bindings;
      if (kafka === undefined)
        throw AgentError.of('operation_unsupported', `${operation.name} has no binding for Kafka`);
      return prefix + fill(kafka.topic, (value) => legalPart(operation, value));
    },
    updates(operation) {
      const topic = operation?.bindings.kafka?.updates;
      return topic === undefined ? undefined : prefix + topic;
    },
    group: (share, type, id) => (share === 'instances' ? `${prefix}agents-${type}` : `${prefix}agent-${id}`),
    replies(id) {
      const name = `${prefix}agent-replies-${id}`;
      if (!legal.test(name))
        throw AgentError.of('header_invalid', 'the id of an agent that calls over Kafka names a topic', {
          path: '/header/source/agent_id',
        });
      return name;
    },
    replyGroup: (id, unique) => `${prefix}agent-${id}-replies-${unique}`,
  };
}

/**
 * What keeps a record's place among others: the binding's `key`, and where its member is not there (or none is named),
 * the correlation id, so that at least a call and its cancel stay together.
 */
export function keyOf(outbound: Outbound): string {
  const { key } = outbound.operation.bindings.kafka ?? {};
  if (key === undefined) return outbound.header.correlation_id;
  try {
    return outbound.fill(`{${key}}`, (value) => value);
  } catch (thrown) {
    if (!(thrown instanceof AgentError) || thrown.reason !== 'payload_invalid') throw thrown;
    return outbound.header.correlation_id;
  }
}

function legalPart({ name }: OperationFacts, value: string): string {
  if (legal.test(value)) return value;
  throw AgentError.of('payload_invalid', `a member that names the topic of ${name} is outside A-Z a-z 0-9 . _ -`);
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
}
