/** Sends records: one lane per topic, retries within the document's count, and an outcome that says what is known. */
import { sleep, type World } from '../../clock.js';
import { AgentError } from '../../error.js';
import type { KafkaConnection, OutgoingRecord } from './driver.js';
import { createLane, type Lane } from './lane.js';
import type { CreateOptions, ProducerOptions } from './options.js';

export interface Sender {
  /**
   * Resolves when all in-sync replicas have the record.
   * @throws {AgentError} `rejected` where no try can have written it, else `unknown`; sending it again is safe.
   */
  send(topic: string, record: OutgoingRecord, signal?: AbortSignal): Promise<void>;
  /** Makes topics that are missing, once; where topics are not to be made, nothing. */
  ensure(topics: readonly string[], own?: { readonly partitions: number; readonly retention: number }): Promise<void>;
  flush(): Promise<void>;
}

export interface SenderOptions extends ProducerOptions {
  readonly create: CreateOptions | false;
  readonly world: World;
}

// A record batch of more than the broker's message.max.bytes (1 MiB by default) is refused whole.
const maxRequest = 900_000;
const firstDelay = 100;

export function createSender(connection: KafkaConnection, options: SenderOptions): Sender {
  const { batchSize = 16_384, linger = 5, retries = 3, maxWaiting = 16 * 1024 * 1024, maxRecord = 1_000_000 } = options;
  const { create, world } = options;
  const { clock, random } = world;
  const lanes = new Map<string, Lane>();
  const ensured = new Map<string, Promise<void>>();

  const sendBatch = async (topic: string, records: readonly OutgoingRecord[]): Promise<void> => {
    let written: AgentError | undefined;
    for (let attempt = 0; ; attempt++) {
      try {
        return await connection.send(topic, records);
      } catch (thrown) {
        const error = AgentError.from(thrown, 'connection_lost', 'unknown');
        // What one try may have written, no later refusal makes unwritten.
        if (error.outcome === 'unknown') written = error;
        if (attempt >= retries || !error.retryable) throw written ?? error;
        await sleep(clock, random.fraction() * firstDelay * 2 ** attempt + firstDelay);
      }
    }
  };
  const laneOf = (topic: string): Lane => {
    let lane = lanes.get(topic);
    if (lane === undefined) {
      const send = (records: readonly OutgoingRecord[]): Promise<void> => sendBatch(topic, records);
      lane = createLane({ clock, batchSize, linger, maxRequest, maxWaiting, send });
      lanes.set(topic, lane);
    }
    return lane;
  };
  const ensureOne = (topic: string, own: object): Promise<void> => {
    let made = ensured.get(topic);
    if (made === undefined) {
      made = connection.create([{ topic, ...(create === false ? {} : create), ...own }]);
      ensured.set(topic, made);
      made.catch(() => ensured.delete(topic));
    }
    return made;
  };

  return {
    async send(topic, record, signal) {
      if (record.value.length > maxRecord)
        throw AgentError.of('too_large', `the record has ${record.value.length} bytes, the limit is ${maxRecord}`);
      if (create !== false) await ensureOne(topic, {});
      signal?.throwIfAborted();
      await laneOf(topic).push(record, signal);
    },
    async ensure(topics, own) {
      // A topic for one caller's answers cannot be made by anybody beforehand.
      if (create === false && own === undefined) return;
      await Promise.all(topics.map((topic) => ensureOne(topic, own ?? {})));
    },
    async flush() {
      await Promise.all([...lanes.values()].map((lane) => lane.flush()));
    },
  };
}
