import { AgentError } from '../error.js';
import { decodeHeader, splitFrame } from '../envelope/message.js';
import type { Exchange, Layer } from '../exchange.js';
import type { Header } from '../header.js';

/** Size, frame and header; the payload stays a span of bytes. Copies that the transport carries must agree. */
export const openFrame: Layer = async (exchange, next) => {
  const { inbound, state } = exchange;
  const { body, encoding } = inbound.frame;
  if (body.length > state.limits.frame) {
    throw AgentError.of('too_large', `the frame has ${body.length} bytes, the limit is ${state.limits.frame}`);
  }
  if (inbound.members === undefined && inbound.items === undefined) {
    exchange.parts = splitFrame(state.agent, encoding, body);
    exchange.header = decodeHeader(state.agent, encoding, exchange.parts.header);
  } else {
    exchange.header = decodeHeader(state.agent, 'json', body);
  }
  compareCopies(exchange, exchange.header);
  await next();
};

function compareCopies({ inbound }: Exchange, header: Header): void {
  const actual: Readonly<Record<string, string | undefined>> = {
    correlation_id: header.correlation_id,
    trace_id: header.tracing.trace_id,
    agent_id: header.destination.agent_id,
    reply_to: header.routing.reply_to,
  };
  for (const [name, copy] of Object.entries(inbound.copies ?? {})) {
    const value = actual[name];
    if (value !== undefined && value !== copy) {
      throw AgentError.of(
        'header_mismatch',
        `${name} differs between the envelope and the ${inbound.transport} headers`,
        { path: `/header/${name}` },
      );
    }
  }
}
