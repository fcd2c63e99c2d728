/** Sends by kafkajs: one try at a time, in our own time, over a connection that is made anew once it has failed. */
import type * as KafkaJs from 'kafkajs';
import { AgentError } from '../../../error.js';
import type { Compression, DriverSettings, OutgoingRecord } from '../driver.js';
import { within } from '../within.js';
import { errorOf, isBroken } from './errors.js';
import { clientOf, type Library } from './load.js';

export interface Producer {
  send(topic: string, records: readonly OutgoingRecord[]): Promise<void>;
  close(): Promise<void>;
}

export function createProducer(library: Promise<Library>, settings: DriverSettings): Producer {
  const { clock, connectTimeout, requestTimeout } = settings;
  let current: Promise<KafkaJs.Producer> | undefined;

  const connected = (): Promise<KafkaJs.Producer> => {
    current ??= open();
    // A connection that failed is made anew by the next try.
    current.catch(() => (current = undefined));
    return current;
  };
  const open = async (): Promise<KafkaJs.Producer> => {
    const lib = await library;
    const producer = clientOf(lib, settings, { retries: 0 }).producer({
      allowAutoTopicCreation: false,
      createPartitioner: lib.Partitioners.DefaultPartitioner,
      retry: { retries: 0 },
    });
    try {
      if (await within(clock, connectTimeout, producer.connect())) return producer;
    } catch (thrown) {
      throw errorOf(thrown, false);
    }
    void drop(producer);
    throw AgentError.of('unreachable', `Kafka: no connection within ${connectTimeout} ms`);
  };
  const drop = async (producer: KafkaJs.Producer): Promise<void> => {
    current = undefined;
    try {
      await within(clock, connectTimeout, producer.disconnect());
    } catch {
      // It is not used again, however it ends.
    }
  };

  return {
    async send(topic, records) {
      const producer = await connected();
      const { CompressionTypes } = await library;
      const sending = producer.send({
        topic,
        acks: -1,
        compression: CompressionTypes[compressions[settings.compression]],
        timeout: requestTimeout,
        messages: records.map(({ key, value, headers }) => ({
          key: bufferOf(key),
          value: bufferOf(value),
          headers: { ...headers },
        })),
      });
      try {
        // The library's own patience is for one request; a try may be several.
        if (await within(clock, requestTimeout * 2, sending)) return;
      } catch (thrown) {
        const error = errorOf(thrown, true);
        if (isBroken(thrown)) await drop(producer);
        // Of several records, some may stand in partitions that took them.
        throw records.length > 1 && passes(error) ? unsure(error) : error;
      }
      sending.catch(() => undefined);
      void drop(producer);
      throw AgentError.of('connection_lost', `Kafka: no answer within ${requestTimeout * 2} ms`, {
        outcome: 'unknown',
      });
    },
    async close() {
      const producer = await current?.catch(() => undefined);
      if (producer !== undefined) await drop(producer);
    },
  };
}

const compressions = { none: 'None', gzip: 'GZIP', snappy: 'Snappy' } as const satisfies Record<Compression, string>;

const passes = ({ retryable }: AgentError): boolean => retryable;

function unsure(error: AgentError): AgentError {
  return AgentError.of('connection_lost', error.message, { outcome: 'unknown', cause: error });
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
