/** Topics by kafkajs: made, described, listed. */
import type * as KafkaJs from 'kafkajs';
import { sleep } from '../../../clock.js';
import { AgentError } from '../../../error.js';
import type { DriverSettings, TopicSpec } from '../driver.js';
import { within } from '../within.js';
import { errorOf, isBroken } from './errors.js';
import { clientOf, type Library } from './load.js';

export interface Topics {
  create(topics: readonly TopicSpec[]): Promise<void>;
  describe(topics: readonly string[]): Promise<readonly Required<TopicSpec>[]>;
  list(): Promise<readonly string[]>;
  /** The offsets that the next records get, by `partition topic`. */
  ends(topics: readonly string[]): Promise<ReadonlyMap<string, bigint>>;
  close(): Promise<void>;
}

const retention = 'retention.ms';
/** Milliseconds until what brokers do not know is taken for absent. */
const patience = 5_000;

export function createTopics(library: Promise<Library>, settings: DriverSettings): Topics {
  const { clock, connectTimeout, requestTimeout } = settings;
  let current: Promise<KafkaJs.Admin> | undefined;

  const open = async (): Promise<KafkaJs.Admin> => {
    const admin = clientOf(await library, settings, { retries: 3 }).admin();
    if (await within(clock, connectTimeout * 2, admin.connect())) return admin;
    throw AgentError.of('unreachable', 'Kafka: no connection in time');
  };
  const ask = async <T>(question: (admin: KafkaJs.Admin) => Promise<T>): Promise<T> => {
    const end = clock.now() + patience;
    for (;;) {
      current ??= open();
      try {
        return await question(await current);
      } catch (thrown) {
        const error = errorOf(thrown, false);
        if (isBroken(thrown)) await close();
        // What a topic is that has just been made, brokers learn one after the other.
        else if (error.retryable && clock.now() < end) {
          await sleep(clock, 50);
          continue;
        }
        throw error;
      }
    }
  };
  const createOne = (admin: KafkaJs.Admin, topic: TopicSpec): Promise<boolean> =>
    admin.createTopics({
      timeout: requestTimeout,
      // It asks once, before the brokers have heard of a new topic, and takes that for its absence.
      waitForLeaders: false,
      topics: [
        {
          topic: topic.topic,
          numPartitions: topic.partitions ?? -1,
          replicationFactor: topic.replicas ?? -1,
          configEntries: topic.retention === undefined ? [] : [{ name: retention, value: String(topic.retention) }],
        },
      ],
    });
  const close = async (): Promise<void> => {
    const admin = await current?.catch(() => undefined);
    current = undefined;
    await within(clock, connectTimeout, admin?.disconnect().catch(() => undefined) ?? Promise.resolve());
  };

  return {
    async create(topics) {
      // One by one: of several, kafkajs tells only that some were there already.
      await Promise.all(topics.map((topic) => ask((admin) => createOne(admin, topic))));
      await ask((admin) => admin.fetchTopicMetadata({ topics: topics.map(({ topic }) => topic) }));
    },
    describe: (topics) =>
      ask(async (admin) => {
        const there = new Set(await admin.listTopics());
        const wanted = topics.filter((topic) => there.has(topic));
        if (wanted.length === 0) return [];
        const { topics: found } = await admin.fetchTopicMetadata({ topics: [...wanted] });
        const { resources } = await admin.describeConfigs({
          includeSynonyms: false,
          resources: wanted.map((name) => ({ type: topicResource, name, configNames: [retention] })),
        });
        return found.map(({ name, partitions }) => ({
          topic: name,
          partitions: partitions.length,
          replicas: partitions[0]?.replicas.length ?? 0,
          retention: Number(
            resources
              .find((one) => one.resourceName === name)
              ?.configEntries.find((one) => one.configName === retention)?.configValue ?? -1,
          ),
        }));
      }),
    list: () => ask((admin) => admin.listTopics()),
    ends: (topics) =>
      ask(async (admin) => {
        const ends = new Map<string, bigint>();
        for (const topic of topics)
          for (const { partition, high } of await admin.fetchTopicOffsets(topic))
            ends.set(`${partition} ${topic}`, BigInt(high));
        return ends;
      }),
    close,
  };
}

/** `ConfigResourceTypes.TOPIC` */
const topicResource = 2;
