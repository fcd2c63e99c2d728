import type { TopicSpec } from '@agentwire/runtime/kafka';
import type { Protocol } from '../model/model.js';
import { kafkaTopics, type TopicPlan } from './kafka-topics.js';
import type { TopologyOptions, TopologyRow, TransportTopology } from './topology-result.js';

export async function kafkaTopology(
  protocol: Protocol,
  { brokers, prefix, apply, tls, login }: TopologyOptions,
): Promise<TransportTopology> {
  const plans = kafkaTopics(protocol, prefix);
  const { kafkaTopics: open } = await import('@agentwire/runtime/kafka');
  const topics = open({
    brokers: (brokers['kafka'] ?? '').split(','),
    ...(tls === undefined ? {} : { tls }),
    ...(login === undefined ? {} : { sasl: login }),
  });
  try {
    const found = await topics.describe(plans.map(({ topic }) => topic));
    const there = new Map(found.map((topic) => [topic.topic, topic]));
    const missing = plans.filter(({ topic }) => !there.has(topic));
    if (apply && missing.length > 0) await topics.create(missing);
    return { transport: 'kafka', rows: plans.map((plan) => rowOf(plan, there.get(plan.topic), apply)) };
  } finally {
    await topics.close();
  }
}

export function rowOf(plan: TopicPlan, found: Required<TopicSpec> | undefined, apply: boolean): TopologyRow {
  if (found === undefined) return { name: plan.topic, state: apply ? 'made' : 'missing' };
  const differences = (['partitions', 'replicas', 'retention'] as const).flatMap((what) => {
    const expected = plan[what];
    if (expected === undefined || expected === found[what]) return [];
    const unit = what === 'retention' ? ' ms' : '';
    return [`${what} ${found[what]}${unit}, expected ${expected}${unit}`];
  });
  return differences.length === 0
    ? { name: plan.topic, state: 'fine' }
    : { name: plan.topic, state: 'differs', difference: differences.join('; ') };
}
