/** kafkajs, as safe as agentwire is, and with what came within five milliseconds in one batch. */
import { randomUUID } from 'node:crypto';
import kafkajs from 'kafkajs';
import { counter, pending, renewed } from './work.js';

const linger = 5;
const { Kafka, logLevel, Partitioners } = kafkajs;
const kafkaAt = (address) => new Kafka({ clientId: 'bench', brokers: [address], logLevel: logLevel.NOTHING });

export async function kafkaPeer(address, { task, reply, event }) {
  const heard = counter();
  const calls = pending();
  const kafka = kafkaAt(address);
  const prefix = `bench-${randomUUID()}-`;
  const topics = { tasks: `${prefix}tasks`, replies: `${prefix}replies` };
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({
    topics: Object.values(topics).map((topic) => ({ topic, numPartitions: 3 })),
    waitForLeaders: true,
  });
  await admin.disconnect();
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  const send = batched((topic, messages) => producer.send({ topic, acks: -1, messages }));
  const answer = async ({ header }) => {
    if (header.message_type === 'event') heard.hear();
    else await send(topics.replies, renewed(reply, header.correlation_id));
  };
  const consumers = [
    await consume(kafka, topics.tasks, (messages) => Promise.all(messages.map(answer))),
    await consume(kafka, topics.replies, (messages) => messages.forEach(calls.settle)),
  ];
  const name = 'kafkajs, batched';
  return {
    call: {
      name,
      async run() {
        const message = renewed(task);
        const answered = calls.open(message.header.correlation_id);
        await send(topics.tasks, message);
        return answered;
      },
    },
    oneWay: { name, run: () => send(topics.tasks, renewed(event)), reach: heard.reach },
    async close() {
      for (const consumer of consumers) await consumer.disconnect();
      await producer.disconnect();
      await removeTopics(address, prefix);
    },
  };
}

function batched(sendAll) {
  const open = new Map();
  return (topic, message) => {
    let batch = open.get(topic);
    if (batch === undefined) {
      const messages = [];
      const sent = new Promise((resolve) => setTimeout(resolve, linger)).then(() => {
        open.delete(topic);
        return sendAll(topic, messages);
      });
      batch = { messages, sent };
      open.set(topic, batch);
    }
    batch.messages.push({ key: message.header.correlation_id, value: JSON.stringify(message) });
    return batch.sent;
  };
}

async function consume(kafka, topic, take) {
  const consumer = kafka.consumer({ groupId: topic, maxWaitTimeInMs: 100 });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({
    eachBatch: async ({ batch }) => {
      await take(batch.messages.map(({ value }) => JSON.parse(value.toString())));
    },
  });
  return consumer;
}

/** Takes away what a run has made on a shared broker. */
export async function removeTopics(address, prefix) {
  const admin = kafkaAt(address).admin();
  await admin.connect();
  const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(prefix));
  if (topics.length > 0) await admin.deleteTopics({ topics });
  await admin.disconnect();
}
