/** The one door to amqplib, an optional peer: loaded by the first connection. */
import type * as Amqp from 'amqplib';
import { milliseconds } from '../../duration.js';
import { AgentError } from '../../error.js';
import { brokenConnect, brokenTopology, isMissing } from './amqplib-errors.js';
import { openConsumer, openPublisher } from './amqplib-channels.js';
import type { AmqpConnection, AmqpDriver, ConnectionEvents } from './driver.js';
import type { ConnectionOptions } from './options.js';
import { clientTls } from '../tls.js';
import { deliveryLimit, inboxExpiresAfter, type Queue, type Topology } from './topology.js';

/** @throws {TypeError} for an address that is none. */
export function amqplib(options: ConnectionOptions): AmqpDriver {
  const url = new URL(options.url);
  if (url.protocol !== 'amqp:' && url.protocol !== 'amqps:')
    throw new TypeError('amqp: url starts with amqp: or amqps:');
  // Of its two places for a heartbeat, amqplib takes notice of this one only.
  const heartbeat = Math.max(1, Math.round(milliseconds(options.heartbeat ?? '10s') / 1000));
  if (!url.searchParams.has('heartbeat')) url.searchParams.set('heartbeat', String(heartbeat));
  return { connect: (events) => connect(url, options, events) };
}

async function connect(url: URL, options: ConnectionOptions, events: ConnectionEvents): Promise<AmqpConnection> {
  const { connect: open, credentials } = await load();
  const { login, tls = {}, connectTimeout = 10_000, topology: mode = 'declare' } = options;
  const socket: Amqp.SocketOptions = {
    // Without it small frames wait for the peer's delayed acknowledgement, 40 ms each.
    noDelay: true,
    timeout: connectTimeout,
    ...(url.protocol === 'amqps:' ? clientTls(tls) : {}),
    ...(login === undefined ? {} : { credentials: credentials.plain(login.username, login.password) }),
    clientProperties: { connection_name: 'agentwire' },
  };
  const model = await open(url.href, socket).catch((thrown: unknown) => {
    throw brokenConnect(thrown);
  });
  let over = false;
  // An error is followed by its close.
  model.on('error', () => undefined);
  model.on('close', (why) => {
    if (!over) events.lost(why ?? new Error('the broker closed the connection'));
    over = true;
  });
  model.on('blocked', events.blocked);
  model.on('unblocked', events.unblocked);
  return {
    declare: (topology) => onChannel(model, (channel) => (mode === 'check' ? check : declare)(channel, topology)),
    unbind: (bindings) =>
      mode === 'check'
        ? Promise.resolve()
        : onChannel(model, async (channel) => {
            for (const { queue, exchange, routingKey } of bindings)
              await channel.unbindQueue(queue, exchange, routingKey);
          }),
    async look(queue) {
      const there = await onChannel(model, (channel) => channel.checkQueue(queue)).catch((thrown: unknown) => {
        if (thrown instanceof AgentError && isMissing(thrown.cause)) return undefined;
        throw thrown;
      });
      return there && { messages: there.messageCount, consumers: there.consumerCount };
    },
    remove: (queue) => onChannel(model, async (channel) => void (await channel.deleteQueue(queue))),
    openPublisher: async (closed) => openPublisher(await model.createConfirmChannel(), closed),
    consume: async (queue, prefetch, own) => openConsumer(await model.createChannel(), queue, prefetch, own),
    async close() {
      over = true;
      const timer = setTimeout(() => destroy(model), 5_000);
      await model.close().catch(() => destroy(model));
      clearTimeout(timer);
    },
    destroy() {
      over = true;
      destroy(model);
    },
  };
}

/** On a channel of its own: a refusal closes the channel, with all that is on it. */
async function onChannel<T>(model: Amqp.ChannelModel, act: (channel: Amqp.Channel) => Promise<T>): Promise<T> {
  let channel: Amqp.Channel | undefined;
  try {
    channel = await model.createChannel();
    channel.on('error', () => undefined);
    const result = await act(channel);
    await channel.close();
    return result;
  } catch (thrown) {
    throw brokenTopology(thrown);
  }
}

async function declare(channel: Amqp.Channel, { exchanges, queues, bindings }: Topology): Promise<void> {
  for (const { name, type } of exchanges) await channel.assertExchange(name, type, { durable: true });
  for (const queue of queues) await channel.assertQueue(queue.name, queueOptions(queue));
  for (const { queue, exchange, routingKey } of bindings) await channel.bindQueue(queue, exchange, routingKey);
}

/** An inbox is made in any case: nobody could have known its name. */
async function check(channel: Amqp.Channel, { exchanges, queues, bindings }: Topology): Promise<void> {
  for (const { name } of exchanges) await channel.checkExchange(name);
  const inboxes = queues.filter(({ kind }) => kind === 'inbox');
  for (const queue of inboxes) await channel.assertQueue(queue.name, queueOptions(queue));
  for (const queue of queues) if (!inboxes.includes(queue)) await channel.checkQueue(queue.name);
  for (const { queue, exchange, routingKey } of bindings)
    if (inboxes.some(({ name }) => name === queue)) await channel.bindQueue(queue, exchange, routingKey);
}

function queueOptions(queue: Queue): Amqp.Options.AssertQueue {
  switch (queue.kind) {
    case 'work':
      return {
        durable: true,
        arguments: {
          'x-queue-type': 'quorum',
          'x-delivery-limit': deliveryLimit,
          // A dead letter leaves its queue when it is in the other, not before; that needs the overflow to refuse.
          'x-dead-letter-exchange': queue.deadLetters,
          'x-dead-letter-strategy': 'at-least-once',
          'x-overflow': 'reject-publish',
        },
      };
    case 'dead-letters':
      return { durable: true, arguments: { 'x-queue-type': 'quorum' } };
    case 'inbox':
      return { durable: true, arguments: { 'x-queue-type': 'classic', 'x-expires': inboxExpiresAfter } };
  }
}

/** amqplib closes by agreement only; a peer that is gone agrees to nothing. */
function destroy(model: Amqp.ChannelModel): void {
  const { connection } = model;
  if ('stream' in connection && isDestroyable(connection.stream)) connection.stream.destroy();
}

function isDestroyable(value: unknown): value is { destroy(): void } {
  return typeof value === 'object' && value !== null && 'destroy' in value && typeof value.destroy === 'function';
}

async function load(): Promise<typeof Amqp> {
  try {
    return await import('amqplib');
  } catch (cause) {
    throw AgentError.of('unreachable', 'AMQP needs the package amqplib: npm install amqplib', { cause });
  }
}
