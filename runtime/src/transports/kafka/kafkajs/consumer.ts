/** One consumer by kafkajs, made anew whenever it ends by itself. */
import type * as KafkaJs from 'kafkajs';
import { sleep } from '../../../clock.js';
import { AgentError } from '../../../error.js';
import type {
  ConsumerEvents,
  DriverSettings,
  IncomingRecord,
  KafkaConsumer,
  Partition,
  Subscription,
} from '../driver.js';
import { within } from '../within.js';
import { drainingAssigner } from './assigner.js';
import { errorOf } from './errors.js';
import { clientOf, type Library } from './load.js';

export interface ConsumerParts {
  readonly library: Library;
  readonly settings: DriverSettings;
  /** Names, no patterns. */
  readonly topics: readonly string[];
  readonly subscription: Subscription;
  readonly events: ConsumerEvents;
  /** Where partitions are read from that have no commit, by name. */
  readonly ends: ReadonlyMap<string, bigint>;
}

const longestPause = 10_000;
/** Milliseconds that a broker holds a fetch back for records to come: how late a partition that goes on may be asked for. */
const maxWait = 500;

export async function openConsumer(parts: ConsumerParts): Promise<KafkaConsumer> {
  const { settings, events } = parts;
  const { clock } = settings;
  // Sockets come and go while brokers are away; an agent that serves stays.
  const alive = setInterval(() => undefined, 2 ** 30);
  const positions = new Map(parts.ends);
  let current: Member | undefined;
  let closed = false;
  let pause = 500;
  let restart: ReturnType<typeof setTimeout> | undefined;

  const start = async (): Promise<void> => {
    const member = createMember(parts, positions, (why) => {
      if (current !== member || closed) return;
      settings.warn(errorOf(why, true));
      events.assigned([]);
      again();
    });
    current = member;
    try {
      await member.join();
      pause = 500;
    } catch (thrown) {
      if (current === member) current = undefined;
      await member.close();
      throw errorOf(thrown, false);
    }
  };
  const again = (): void => {
    restart = setTimeout(() => {
      start().catch((thrown: unknown) => {
        settings.warn(errorOf(thrown, false));
        if (!closed) again();
      });
    }, pause);
    pause = Math.min(pause * 2, longestPause);
  };

  const startInTime = async (until: number): Promise<void> => {
    try {
      await start();
    } catch (thrown) {
      const error = errorOf(thrown, false);
      if (!error.retryable || clock.now() > until) throw error;
      // A cluster that is new makes its coordinators when it is first asked for one.
      await sleep(clock, pause);
      await startInTime(until);
    }
  };

  try {
    await startInTime(clock.now() + settings.connectTimeout + settings.sessionTimeout);
  } catch (thrown) {
    clearInterval(alive);
    throw thrown;
  }
  return {
    pause: (partitions) => current?.pause(partitions),
    resume: (partitions) => current?.resume(partitions),
    async commit(offsets) {
      const member = current;
      if (member === undefined)
        throw AgentError.of('connection_lost', 'Kafka: not in the group', { outcome: 'unknown' });
      await member.commit(offsets);
    },
    async close() {
      closed = true;
      clearTimeout(restart);
      clearInterval(alive);
      await within(clock, settings.connectTimeout, current?.close() ?? Promise.resolve());
    },
  };
}

interface Member extends KafkaConsumer {
  /** Resolves with the first assignment. */
  join(): Promise<void>;
}

function createMember(
  { library, settings, topics, subscription, events }: ConsumerParts,
  positions: Map<string, bigint>,
  ended: (why: unknown) => void,
): Member {
  const { clock, connectTimeout, sessionTimeout, heartbeatInterval } = settings;
  const consumer = clientOf(library, settings, { retries: 5 }).consumer({
    groupId: subscription.group,
    sessionTimeout,
    heartbeatInterval,
    rebalanceTimeout: sessionTimeout * 2,
    maxWaitTimeInMs: maxWait,
    allowAutoTopicCreation: false,
    partitionAssigners: [drainingAssigner(library, () => events.rebalancing())],
  });
  let memberId: string | undefined;
  let joined = (): void => undefined;
  let notJoined = (_why: unknown): void => undefined;
  let isMember = false;
  const firstJoin = new Promise<void>((resolve, reject) => {
    joined = resolve;
    notJoined = reject;
  });
  firstJoin.catch(() => undefined);

  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    const partitions = Object.entries(payload.memberAssignment).flatMap(([topic, numbers]) =>
      numbers.map((partition): Partition => ({ topic, partition })),
    );
    // Who comes back under another name was out of the group for a while, and others had its partitions.
    if (memberId !== undefined && memberId !== payload.memberId) events.assigned([]);
    memberId = payload.memberId;
    consumer.resume(grouped(partitions));
    if (subscription.start === 'end') seek(partitions);
    events.assigned(partitions);
    isMember = true;
    joined();
  });
  consumer.on(consumer.events.CRASH, ({ payload }) => (isMember ? ended : notJoined)(payload.error));

  const seek = (partitions: readonly Partition[]): void => {
    for (const { topic, partition } of partitions)
      consumer.seek({ topic, partition, offset: String(positions.get(`${partition} ${topic}`) ?? 0n) });
  };
  return {
    async join() {
      await consumer.connect();
      await consumer.subscribe({ topics: [...topics], fromBeginning: true });
      await consumer.run({
        autoCommit: false,
        // Records are handed over at once; what is under way is bounded by pausing.
        eachBatch: async ({ batch }) => {
          const from: Partition = { topic: batch.topic, partition: batch.partition };
          const records = batch.messages.map((message) => recordOf(from, message));
          const last = records.at(-1);
          if (last === undefined) return;
          positions.set(`${from.partition} ${from.topic}`, last.offset + 1n);
          events.records(from, records);
        },
      });
      if (!(await within(clock, connectTimeout + sessionTimeout, firstJoin)))
        throw AgentError.of('unreachable', 'Kafka: the group has not answered');
    },
    pause: (partitions) => consumer.pause(grouped(partitions)),
    resume: (partitions) => consumer.resume(grouped(partitions)),
    commit: (offsets) =>
      consumer.commitOffsets(
        offsets.map(({ topic, partition, offset }) => ({ topic, partition, offset: String(offset) })),
      ),
    async close() {
      try {
        await consumer.disconnect();
      } catch {
        // Nobody uses it any more, however it ends.
      }
    },
  };
}

function grouped(partitions: readonly Partition[]): { topic: string; partitions: number[] }[] {
  const byTopic = new Map<string, number[]>();
  for (const { topic, partition } of partitions) byTopic.set(topic, [...(byTopic.get(topic) ?? []), partition]);
  return [...byTopic].map(([topic, numbers]) => ({ topic, partitions: numbers }));
}

function recordOf(from: Partition, { offset, key, value, headers }: KafkaJs.KafkaMessage): IncomingRecord {
  return {
    ...from,
    offset: BigInt(offset),
    key: key ?? undefined,
    value: value ?? new Uint8Array(),
    headers: Object.fromEntries(
      Object.entries(headers ?? {}).map(([name, values]) => [name.toLowerCase(), String([values].flat()[0] ?? '')]),
    ),
  };
}
