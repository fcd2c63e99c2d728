/** A message as a frame, for whatever route it takes. */
import { besideHeaders } from './beside.js';
import type { Encoding } from './codec/codec.js';
import type { Agent, OperationFacts } from './contract.js';
import { encodeMessage, headerCodec } from './envelope/message.js';
import type { Header } from './header.js';
import { contentOf, type Message } from './message-factory.js';
import type { Outgoing } from './outgoing.js';
import { fillTemplate, textAt, textsOf } from './placeholders.js';
import type { Signs } from './protection.js';
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
  readonly security?: Signs | undefined;
}

/** One route's frame: another encoding is another frame, under the same message_id. */
export function outboundOf(parts: OutboundParts, { encoding, replyTo }: FrameOptions): Outbound {
  const { agent, operation, outgoing, deadline, signal, security } = parts;
  const message = replyTo === undefined || !isAnswered(operation) ? parts.message : answeredTo(parts.message, replyTo);
  const { data, metadata } = message.payload;
  const frame =
    outgoing === undefined
      ? outboundFrame(agent, message, encoding, security)
      : openingFrame(agent, message, encoding, security);
  return {
    ...frame,
    operation,
    headers: besideHeaders(frame.header, operation.name),
    ...(outgoing === undefined ? {} : { items: outgoing.frames(encoding) }),
    deadline,
    signal,
    member: (name) => textAt(data, [name]),
    texts: () => (metadata === undefined ? textsOf(data) : undefined),
    headerJson() {
      // The payload that the members stand for is JSON, whatever the route's bodies are.
      const header = { ...message.header, ...contentOf(encoding) };
      const isSigned = security !== undefined && encoding !== 'json' && outgoing === undefined;
      const own = isSigned ? encodeMessage(agent, 'json', { ...message, header }, { security }).header : frame.header;
      return headerCodec(agent, 'json').encode(own);
    },
  };
}

export function outboundFrame(agent: Agent, message: Message, encoding: Encoding, security?: Signs): OutboundFrame {
  const { data } = message.payload;
  const unsigned = { ...message, header: { ...message.header, ...contentOf(encoding) } };
  const { header, body } = encodeMessage(agent, encoding, unsigned, { security });
  return { ...placesOf(header, data), encoding, body, headers: besideHeaders(header) };
}

/** What opens a stream has no payload. */
function openingFrame(agent: Agent, message: Message, encoding: Encoding, security: Signs | undefined): OutboundFrame {
  const unsigned = { ...message.header, ...contentOf(encoding) };
  const header = security?.sign(unsigned, encoding, new Uint8Array()) ?? unsigned;
  const body = headerCodec(agent, 'json').encode(header);
  return { ...placesOf(header, message.payload.data), encoding, body, headers: {} };
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
