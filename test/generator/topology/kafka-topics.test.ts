import { expect, it } from 'vitest';
import { rowOf } from '../../../generator/src/topology/kafka.js';
import { kafkaTopics } from '../../../generator/src/topology/kafka-topics.js';
import { load, schemas } from '../manifest/support.js';

const files = {
  ...schemas,
  'order.schema.json': JSON.stringify({
    type: 'object',
    properties: {
      size: { enum: ['small', 'large'] },
      kind: { type: 'string', pattern: '^[a-z]{1,20}$' },
    },
    required: ['size', 'kind'],
  }),
};

const manifest = (topics: string): string => `protocol: shop
version: 1.0.0
messages: { order: order.schema.json, sized: order.schema.json, told: order.schema.json }
${topics}
operations:
  place: { request: order, reply: order, updates: told, kafka: { topic: 'orders-{agent_type}', updates: states } }
  sort: { request: sized, kafka: 'orders-{size}' }
  tell: { request: told, kafka: 'news-{kind}' }
  hush: { request: order, kafka: quiet }
agents:
  clerk: { serves: [place, sort, tell], transports: [kafka] }
  baker: { serves: [place], emits: [hush], transports: [kafka] }
`;

it('names every topic that the manifest decides, with its dead letters; open lists are nobody to make', () => {
  const { protocol, findings } = load(manifest(''), files);
  expect(findings).toEqual([]);
  if (protocol === undefined) throw new Error('no protocol');
  expect(kafkaTopics(protocol, 'x-').map(({ topic }) => topic)).toEqual([
    ...['baker', 'clerk', 'large', 'small'].flatMap((name) => [`x-orders-${name}`, `x-orders-${name}.dlq`]),
    'x-states',
  ]);
});

it('makes each as its row says, else as `default`, and dead letters as theirs', () => {
  const rows = `topics:
  default: { partitions: 6, replicas: 3, retention: 7d }
  orders-{agent_type}: { partitions: 12 }
  dead_letters: { retention: 30d }`;
  const { protocol, findings } = load(manifest(rows), files);
  expect(findings).toEqual([]);
  if (protocol === undefined) throw new Error('no protocol');
  const plans = new Map(kafkaTopics(protocol, '').map((plan) => [plan.topic, plan]));
  const day = 86_400_000;
  expect(plans.get('orders-clerk')).toEqual({ topic: 'orders-clerk', partitions: 12 });
  expect(plans.get('orders-small')).toEqual({ topic: 'orders-small', partitions: 6, replicas: 3, retention: 7 * day });
  expect(plans.get('orders-small.dlq')).toEqual({ topic: 'orders-small.dlq', partitions: 1, retention: 30 * day });
});

it('refuses rows of topics that no binding has, and figures that cannot be', () => {
  const rows = `topics:
  quite: { partitions: 0 }
  quiet: { retention: forever, partition: 3 }`;
  expect(load(manifest(rows), files).findings).toEqual([
    'protocol.yaml:5:3 AW2101 there is no topic "quite"',
    'protocol.yaml:5:24 AW2004 partitions of quite is 0, expected a whole number of at least 1',
    'protocol.yaml:6:23 AW2006 the retention of quiet is "forever", expected a duration',
    'protocol.yaml:6:32 AW2001 the topic quiet has no key "partition" / did you mean partitions?',
  ]);
});

it('tells what is missing, what was made, and what is otherwise', () => {
  const plan = { topic: 'orders', partitions: 6, retention: 1000 };
  const found = { topic: 'orders', partitions: 6, replicas: 1, retention: 1000 };
  expect(rowOf(plan, undefined, false)).toEqual({ name: 'orders', state: 'missing' });
  expect(rowOf(plan, undefined, true)).toEqual({ name: 'orders', state: 'made' });
  expect(rowOf(plan, found, true)).toEqual({ name: 'orders', state: 'fine' });
  expect(rowOf(plan, { ...found, partitions: 3, retention: 5 }, true)).toEqual({
    name: 'orders',
    state: 'differs',
    difference: 'partitions 3, expected 6; retention 5 ms, expected 1000 ms',
  });
});
