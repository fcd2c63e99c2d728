/** Names for one test file's topics and groups on a shared broker, which are gone again after it. */
import { randomUUID } from 'node:crypto';
import kafkajs from 'kafkajs';
import { afterAll } from 'vitest';

/** @returns a prefix of its own for each test. */
export function ownPrefixes(kind: string, address: string): () => string {
  const run = `${kind}-${randomUUID()}-`;
  let tests = 0;
  afterAll(async () => {
    const { Kafka, logLevel } = kafkajs;
    const admin = new Kafka({ brokers: [address], logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(run));
    if (topics.length > 0) await admin.deleteTopics({ topics, timeout: 30_000 });
    await admin.disconnect();
  }, 60_000);
  return () => `${run}${++tests}-`;
}
