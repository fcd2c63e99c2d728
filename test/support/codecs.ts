/** Codecs for hand-made agents: JSON by shape, for tests that need typed messages and no generator. */
import { checkJson, checkValue } from '../../runtime/src/codec/check.js';
import { CodecError, type Codec, type Encoding, type Issue } from '../../runtime/src/codec/codec.js';
import type { Shape } from '../../runtime/src/codec/shape.js';
import { avroEnvelope } from '../../runtime/src/envelope/avro.js';
import { jsonEnvelope } from '../../runtime/src/envelope/json.js';
import { protobufEnvelope } from '../../runtime/src/envelope/protobuf.js';
import {
  boolean,
  integer,
  json,
  map,
  optional,
  record,
  required,
  string,
  timestamp,
} from '@agentwire/runtime/codegen/v1';

const envelopes = { json: jsonEnvelope, protobuf: protobufEnvelope, avro: avroEnvelope };
const decoder = new TextDecoder('utf-8', { fatal: true });
const encoder = new TextEncoder();

/** A codec that writes JSON whatever encoding it says to be: frames of every encoding can then be told apart by eye. */
export function codecOf(name: string, shape: Shape, encoding: Encoding = 'json'): Codec<unknown> {
  const encode = (value: unknown): Uint8Array => {
    refuse('invalid_value', checkValue(shape, value));
    return encoder.encode(JSON.stringify(value));
  };
  return {
    encoding,
    envelope: envelopes[encoding],
    name,
    shape,
    encode,
    encodeInto(value, target, offset = 0) {
      const bytes = encode(value);
      if (offset + bytes.length > target.length) throw new CodecError('no_room', [{ path: '', message: 'no room' }]);
      target.set(bytes, offset);
      return offset + bytes.length;
    },
    decode(bytes) {
      const value = parsed(bytes);
      refuse('invalid_bytes', checkJson(shape, value));
      return revived(shape, value);
    },
  };
}

function refuse(code: 'invalid_value' | 'invalid_bytes', issues: readonly Issue[]): void {
  if (issues.length > 0) throw new CodecError(code, issues);
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(decoder.decode(bytes));
  } catch (cause) {
    throw Object.assign(new CodecError('invalid_bytes', [{ path: '', message: 'not JSON' }], 0), { cause });
  }
}

/** Date-times as `Date`, members that the shape does not know dropped. */
function revived(shape: Shape, value: unknown): unknown {
  if (shape.kind === 'timestamp') return new Date(String(value));
  if (shape.kind === 'list') return (value as unknown[]).map((item) => revived(shape.items, item));
  if (shape.kind !== 'record') return value;
  const given = value as Record<string, unknown>;
  const known = shape.members.filter(({ name }) => Object.hasOwn(given, name));
  return Object.fromEntries(known.map((member) => [member.name, revived(member.shape, given[member.name])]));
}

const id = string({ minLength: 1, maxLength: 100 });

const party = record(
  'Party',
  [required('agent_id', id), required('agent_type', id), optional('instance_id', id)],
  'refuse',
);

/** The envelope's header as wire.md section 2 has it. */
export const headerShape: Shape = record(
  'Header',
  [
    required('message_id', string({ format: 'uuid' })),
    required('correlation_id', string({ format: 'uuid' })),
    optional('causation_id', string({ format: 'uuid' })),
    required('timestamp', timestamp('millis')),
    required('version', string()),
    required('source', party),
    required(
      'destination',
      record(
        'Destination',
        [optional('agent_id', id), required('agent_type', id), required('broadcast', boolean())],
        'refuse',
      ),
    ),
    required('message_type', id),
    required('content_type', id),
    required('encoding', id),
    required(
      'security',
      record(
        'Security',
        [
          required('encrypted', boolean()),
          ...['alg', 'kid', 'digest', 'signature', 'epoch', 'epk', 'nonce', 'opener', 'auth_token'].map((name) =>
            optional(name, string()),
          ),
        ],
        'refuse',
      ),
    ),
    required(
      'routing',
      record(
        'Routing',
        [
          required('priority', string()),
          required('ttl', integer('safe', { minimum: 0 })),
          required('retry_count', integer('safe', { minimum: 0 })),
          required('max_retries', integer('safe', { minimum: 0 })),
          optional('reply_to', string()),
          optional('deadline', timestamp('millis')),
        ],
        'refuse',
      ),
    ),
    required(
      'tracing',
      record(
        'Tracing',
        [
          required('trace_id', string({ pattern: '^[0-9a-f]{32}$' })),
          required('span_id', string({ pattern: '^[0-9a-f]{16}$' })),
          optional('parent_span_id', string({ pattern: '^[0-9a-f]{16}$' })),
        ],
        'refuse',
      ),
    ),
    optional('extensions', map('string', string())),
  ],
  'refuse',
);

/** One shape in all three encodings. */
export function inAllEncodings(name: string, shape: Shape): { readonly [E in Encoding]: Codec<unknown> } {
  return {
    json: codecOf(name, shape, 'json'),
    protobuf: codecOf(name, shape, 'protobuf'),
    avro: codecOf(name, shape, 'avro'),
  };
}

export function messageCodecs(
  name: string,
  data: Shape,
  metadata: Shape = json('object'),
): { readonly [E in Encoding]: { readonly data: Codec<unknown>; readonly metadata: Codec<unknown> } } {
  const datas = inAllEncodings(name, data);
  const metadatas = inAllEncodings(`${name}_metadata`, metadata);
  return {
    json: { data: datas.json, metadata: metadatas.json },
    protobuf: { data: datas.protobuf, metadata: metadatas.protobuf },
    avro: { data: datas.avro, metadata: metadatas.avro },
  };
}
