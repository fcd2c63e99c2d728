/**
 * The embedded broker's logs, beside its queues: topics in partitions, whose records stay for whoever comes later. What a
 * queue forgets once it is settled, a log keeps until there is too much of it.
 */
import { systemClock, type Clock } from '../clock.js';
import type { TransportHeaders } from '../transport.js';

export interface LogEntry {
  readonly key: Uint8Array | undefined;
  readonly value: Uint8Array;
  readonly headers: TransportHeaders;
}

export interface LogRecord extends LogEntry {
  readonly offset: bigint;
  /** When the log took it, in milliseconds since the epoch. */
  readonly timestamp: number;
}

export interface LogOptions {
  readonly clock?: Clock;
  /** Partitions of topics that are made without a number (default 3). */
  readonly partitions?: number;
  /** Records that a partition keeps (default 100,000); the oldest go first. */
  readonly retained?: number;
}

export interface Log {
  readonly clock: Clock;
  /** Makes a topic; one that is there already keeps its partitions. */
  create(topic: string, partitions?: number): void;
  /** Undefined where there is no such topic. */
  partitions(topic: string): number | undefined;
  topics(): readonly string[];
  /** Appends to one partition. @throws {RangeError} where there is no such partition. */
  append(topic: string, partition: number, entry: LogEntry): bigint;
  /** At most `count` records from `offset` on; older ones than are kept are passed over. */
  read(topic: string, partition: number, offset: bigint, count: number): readonly LogRecord[];
  /** The offset that the next record gets. */
  end(topic: string, partition: number): bigint;
  /** Calls back after each append, until the result is called. */
  watch(listener: (topic: string, partition: number) => void): () => void;
}

interface Partition {
  first: bigint;
  readonly records: LogRecord[];
}

/** @example const log = createLog(); log.create('orders', 2); log.append('orders', 0, { key, value, headers: {} }); */
export function createLog({ clock = systemClock, partitions = 3, retained = 100_000 }: LogOptions = {}): Log {
  const topics = new Map<string, Partition[]>();
  const watchers = new Set<(topic: string, partition: number) => void>();
  const find = (topic: string, partition: number): Partition => {
    const found = topics.get(topic)?.[partition];
    if (found === undefined) throw new RangeError(`no partition ${partition} of ${topic}`);
    return found;
  };
  const endOf = ({ first, records }: Partition): bigint => first + BigInt(records.length);
  return {
    clock,
    create(topic, count = partitions) {
      if (!topics.has(topic))
        topics.set(
          topic,
          Array.from({ length: count }, () => ({ first: 0n, records: [] })),
        );
    },
    partitions: (topic) => topics.get(topic)?.length,
    topics: () => [...topics.keys()],
    append(topic, partition, { key, value, headers }) {
      const log = find(topic, partition);
      const offset = endOf(log);
      // Nobody shares a buffer with the log.
      log.records.push({
        offset,
        key: key?.slice(),
        value: value.slice(),
        headers: { ...headers },
        timestamp: clock.now(),
      });
      if (log.records.length > retained) {
        log.records.shift();
        log.first++;
      }
      for (const tell of watchers) tell(topic, partition);
      return offset;
    },
    read(topic, partition, offset, count) {
      const log = find(topic, partition);
      const from = offset > log.first ? Number(offset - log.first) : 0;
      return log.records
        .slice(from, from + count)
        .map((record) => ({ ...record, headers: { ...record.headers }, value: record.value.slice() }));
    },
    end: (topic, partition) => endOf(find(topic, partition)),
    watch(listener) {
      watchers.add(listener);
      return () => void watchers.delete(listener);
    },
  };
}
