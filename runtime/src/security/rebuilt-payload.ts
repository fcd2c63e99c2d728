/** The bytes that a signature covers where a message came without a body of its own. */
import { concat, utf8 } from '../envelope/bytes.js';
import { payloadCodecs } from '../envelope/message.js';
import { known, type Exchange } from '../exchange.js';
import { dataFromMembers } from '../members.js';

export function payloadOf({ inbound, parts, header, state }: Exchange): Uint8Array {
  // What opens a stream is a header alone.
  if (inbound.items !== undefined) return new Uint8Array();
  if (inbound.members === undefined) return known(parts, 'split the frame').payload;
  const codec = payloadCodecs(state.agent, known(header, 'opened the frame').message_type, 'json').data;
  const data = codec.encode(dataFromMembers(codec, inbound.members));
  return concat([utf8('{"data":'), data, utf8('}')]);
}
