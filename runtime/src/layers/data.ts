import { AgentError } from '../error.js';
import { decodePayload, payloadCodecs } from '../envelope/message.js';
import { known, type Layer } from '../exchange.js';
import { dataFromMembers } from '../members.js';

/** Bytes to typed data: from here on the message is what its schema says, or it was refused with a path. */
export const decodeData: Layer = async (exchange, next) => {
  const { inbound, state } = exchange;
  // What opens a stream is a header; the items are decoded as they come.
  if (inbound.items !== undefined) return next();
  const { message_type } = known(exchange.header, 'opened the frame');
  if (inbound.members === undefined) {
    const parts = known(exchange.parts, 'split the frame');
    const payload = decodePayload(state.agent, message_type, inbound.frame.encoding, parts);
    exchange.data = payload.data;
    exchange.metadata = payload.metadata;
    addressed(exchange.data, inbound.pathMembers);
  } else {
    const codec = payloadCodecs(state.agent, message_type, 'json').data;
    exchange.data = dataFromMembers(codec, inbound.members);
  }
  await next();
};

/** A member that stands in the path too must say the same there (wire.md: header and body disagreeing is a mismatch). */
function addressed(data: unknown, pathMembers: Readonly<Record<string, string>> | undefined): void {
  for (const [name, text] of Object.entries(pathMembers ?? {})) {
    const value = (data as Readonly<Record<string, unknown>>)[name];
    if (value !== undefined && String(value) !== text) {
      throw AgentError.of('header_mismatch', `${name} differs between the path and the payload`, {
        path: `/payload/data/${name}`,
      });
    }
  }
}
