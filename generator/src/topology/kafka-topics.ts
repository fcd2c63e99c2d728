/** The topics that a protocol's agents need, with what the manifest says of them. */
import type { Agent, KafkaBinding, Protocol, TopicSettings } from '../model/model.js';
import type { Type } from '../model/types.js';
import { resolved } from '../manifest/members.js';

export interface TopicPlan {
  readonly topic: string;
  readonly partitions?: number;
  readonly replicas?: number;
  /** Milliseconds. */
  readonly retention?: number;
}

/**
 * Every topic whose name the manifest decides, and its dead letters, sorted. Where a payload member of no closed list is
 * part of the name there is no telling: such topics are made when something is first sent to them.
 */
export function kafkaTopics(protocol: Protocol, prefix: string): readonly TopicPlan[] {
  const plans = new Map<string, TopicPlan>();
  for (const agent of protocol.agents) {
    for (const { bindings } of agent.serves) {
      for (const name of bindings.kafka === undefined ? [] : namesOf(bindings.kafka, agent)) {
        const settings = settingsOf(protocol, bindings.kafka?.topic ?? '', 'default');
        const letters = { partitions: 1, ...settingsOf(protocol, 'dead_letters', 'default') };
        plans.set(name, { topic: prefix + name, ...settings });
        plans.set(`${name}.dlq`, { topic: `${prefix}${name}.dlq`, ...letters });
      }
      const { updates } = bindings.kafka ?? {};
      if (updates !== undefined)
        plans.set(updates, { topic: prefix + updates, ...settingsOf(protocol, updates, 'default') });
    }
  }
  return [...plans.values()].toSorted((a, b) => (a.topic < b.topic ? -1 : 1));
}

function namesOf({ topic, placeholders }: KafkaBinding, agent: Agent): readonly string[] {
  let names: readonly string[] = [topic];
  for (const { text, from } of placeholders) {
    const hole = `{${text}}`;
    if (!topic.includes(hole)) continue;
    const words =
      from.kind === 'payload'
        ? wordsOf(from.type)
        : from.kind === 'destination' && from.path.at(-1) === 'agent_type'
          ? [agent.key]
          : undefined;
    if (words === undefined) return [];
    names = names.flatMap((name) => words.map((word) => name.replaceAll(hole, word)));
  }
  return names;
}

/** The values of a closed list. */
function wordsOf(type: Type): readonly string[] | undefined {
  const plain = resolved(type);
  if (plain.kind === 'literal') return [String(plain.value)];
  if (plain.kind !== 'ref' || plain.target.kind !== 'enum' || plain.target.open === 'words') return undefined;
  return plain.target.words.map(({ name }) => name);
}

function settingsOf({ topics }: Protocol, ...names: readonly string[]): Omit<TopicPlan, 'topic'> {
  const row = names.map((name) => topics.find(({ topic }) => topic === name)).find((found) => found !== undefined);
  return row === undefined ? {} : figuresOf(row);
}

function figuresOf({ partitions, replicas, retention }: TopicSettings): Omit<TopicPlan, 'topic'> {
  return {
    ...(partitions === undefined ? {} : { partitions }),
    ...(replicas === undefined ? {} : { replicas }),
    ...(retention === undefined ? {} : { retention }),
  };
}
