/** A message as a frame, for whatever route it takes. */
import { besideHeaders } from './beside.js';
import type { Encoding } from './codec/codec.js';
import type { Agent, OperationFacts } from './contract.js';
import { encodeMessage, headerCodec } from './envelope/message.js';
import type { Header } from './header.js';
import { contentOf, type Message } from './message-factory.js';
import type { Outgoing } from './outgoing.js';
import { fillTemplate, textAt, textsOf } from './placeholders.js';
import type { FrameOptions, Outbound, OutboundFrame } from './transport.js';

export interface OutboundParts {
  readonly agent: Agent;
  readonly operation: OperationFacts;
  readonly message: Message;
  /** Where the caller streams. */
  readonly outgoing?: Outgoing;
  /** Absolute, in milliseconds. */
  readonly deadline: number;
  readonly signal: AbortSignal;
}

/** One route's frame: another encoding is another frame, under the same message_id. */
export function outboundOf(parts: OutboundParts, { encoding, replyTo }: FrameOptions): Outbound {
  const { agent, operation, outgoing, deadline, signal } = parts;
  const message = replyTo === undefined || !isAnswered(operation) ? parts.message : answeredTo(parts.message, replyTo);
  const { data, metadata } = message.payload;
  const header = { ...message.header, ...contentOf(encoding) };
  const headerJson = (): Uint8Array => headerCodec(agent, 'json').encode(header);
  const frame: OutboundFrame =
    outgoing === undefined
      ? outboundFrame(agent, message, encoding)
      : { ...placesOf(header, data), encoding, body: headerJson(), headers: {} };
  return {
    ...frame,
    operation,
    headers: besideHeaders(header, operation.name),
    ...(outgoing === undefined ? {} : { items: outgoing.frames(encoding) }),
    deadline,
    signal,
    member: (name) => textAt(data, [name]),
    texts: () => (metadata === undefined ? textsOf(data) : undefined),
    headerJson,
  };
}

export function outboundFrame(agent: Agent, message: Message, encoding: Encoding): OutboundFrame {
  const header: Header = { ...message.header, ...contentOf(encoding) };
  return {
    ...placesOf(header, message.payload.data),
    encoding,
    body: encodeMessage(agent, encoding, { header, payload: message.payload }),
    headers: besideHeaders(header),
  };
}

function answeredTo({ header, payload }: Message, reply_to: string): Message {
  return { header: { ...header, routing: { ...header.routing, reply_to } }, payload };
}

/** A one-way message is answered by nobody. */
export function isAnswered({ reply, stream }: OperationFacts): boolean {
  return reply !== undefined || stream !== undefined;
}

function placesOf(header: Header, data: unknown): Pick<OutboundFrame, 'header' | 'fill'> {
  return { header, fill: (template, escape) => fillTemplate(template, header, data, escape) };
}
