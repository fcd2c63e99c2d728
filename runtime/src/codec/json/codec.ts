/** A `Codec` from the two straight-line functions that were generated for a type. */
import { checkJson, checkValue } from '../check.js';
import { type Codec, CodecError, type DecodeOptions, Fault, type Issue } from '../codec.js';
import type { Shape } from '../shape.js';
import { faultOf } from './explain.js';
import { owned } from './owned.js';
import { JsonReader } from './reader.js';
import { decodeUtf8 } from './text.js';
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
const sharedWriter = new JsonWriter();
const sharedReader = new JsonReader();
let writing = false;
let reading = false;

export function jsonCodec<T>(shape: Shape, write: WriteJson<T>, read: ReadJson<T>): JsonCodec<T> {
  /** Writes `value` and hands the writer to `use` while it holds the bytes. */
  function written<R>(value: T, use: (writer: JsonWriter) => R): R {
    // A getter of the value may encode another message meanwhile.
    const nested = writing;
    const writer = nested ? new JsonWriter() : sharedWriter;
    writing = true;
    try {
      writer.reset();
      write(writer, value);
      return use(writer);
    } catch (error) {
      throw refusal(error, shape, value);
    } finally {
      writing = nested;
    }
  }

  function decode(bytes: Uint8Array, options?: DecodeOptions): T {
    if (!(bytes instanceof Uint8Array)) throw invalid('not a Uint8Array');
    const nested = reading;
    const reader = nested ? new JsonReader() : sharedReader;
    reading = true;
    try {
      reader.begin(bytes, options);
      const value = read(reader);
      reader.finish();
      return value;
    } catch (error) {
      throw faultOf(error, bytes, shape, reader.position);
    } finally {
      reading = nested;
      reader.release();
    }
  }

  return {
    encoding: 'json',
    name: nameOf(shape),
    shape,
    encode: (value) => written(value, owned),
    encodeInto(value, target, offset = 0) {
      return written(value, (writer) => {
        const room = Math.max(0, target.length - offset);
        if (writer.length > room) {
          throw new CodecError('no_room', [{ path: '', message: `${writer.length} bytes do not fit into ${room}` }]);
        }
        target.set(writer.written, offset);
        return offset + writer.length;
      });
    },
    decode,
    validate: (instance) => checkJson(shape, instance),
    is: (value): value is T => checkValue(shape, value, 1).length === 0,
    parse(text, options) {
      if (/\p{Surrogate}/u.test(text)) throw invalid('the text has a lone surrogate');
      return decode(encoder.encode(text), options);
    },
    stringify: (value) => written(value, (writer) => decodeUtf8(writer.written, 0, writer.length) ?? ''),
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

/** Everything that is wrong with a value; the writer only knows that something is. */
function refusal(error: unknown, shape: Shape, value: unknown): unknown {
  if (!(error instanceof Fault) && !(error instanceof TypeError) && !(error instanceof RangeError)) return error;
  const issues = checkValue(shape, value);
  if (issues.length > 0) return new CodecError('invalid_value', issues);
  return error instanceof Fault ? new CodecError('invalid_value', [{ path: '', message: error.message }]) : error;
}
