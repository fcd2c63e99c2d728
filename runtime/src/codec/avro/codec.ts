/** What generated modules export for Avro, and how faults become errors with a path. */
import { type Codec, CodecError, type DecodeOptions, Fault } from '../codec.js';
import { avroEnvelope } from '../../envelope/avro.js';
import { copyInto, owned } from '../core/owned.js';
import { pool } from '../core/pool.js';
import { fitting, refusal, requireBytes } from '../core/refusal.js';
import type { Shape } from '../shape.js';
import { parseExact, readJson, writeJson } from './avro-json.js';
import { canonicalText } from './canonical.js';
import { avroFingerprint } from './fingerprint.js';
import { decodeFramed, encodeFramed, type KnownWriters } from './frame.js';
import { linkSchema } from './link.js';
import { locate } from './locate.js';
import { AvroReader } from './reader.js';
import { resolveSchemas, type Transcode } from './resolve.js';
import { type AvroJson, type AvroNode, SchemaError } from './schema.js';
import { isSensitive } from './sensitive.js';
import { AvroWriter } from './writer.js';

export interface AvroCodec<T> extends Codec<T> {
  readonly encoding: 'avro';
  /** The schema, self-contained. */
  readonly schema: AvroJson;
  /** Named types that `schema` refers to. */
  readonly definitions: readonly AvroJson[];
  /** CRC-64-AVRO of the schema's canonical form, 16 hex digits. */
  readonly fingerprint: string;
  /**
   * The value that was written by another schema, by Avro's schema resolution.
   * @throws {CodecError} `schema_unknown` where the two schemas cannot be reconciled, else as `decode`
   */
  decodeWith(writer: AvroJson, bytes: Uint8Array, options?: DecodeOptions): T;
  /**
   * The value in Avro's JSON encoding.
   * @throws {CodecError} as `encode`
   */
  toAvroJson(value: T): string;
  /**
   * The value of a text in Avro's JSON encoding.
   * @throws {CodecError} `invalid_bytes`
   */
  fromAvroJson(text: string): T;
}

type Write<T> = (w: AvroWriter, value: T) => void;
type Read<T> = (r: AvroReader) => T;

/** Resolutions are kept for this many writer schemas per codec. */
const cachedWriters = 64;

const writers = pool(() => new AvroWriter());
const readers = pool(() => new AvroReader());

interface Resolution {
  readonly writer: AvroNode;
  readonly run: Transcode;
}

/**
 * A codec of straight-line functions. `definitions` are the named types that `schema` refers to, `earlier` the schemas
 * that older peers write by, as text by fingerprint.
 */
export function avroCodec<T>(
  shape: Shape,
  write: Write<T>,
  read: Read<T>,
  schema: AvroJson,
  definitions: () => readonly AvroJson[] = () => [],
  earlier: Readonly<Record<string, string>> = {},
): AvroCodec<T> {
  let node: AvroNode | undefined;
  let fingerprint: string | undefined;
  const resolutions = new Map<string, Resolution>();
  const linked = (): AvroNode => (node ??= linkSchema(schema, definitions()));

  const codec: AvroCodec<T> = {
    encoding: 'avro',
    envelope: avroEnvelope,
    name: nameOf(schema),
    shape,
    schema,
    get definitions() {
      return definitions();
    },
    get fingerprint() {
      return (fingerprint ??= avroFingerprint(canonicalText(linked())));
    },
    encode: (value) => encodeWith(shape, write, value, (w) => owned(w.bytes, w.position, w.heads)),
    encodeInto(value, target, offset = 0) {
      return encodeWith(shape, write, value, (w) => {
        const end = fitting(w.position, target, offset);
        copyInto(w.bytes, w.position, target, offset, w.heads);
        return end;
      });
    },
    decode: (bytes, options) => decodeBytes(shape, linked, read, bytes, options, true),
    decodeWith(writer, bytes, options) {
      const { writer: from, run } = resolution(writer);
      return transcoded(from, run, bytes, options, (resolved) =>
        decodeBytes(shape, linked, read, resolved, options, false),
      );
    },
    toAvroJson(value) {
      const bytes = encodeWith(shape, write, value, (w) => owned(w.bytes, w.position));
      return decodeBytes(shape, linked, (r) => readJson(linked(), r), bytes, undefined, false);
    },
    fromAvroJson(text) {
      const w = writers.take();
      w.reset();
      try {
        writeJson(linked(), parseExact(text), w, 'tagged');
        return decodeBytes(shape, linked, read, w.written(), undefined, false);
      } catch (error) {
        if (error instanceof SchemaError || error instanceof SyntaxError || error instanceof Fault)
          throw new CodecError('invalid_bytes', [{ path: '', message: error.message }]);
        throw error;
      } finally {
        writers.give(w);
      }
    },
    framed: {
      encode: (value) => encodeFramed(codec, value),
      decode: (bytes, options) => decodeFramed(codec, bytes, known, options),
    },
  };
  const known: KnownWriters = {
    get: (print) => (Object.hasOwn(earlier, print) ? (JSON.parse(earlier[print] ?? '') as AvroJson) : undefined),
  };
  return codec;

  function resolution(writer: AvroJson): Resolution {
    const key = typeof writer === 'string' ? writer : keyOf(writer);
    const known = resolutions.get(key);
    if (known !== undefined) return known;
    try {
      const from = linkSchema(writer);
      const made = { writer: from, run: resolveSchemas(from, linked()) };
      if (resolutions.size >= cachedWriters) resolutions.clear();
      resolutions.set(key, made);
      return made;
    } catch (error) {
      if (!(error instanceof SchemaError)) throw error;
      throw new CodecError('schema_unknown', [{ path: '', message: error.message }]);
    }
  }
}

