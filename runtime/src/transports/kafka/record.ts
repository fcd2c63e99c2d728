/** Frames as the values of records, and back. */
import { frameOf, names } from '../../broker/headers.js';
import { CodecError } from '../../codec/codec.js';
import type { Agent } from '../../contract.js';
import { decodeHeader, splitFrame } from '../../envelope/message.js';
import { AgentError } from '../../error.js';
import type { Header } from '../../header.js';
import type { Frame, TransportHeaders } from '../../transport.js';
import { addressHeader, addressOf } from './binding.js';
import { unwrap, wrap } from './agent-message.js';
import type { IncomingRecord } from './driver.js';

/**
 * How an envelope lies in a record's value.
 * - `agent_message`: in the payload of an Avro `AgentMessage`.
 * - `plain`: as it is.
 */
export type Framing = 'agent_message' | 'plain';

export const framingHeader = 'aw-framing';

/** A record's value, with the header that says how it is framed where that is not the default. */
export function framed(
  framing: Framing,
  agent: Agent,
  frame: Frame,
  header?: Header,
): { readonly value: Uint8Array; readonly headers: TransportHeaders } {
  return framing === 'plain'
    ? { value: frame.body, headers: { [framingHeader]: framing } }
    : { value: wrap(header ?? headerOf(agent, frame), frame.body), headers: {} };
}

/** The header alone; the payload stays closed. @throws {AgentError} `malformed`, `header_invalid` */
export function headerOf(agent: Agent, { encoding, body }: Frame): Header {
  return decodeHeader(agent, encoding, splitFrame(agent, encoding, body).header);
}

const openBrace = 0x7b;

/**
 * The frame of a record, however it is framed: a reader need not know what its writer was set to. A JSON envelope may say
 * nothing of itself, so that it can be typed at a console.
 * @throws {AgentError} `malformed`, `schema_unknown` or `content_type_unsupported`.
 */
export function openRecord({ value, headers }: Pick<IncomingRecord, 'value' | 'headers'>): Frame {
  // No AgentMessage begins with a brace: it would be an id of negative length.
  const plain = value[0] === openBrace || headers[framingHeader] === 'plain';
  const body = plain ? value : payloadOf(value);
  const named = headers[names.encoding] !== undefined || body[0] !== openBrace;
  const frame = frameOf(named ? headers : { ...headers, [names.encoding]: 'json' }, body);
  if (frame === undefined)
    throw AgentError.of('content_type_unsupported', 'the record names no encoding that there is');
  return frame;
}

function payloadOf(value: Uint8Array): Uint8Array {
  try {
    return unwrap(value).payload;
  } catch (thrown) {
    if (!(thrown instanceof CodecError)) throw thrown;
    const reason = thrown.code === 'schema_unknown' ? 'schema_unknown' : 'malformed';
    throw AgentError.of(reason, 'the record holds neither an envelope nor an AgentMessage', { cause: thrown });
  }
}

/** Whom a record is for: what its headers say, else what the envelope says. @throws {AgentError} as `openRecord`. */
export function recipientOf(agent: Agent, record: Pick<IncomingRecord, 'value' | 'headers'>): string {
  return record.headers[addressHeader] ?? addressOf(headerOf(agent, openRecord(record)).destination);
}
