/** The one door to amqplib, an optional peer: loaded by the first connection. */
import type * as Amqp from 'amqplib';
import { milliseconds } from '../../duration.js';
import { AgentError } from '../../error.js';
import { brokenConnect } from './amqplib-errors.js';
import { check, declare, look, onChannel, unbind } from './amqplib-topology.js';
import { openConsumer, openPublisher } from './amqplib-channels.js';
import type { AmqpConnection, AmqpDriver, ConnectionEvents } from './driver.js';
import type { ConnectionOptions } from './options.js';
import { clientTls } from '../tls.js';

/** @throws {TypeError} for an address that is none. */
export function amqplib(options: ConnectionOptions): AmqpDriver {
  const url = addressOf(options);
  return { connect: async (events) => connectionOf(await openAt(url, options), options, events) };
}

/** A connection of the library's own. */
export function openModel(options: ConnectionOptions): Promise<Amqp.ChannelModel> {
  return openAt(addressOf(options), options);
}

function addressOf(options: ConnectionOptions): URL {
  const url = new URL(options.url);
  if (url.protocol !== 'amqp:' && url.protocol !== 'amqps:')
    throw new TypeError('amqp: url starts with amqp: or amqps:');
  // Of its two places for a heartbeat, amqplib takes notice of this one only.
  const heartbeat = Math.max(1, Math.round(milliseconds(options.heartbeat ?? '10s') / 1000));
  if (!url.searchParams.has('heartbeat')) url.searchParams.set('heartbeat', String(heartbeat));
  return url;
}

async function openAt(
  url: URL,
  { login, tls = {}, connectTimeout = 10_000 }: ConnectionOptions,
): Promise<Amqp.ChannelModel> {
  const { connect, credentials } = await load();
  const socket: Amqp.SocketOptions = {
    // Without it small frames wait for the peer's delayed acknowledgement, 40 ms each.
    noDelay: true,
    timeout: connectTimeout,
    ...(url.protocol === 'amqps:' ? clientTls(tls) : {}),
    ...(login === undefined ? {} : { credentials: credentials.plain(login.username, login.password) }),
    clientProperties: { connection_name: 'agentwire' },
  };
  try {
    return await connect(url.href, socket);
  } catch (thrown) {
    throw brokenConnect(thrown);
  }
}

function connectionOf(
  model: Amqp.ChannelModel,
  { topology: mode = 'declare' }: ConnectionOptions,
  events: ConnectionEvents,
): AmqpConnection {
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
      mode === 'check' ? Promise.resolve() : onChannel(model, (channel) => unbind(channel, bindings)),
    look: (queue) => look(model, queue),
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
