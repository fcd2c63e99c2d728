/** Frames as AMQP messages: what stands in properties, what in the headers table, and how a foreign message is read. */
import { names, type CallId, type MessageKind } from '../../broker/headers.js';
import { contentTypes, encodingOf } from '../../envelope/content-type.js';
import { AgentError } from '../../error.js';
import type { Encoding } from '../../codec/codec.js';
import type { Frame, Outbound } from '../../transport.js';
import type { AmqpMessage, AmqpProperties } from './driver.js';
import { numberedId } from './repeats.js';

/** Counts deliveries that ended in another try; our own, since what a broker counts differs from release to release. */
export const attemptHeader = 'aw-attempt';

/** Headers that a dead letter gets beside its own. */
export const deadLetterHeaders = {
  reason: 'aw-dead-letter-reason',
  queue: 'aw-dead-letter-queue',
  exchange: 'aw-dead-letter-exchange',
  routingKey: 'aw-dead-letter-routing-key',
  deliveries: 'aw-dead-letter-deliveries',
} as const;

/** Bytes of the headers table; the broker's own frame limit is not far above it. */
const headersLimit = 32 * 1024;

/**
 * A request. Its message_id names the call in both properties that peers answer with, `correlation_id` (RabbitMQ's
 * habit) and `message_id` (that of JMS); the envelope's own correlation id stands in `x-correlation-id`.
 * @param id where answers go; none: nobody waits for one.
 * @throws {AgentError} `too_large`, before anything is sent.
 */
export function requestMessage(
  outbound: Outbound,
  id: CallId | undefined,
  credit: number | undefined,
  now: number,
): AmqpMessage {
  const { header, deadline } = outbound;
  const bounded = id !== undefined && Number.isFinite(deadline);
  const message = {
    properties: {
      messageId: header.message_id,
      correlationId: id?.call ?? header.message_id,
      ...(id === undefined ? {} : { replyTo: id.replyTo }),
      contentType: contentTypes[outbound.encoding],
      type: header.message_type,
      appId: header.source.agent_id,
      timestamp: Math.floor(header.timestamp.getTime() / 1000),
      ...priorityOf(header.routing.priority),
      // Nobody waits for an answer past the deadline; what has no answer only has its ttl.
      expiration: Math.max(0, Math.ceil(Math.min(header.routing.ttl * 1000, bounded ? deadline - now : Infinity))),
    },
    headers: {
      ...outbound.headers,
      [names.kind]: (outbound.items === undefined ? 'request' : 'open') satisfies MessageKind,
      ...(credit === undefined ? {} : { [names.credit]: String(credit) }),
      ...(bounded ? { [names.deadline]: String(deadline) } : {}),
    },
    body: outbound.body,
  };
  const size = Object.entries(message.headers).reduce((sum, [name, value]) => sum + name.length + value.length * 3, 0);
  if (size > headersLimit)
    throw AgentError.of('too_large', `the headers beside the message are above ${headersLimit} bytes`);
  return message;
}

/** What a message of a call has beside its kind. */
export interface Content {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly encoding?: Encoding;
}

export const nothing: Content = { headers: {}, body: new Uint8Array() };

/**
 * Makes what follows a request, in either direction. Messages of one run are numbered, so that the other side knows one
 * that comes twice.
 * @param run 16 hex digits of its own for each sender's part in a call.
 */
export function messagesOf(id: CallId, run: string): (kind: MessageKind, content: Content) => AmqpMessage {
  let number = 0;
  return (kind, { headers, body, encoding }) => ({
    properties: {
      messageId: numberedId(id.call, run, ++number),
      correlationId: id.call,
      replyTo: id.replyTo,
      ...(encoding === undefined ? {} : { contentType: contentTypes[encoding] }),
    },
    headers: { ...headers, [names.kind]: kind },
    body,
  });
}

/** Where answers to a request go; none: its sender awaits nothing. */
export function callOf({ properties }: AmqpMessage): CallId | undefined {
  const call = properties.correlationId ?? properties.messageId;
  return properties.replyTo === undefined || call === undefined ? undefined : { replyTo: properties.replyTo, call };
}

/** The frame of a message; undefined where its content type is none of ours. */
export function frameOf({ properties, headers, body }: AmqpMessage): Frame | undefined {
  const type = (properties.contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  const encoding = encodingOf(type);
  return encoding === undefined ? undefined : { encoding, body, headers };
}

/**
 * What the envelope says as well, and has to say alike. Where answers go is signed there: nobody diverts them by a
 * property.
 */
export function copiesOf({ properties: { replyTo }, headers }: AmqpMessage): Readonly<Record<string, string>> {
  const { 'x-correlation-id': correlation, 'x-trace-id': trace } = headers;
  return {
    ...(correlation === undefined ? {} : { correlation_id: correlation }),
    ...(trace === undefined ? {} : { trace_id: trace }),
    ...(replyTo === undefined ? {} : { reply_to: replyTo }),
  };
}

/** Absolute, in milliseconds; what is no number bounds nothing. */
export function deadlineOf({ headers }: AmqpMessage): number {
  const deadline = Number(headers[names.deadline] ?? Infinity);
  return Number.isNaN(deadline) ? Infinity : deadline;
}

/** How much a caller lets the other side send; one that counts nothing takes all. */
export function creditOf({ headers }: AmqpMessage): number {
  const credit = Number(headers[names.credit] ?? Infinity);
  return credit >= 0 ? credit : 0;
}

/** 1 for the first time. */
export function attemptOf({ headers }: AmqpMessage): number {
  const attempt = Number(headers[attemptHeader] ?? 1);
  return Number.isSafeInteger(attempt) && attempt > 0 ? attempt : 1;
}

/** The document's words; RabbitMQ 4 takes 5 and more for urgent, earlier quorum queues take no notice. */
const priorities: ReadonlyMap<string, number> = new Map([
  ['low', 1],
  ['normal', 4],
  ['medium', 4],
  ['high', 6],
  ['urgent', 8],
  ['critical', 9],
]);

function priorityOf(priority: string): Pick<AmqpProperties, 'priority'> {
  const number = priorities.get(priority);
  return number === undefined ? {} : { priority: number };
}
