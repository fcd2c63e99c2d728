/** amqplib's channels as the driver's publishers and consumers, and its messages as ours. */
import type * as Amqp from 'amqplib';
import { AgentError } from '../../error.js';
import type { AmqpConsumer, AmqpDelivery, AmqpPublisher, ConsumerEvents, Publication } from './driver.js';

export function openPublisher(channel: Amqp.ConfirmChannel, closed: (why: Error) => void): AmqpPublisher {
  // A message that no queue takes comes back before it is confirmed, and only its own id says which one it was.
  const returned = new Set<string>();
  let open = true;
  // Without an error it is the connection that goes, which tells so itself.
  channel.on('error', (error) => {
    open = false;
    channel.once('close', () => closed(error));
  });
  channel.on('close', () => (open = false));
  channel.on('return', ({ properties }: Amqp.Message) => {
    if (typeof properties.messageId === 'string') returned.add(properties.messageId);
  });
  return {
    publish(publication, settled) {
      const { exchange, routingKey, body, properties } = publication;
      const content = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
      const id = properties.messageId;
      const confirmed = (refusal: unknown): void => {
        if (closedUnder(refusal)) return;
        if (refusal !== null) return settled('refused');
        settled(id !== undefined && returned.delete(id) ? 'returned' : 'taken');
      };
      try {
        channel.publish(exchange, routingKey, content, optionsOf(publication), confirmed);
      } catch (thrown) {
        if (!open) throw thrown;
        throw AgentError.of('malformed', 'AMQP cannot carry these properties', { cause: thrown });
      }
    },
  };
}

/** What was on a channel when it closed has not been answered: `closed` tells that of all at once. */
function closedUnder(refusal: unknown): boolean {
  return refusal instanceof Error && refusal.message === 'channel closed';
}

function optionsOf({ properties, headers, mandatory, persistent }: Publication): Amqp.Options.Publish {
  return { ...properties, headers, mandatory, persistent };
}

export async function openConsumer(
  channel: Amqp.Channel,
  queue: string,
  prefetch: number,
  { deliver, cancelled }: ConsumerEvents,
): Promise<AmqpConsumer> {
  let open = true;
  channel.on('error', () => void channel.once('close', cancelled));
  channel.on('close', () => (open = false));
  await channel.prefetch(prefetch);
  const { consumerTag } = await channel.consume(queue, (message) => {
    if (message !== null) return deliver(deliveryOf(message, channel, () => open));
    // What is unsettled on the channel goes back to its queue, if that is still there.
    if (open) void channel.close().catch(() => undefined);
    cancelled();
  });
  return {
    async cancel() {
      if (open) await channel.cancel(consumerTag).catch(() => undefined);
    },
    async close() {
      if (open) await channel.close().catch(() => undefined);
    },
  };
}

function deliveryOf(message: Amqp.ConsumeMessage, channel: Amqp.Channel, isOpen: () => boolean): AmqpDelivery {
  const { content, fields, properties: given } = message;
  const settle = (act: () => void): void => {
    if (!isOpen()) return;
    try {
      act();
    } catch {
      // Closing, which it says by throwing.
    }
  };
  return {
    exchange: fields.exchange,
    routingKey: fields.routingKey,
    redelivered: fields.redelivered,
    properties: {
      ...text('messageId', given.messageId),
      ...text('correlationId', given.correlationId),
      ...text('replyTo', given.replyTo),
      ...text('contentType', given.contentType),
      ...text('type', given.type),
      ...text('appId', given.appId),
      ...(typeof given.timestamp === 'number' ? { timestamp: given.timestamp } : {}),
      ...(typeof given.priority === 'number' ? { priority: given.priority } : {}),
      ...(typeof given.expiration === 'string' ? { expiration: Number(given.expiration) } : {}),
    },
    headers: textsOf(given.headers ?? {}),
    body: content,
    ack: () => settle(() => channel.ack(message)),
    requeue: () => settle(() => channel.nack(message, false, true)),
  };
}

function text<K extends string>(name: K, value: unknown): { readonly [P in K]?: string } {
  return typeof value === 'string' && value !== '' ? ({ [name]: value } as { [P in K]: string }) : {};
}

/** Names in lower case; what no text can hold (tables, lists, what a broker notes of its own) is not ours to read. */
function textsOf(headers: Readonly<Record<string, unknown>>): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers))
    if (typeof value === 'string' || typeof value === 'number') texts[name.toLowerCase()] = String(value);
  return texts;
}
