/** A `Codec` from the two straight-line functions that were generated for a type. */
import { checkJson, checkValue } from '../check.js';
import { type Codec, CodecError, type DecodeOptions, type Issue } from '../codec.js';
import { copyInto, owned } from '../core/owned.js';
import { pool } from '../core/pool.js';
import { fitting, refusal, requireBytes } from '../core/refusal.js';
import { decodeUtf8, hasLoneSurrogate } from '../core/text.js';
import { jsonEnvelope } from '../../envelope/json.js';
import type { Shape } from '../shape.js';
import { faultOf } from './explain.js';
import { JsonReader } from './reader.js';
import { JsonWriter } from './writer.js';

export interface JsonCodec<T> extends Codec<T> {
  readonly encoding: 'json';
  /** What is wrong with plain JSON, as JSON.parse gives it; empty when nothing is. */
  validate(instance: unknown): Issue[];
  /** Whether a TypeScript value is one of this type. */
  is(value: unknown): value is T;
  /**
   * The value that a JSON text holds.
   * @throws {CodecError} as `decode` does.
   */
  parse(text: string, options?: DecodeOptions): T;
  /**
   * Canonical JSON (RFC 8785).
   * @throws {CodecError} as `encode` does.
   */
  stringify(value: T): string;
}

export type WriteJson<T> = (w: JsonWriter, value: T) => void;
export type ReadJson<T> = (r: JsonReader) => T;

const encoder = new TextEncoder();
const writers = pool(() => new JsonWriter());
const readers = pool(() => new JsonReader());

export function jsonCodec<T>(shape: Shape, write: WriteJson<T>, read: ReadJson<T>): JsonCodec<T> {
  /** Writes `value` and hands the writer to `use` while it holds the bytes. */
  function written<R>(value: T, use: (writer: JsonWriter) => R): R {
    const writer = writers.take();
    writer.reset();
    try {
      write(writer, value);
      return use(writer);
    } catch (error) {
      throw refusal(error, shape, value);
    } finally {
      writers.give(writer);
    }
  }

  function decode(bytes: Uint8Array, options?: DecodeOptions): T {
    requireBytes(bytes);
    const reader = readers.take();
    reader.begin(bytes, options);
    try {
      const value = read(reader);
      reader.finish();
      return value;
    } catch (error) {
      throw faultOf(error, bytes, shape, reader.position);
    } finally {
      reader.release();
      readers.give(reader);
    }
  }

  return {
    encoding: 'json',
    envelope: jsonEnvelope,
    name: nameOf(shape),
    shape,
    encode: (value) => written(value, (writer) => owned(writer.buffer, writer.position, writer.heads)),
    encodeInto(value, target, offset = 0) {
      return written(value, (writer) => {
        const end = fitting(writer.position, target, offset);
        copyInto(writer.buffer, writer.position, target, offset, writer.heads);
        return end;
      });
    },
    decode,
    validate: (instance) => checkJson(shape, instance),
    is: (value): value is T => checkValue(shape, value, 1).length === 0,
    parse(text, options) {
      if (hasLoneSurrogate(text)) throw invalid('the text has a lone surrogate');
      return decode(encoder.encode(text), options);
    },
    stringify: (value) => written(value, (writer) => decodeUtf8(writer.buffer, 0, writer.position) ?? ''),
  };
}

/** A default, read from its JSON text whenever it is needed: nobody shares it. */
export function defaultOf<T>(read: ReadJson<T>, text: string): T {
  const bytes = encoder.encode(text);
  const reader = new JsonReader(bytes.length);
  reader.begin(bytes);
  return read(reader);
}

function invalid(message: string): CodecError {
  return new CodecError('invalid_bytes', [{ path: '', message }], 0);
}

function nameOf(shape: Shape): string {
  return shape.kind === 'record' ? shape.name : shape.kind;
}
