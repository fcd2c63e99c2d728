/** Single-object encoding (Avro 1.12): `C3 01`, the writer schema's fingerprint in little-endian order, the body. */
import { CodecError, type DecodeOptions } from '../codec.js';
import type { AvroCodec } from './codec.js';
import type { AvroJson } from './schema.js';

const fingerprintAt = 2;
const headSize = 10;

/** Finds the schema that a fingerprint (16 hex digits) names: a registry, a peer, a folder. */
export interface SchemaSource {
  find(fingerprint: string): AvroJson | undefined | Promise<AvroJson | undefined>;
}

export interface Frame {
  /** 16 hex digits. */
  readonly fingerprint: string;
  readonly body: Uint8Array;
}

/** Writer schemas at hand, by fingerprint: the released ones of agentwire.lock. */
export type KnownWriters = Pick<ReadonlyMap<string, AvroJson>, 'get'>;

/** A value with its writer's fingerprint before it. */
export function encodeFramed<T>(codec: AvroCodec<T>, value: T): Uint8Array {
  const body = codec.encode(value);
  const out = new Uint8Array(headSize + body.length);
  out[0] = 0xc3;
  out[1] = 0x01;
  new DataView(out.buffer).setBigUint64(fingerprintAt, BigInt(`0x${codec.fingerprint}`), true);
  out.set(body, headSize);
  return out;
}

/** @throws {CodecError} `invalid_bytes` where the bytes are no single object */
export function openFrame(bytes: Uint8Array): Frame {
  if (bytes.length < headSize || bytes[0] !== 0xc3 || bytes[1] !== 0x01)
    throw new CodecError('invalid_bytes', [{ path: '', message: 'expected C3 01 and a fingerprint' }], 0);
  const fingerprint = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(fingerprintAt, true);
  return { fingerprint: fingerprint.toString(16).padStart(16, '0'), body: bytes.subarray(headSize) };
}

/**
 * The value of a framed message whose writer is the codec's own schema or one of `known`.
 * @throws {CodecError} `schema_unknown`, or as `decode`
 */
export function decodeFramed<T>(
  codec: AvroCodec<T>,
  bytes: Uint8Array,
  known: KnownWriters = new Map(),
  options?: DecodeOptions,
): T {
  const { fingerprint, body } = openFrame(bytes);
  if (fingerprint === codec.fingerprint) return codec.decode(body, options);
  const writer = known.get(fingerprint);
  if (writer === undefined) throw unknownSchema(fingerprint);
  return codec.decodeWith(writer, body, options);
}

/** As `decodeFramed`, asking `source` for writers that are not at hand. */
export async function decodeFramedFrom<T>(
  codec: AvroCodec<T>,
  bytes: Uint8Array,
  source: SchemaSource,
  options?: DecodeOptions,
): Promise<T> {
  const { fingerprint, body } = openFrame(bytes);
  if (fingerprint === codec.fingerprint) return codec.decode(body, options);
  const writer = await source.find(fingerprint);
  if (writer === undefined) throw unknownSchema(fingerprint);
  return codec.decodeWith(writer, body, options);
}

function unknownSchema(fingerprint: string): CodecError {
  return new CodecError(
    'schema_unknown',
    [{ path: '', message: `no schema has the fingerprint ${fingerprint}` }],
    fingerprintAt,
  );
}
