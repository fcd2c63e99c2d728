import { didYouMean, type Diagnostics } from '../diagnostics/index.js';
import type { Operation, TopicSettings } from '../model/model.js';
import type { Entry, Node } from '../source/node.js';
import { readDuration } from './duration.js';
import { readNumber, readObject } from './read.js';

const keys = ['partitions', 'replicas', 'retention'];
/** Rows that stand for topics that have none of their own. */
const general = ['default', 'dead_letters'];

/** `topics`: how those of the bindings are made. */
export function readTopics(
  node: Node | undefined,
  operations: readonly Operation[],
  diagnostics: Diagnostics,
): readonly TopicSettings[] {
  const object = node === undefined ? undefined : readObject(node, 'topics', 'any', diagnostics);
  const bound = new Set([
    ...general,
    ...operations.flatMap(({ bindings: { kafka } }) => [kafka?.topic ?? [], kafka?.updates ?? []].flat()),
  ]);
  return (object?.entries ?? []).flatMap((entry) => readTopic(entry, bound, diagnostics) ?? []);
}

function readTopic(
  { key, keySpan, value }: Entry,
  bound: ReadonlySet<string>,
  diagnostics: Diagnostics,
): TopicSettings | undefined {
  if (!bound.has(key))
    diagnostics.report('AW2101', keySpan, { kind: 'topic', name: key }, { hint: didYouMean(key, bound) });
  const object = readObject(value, `the topic ${key}`, keys, diagnostics);
  if (object === undefined) return undefined;
  const count = (name: string): number | undefined => {
    const node = object.get(name);
    return node && readNumber(node, `${name} of ${key}`, { minimum: 1, integer: true }, diagnostics);
  };
  const node = object.get('retention');
  const retention = node && readDuration(node, `the retention of ${key}`, diagnostics);
  const partitions = count('partitions');
  const replicas = count('replicas');
  return {
    topic: key,
    ...(partitions === undefined ? {} : { partitions }),
    ...(replicas === undefined ? {} : { replicas }),
    ...(retention === undefined ? {} : { retention }),
    span: keySpan,
  };
}
