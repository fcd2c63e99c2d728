/** A driver without servers: the embedded broker's logs, with groups that share partitions as a cluster's do. */
import { createLog, type Log } from '../../broker/log.js';
import { AgentError } from '../../error.js';
import type { KafkaConnection, KafkaDriver, OutgoingRecord, TopicSpec } from './driver.js';
import { groupsOf } from './embedded-group.js';

export interface EmbeddedOptions {
  /** Default: the one log of this process. */
  readonly log?: Log;
}

const shared: Log = createLog();

/**
 * Runs this transport's own code with nothing else installed: for demos and tests.
 * @example kafka({ driver: embedded() })
 */
export function embedded({ log = shared }: EmbeddedOptions = {}): KafkaDriver {
  return () => connect(log);
}

function connect(log: Log): KafkaConnection {
  const groups = groupsOf(log);
  const open = new Set<() => Promise<void>>();
  return {
    async send(topic, records) {
      const partitions = log.partitions(topic);
      if (partitions === undefined) throw AgentError.of('unreachable', `there is no topic ${topic}`);
      for (const record of records) log.append(topic, partitionOf(record, partitions), record);
    },
    async consume(subscription, events) {
      const member = await groups.join(subscription, events);
      open.add(member.close);
      return {
        pause: member.pause,
        resume: member.resume,
        commit: member.commit,
        close() {
          open.delete(member.close);
          return member.close();
        },
      };
    },
    async create(topics) {
      for (const { topic, partitions } of topics) log.create(topic, partitions);
    },
    async describe(topics) {
      return topics.flatMap((topic): Required<TopicSpec>[] => {
        const partitions = log.partitions(topic);
        return partitions === undefined ? [] : [{ topic, partitions, replicas: 1, retention: Infinity }];
      });
    },
    async close() {
      for (const close of open) await close();
    },
  };
}

/** FNV-1a: any function of the key alone keeps its records together. */
function partitionOf({ key }: OutgoingRecord, partitions: number): number {
  let hash = 0x811c9dc5;
  for (const byte of key) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash % partitions;
}
