/** amqplib, as safe as agentwire is: durable queues, persistent messages, confirmed, acknowledged after the work. */
import { randomUUID } from 'node:crypto';
import amqplib from 'amqplib';
import { counter, pending, renewed } from './work.js';

const prefetch = 64;
// Without it the last packet of a turn waits for the broker's delayed acknowledgement, 40 ms.
const open = (url) => amqplib.connect(url, { noDelay: true });

export async function amqpPeer(url, { task, reply, event }) {
  const heard = counter();
  const calls = pending();
  const connections = [await open(url), await open(url)];
  const [client, server] = await Promise.all(connections.map((connection) => connection.createConfirmChannel()));
  const names = { tasks: `bench.${randomUUID()}`, replies: `bench.${randomUUID()}` };
  await server.assertQueue(names.tasks, { durable: true, arguments: { 'x-queue-type': 'quorum' } });
  await client.assertQueue(names.replies, { durable: true });
  for (const channel of [client, server]) await channel.prefetch(prefetch);
  const send = (channel, queue, message, options = {}) =>
    new Promise((resolve, reject) => {
      const content = Buffer.from(JSON.stringify(message));
      channel.sendToQueue(queue, content, { persistent: true, mandatory: true, ...options }, (error) =>
        error === null ? resolve() : reject(error),
      );
    });
  await server.consume(names.tasks, async (message) => {
    // The queue is gone.
    if (message === null) return;
    const { header } = JSON.parse(message.content.toString());
    if (header.message_type === 'event') heard.hear();
    else await send(server, message.properties.replyTo, renewed(reply, header.correlation_id));
    server.ack(message);
  });
  await client.consume(names.replies, (message) => {
    if (message === null) return;
    calls.settle(JSON.parse(message.content.toString()));
    client.ack(message);
  });
  const name = 'amqplib, confirmed';
  return {
    call: {
      name,
      async run() {
        const message = renewed(task);
        const answered = calls.open(message.header.correlation_id);
        await send(client, names.tasks, message, { replyTo: names.replies });
        return answered;
      },
    },
    oneWay: { name, run: () => send(client, names.tasks, renewed(event)), reach: heard.reach },
    async close() {
      for (const queue of Object.values(names)) await client.deleteQueue(queue);
      for (const connection of connections) await connection.close();
    },
  };
}

/** Takes away what a namespace has on a shared broker. */
export async function sweep(url, namespace, names) {
  const connection = await amqplib.connect(url);
  const channel = await connection.createChannel();
  for (const queue of names.queues) await channel.deleteQueue(namespace + queue);
  for (const exchange of names.exchanges) await channel.deleteExchange(namespace + exchange);
  await connection.close();
}
