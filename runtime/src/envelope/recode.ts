import type { Encoding } from '../codec/codec.js';
import type { Agent } from '../contract.js';
import { contentOf } from '../message-factory.js';
import type { Signs } from '../protection.js';
import type { Frame } from '../transport.js';
import { decodeHeader, decodePayload, encodeMessage, splitFrame } from './message.js';

/** The same message in another encoding, under the same ids; signed anew, since other bytes are sent. */
export function recode(agent: Agent, frame: Frame, encoding: Encoding, security?: Signs): Frame {
  if (frame.encoding === encoding) return frame;
  const parts = splitFrame(agent, frame.encoding, frame.body);
  const header = { ...decodeHeader(agent, frame.encoding, parts.header), ...contentOf(encoding) };
  const payload = decodePayload(agent, header.message_type, frame.encoding, parts);
  const { body } = encodeMessage(agent, encoding, { header, payload }, { security });
  return { encoding, body, headers: frame.headers };
}
