/**
 * `AgentMessage` (Message Serialization, 3): the frame of a message on Kafka. `payload` holds the whole encoded envelope,
 * so that what was signed travels; the other fields repeat its header for whoever only sorts and counts.
 */
import { avroCodec, type AvroCodec } from '../../codec/avro/codec.js';
import { encodeFramed, decodeFramed } from '../../codec/avro/frame.js';
import { bytes, implicit, integer, record, required, string } from '../../codec/shapes.js';
import type { Header } from '../../header.js';

export interface AgentMessage {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly timestamp: bigint;
  readonly agent_id: string;
  readonly message_type: string;
  readonly payload: Uint8Array;
  readonly version: string;
}

const shape = record('AgentMessage', [
  required('id', string()),
  required('timestamp', integer('int64')),
  required('agent_id', string()),
  required('message_type', string()),
  required('payload', bytes()),
  implicit('version', string()),
]);

/** Its published name belongs to its fingerprint, whatever the protocol is called that it carries. */
export const agentMessageCodec: AvroCodec<AgentMessage> = avroCodec<AgentMessage>(
  shape,
  (w, value) => {
    w.record(value);
    w.string(value.id);
    w.bigint(value.timestamp);
    w.string(value.agent_id);
    w.string(value.message_type);
    w.bytesValue(value.payload);
    w.string(value.version);
  },
  (r) => ({
    id: r.string(),
    timestamp: r.bigint(),
    agent_id: r.string(),
    message_type: r.string(),
    payload: r.bytes(),
    version: r.string(),
  }),
  {
    type: 'record',
    name: 'AgentMessage',
    namespace: 'com.dora.agent',
    fields: [
      { name: 'id', type: 'string' },
      { name: 'timestamp', type: 'long' },
      { name: 'agent_id', type: 'string' },
      { name: 'message_type', type: 'string' },
      { name: 'payload', type: 'bytes' },
      { name: 'version', type: 'string', default: '1.0.0' },
    ],
  },
);

export function wrap(header: Header, payload: Uint8Array): Uint8Array {
  return encodeFramed(agentMessageCodec, {
    id: header.message_id,
    timestamp: BigInt(header.timestamp.getTime()),
    agent_id: header.source.agent_id,
    message_type: header.message_type,
    payload,
    version: header.version,
  });
}

const isFramed = (value: Uint8Array): boolean => value[0] === 0xc3 && value[1] === 0x01;

/**
 * Single-object encoding as we write it, or the bare record as others may.
 * @throws {CodecError} `invalid_bytes`, or `schema_unknown` where another schema's fingerprint stands before it.
 */
export function unwrap(value: Uint8Array): AgentMessage {
  return isFramed(value) ? decodeFramed(agentMessageCodec, value) : agentMessageCodec.decode(value);
}