const keys = new WeakMap<object, string>();

/** The text of a schema, made once per object: what resolutions are cached by. */
function keyOf(schema: AvroJson): string {
  if (typeof schema !== 'object' || schema === null) return JSON.stringify(schema);
  let key = keys.get(schema);
  if (key === undefined) keys.set(schema, (key = JSON.stringify(schema)));
  return key;
}

function nameOf(schema: AvroJson): string {
  if (typeof schema === 'string') return schema;
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return 'union';
  const { name, type } = schema as { readonly name?: AvroJson; readonly type?: AvroJson };
  return typeof name === 'string' ? name : typeof type === 'string' ? type : 'union';
}

function encodeWith<T, R>(shape: Shape, write: Write<T>, value: T, finish: (w: AvroWriter) => R): R {
  const w = writers.take();
  w.reset();
  try {
    write(w, value);
    return finish(w);
  } catch (error) {
    throw encodeError(shape, value, error);
  } finally {
    writers.give(w);
  }
}

function encodeError(shape: Shape, value: unknown, error: unknown): unknown {
  if (error instanceof Fault && error.limit)
    return new CodecError('limit_exceeded', [{ path: '', message: error.message }]);
  return refusal(error, shape, value);
}

function decodeBytes<T>(
  shape: Shape,
  linked: () => AvroNode,
  read: Read<T>,
  bytes: Uint8Array,
  options: DecodeOptions | undefined,
  own: boolean,
): T {
  requireBytes(bytes);
  const r = readers.take();
  r.open(bytes, options);
  try {
    const value = read(r);
    r.finish();
    return value;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    throw decodeError(shape, linked(), bytes, error, own);
  } finally {
    r.close();
    readers.give(r);
  }
}

/** `own`: the offset is one of the caller's bytes, not of resolved ones. */
function decodeError(
  shape: Shape | undefined,
  node: AvroNode,
  bytes: Uint8Array,
  fault: Fault,
  own: boolean,
): CodecError {
  const r = new AvroReader();
  r.open(bytes, { maxDepth: 1000, maxItems: Number.MAX_SAFE_INTEGER });
  const path = locate(node, r, fault.offset);
  const message = shape !== undefined && isSensitive(shape, path) ? 'is not a value of its type' : fault.message;
  const code = fault.limit ? 'limit_exceeded' : 'invalid_bytes';
  return new CodecError(code, [{ path, message }], own ? fault.offset : undefined);
}

function transcoded<T>(
  writer: AvroNode,
  run: Transcode,
  bytes: Uint8Array,
  options: DecodeOptions | undefined,
  use: (resolved: Uint8Array) => T,
): T {
  requireBytes(bytes);
  const r = readers.take();
  const w = writers.take();
  r.open(bytes, options);
  w.reset();
  try {
    try {
      run(r, w);
      r.finish();
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      throw decodeError(undefined, writer, bytes, error, true);
    }
    return use(w.written());
  } finally {
    r.close();
    readers.give(r);
    writers.give(w);
  }
}
