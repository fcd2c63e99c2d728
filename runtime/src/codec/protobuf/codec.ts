/** A `Codec` from the two straight-line functions that were generated for a type. */
import { type Codec, CodecError, Fault } from '../codec.js';
import { protobufEnvelope } from '../../envelope/protobuf.js';
import { copyInto, owned } from '../core/owned.js';
import { pool } from '../core/pool.js';
import { fitting, refusal, requireBytes } from '../core/refusal.js';
import type { Shape } from '../shape.js';
import { type ProtobufNames, pathAt } from './names.js';
import { ProtobufReader } from './reader.js';
import { ValueFault } from './value-fault.js';
import { ProtobufWriter } from './writer.js';

const writers = pool(() => new ProtobufWriter());
const readers = pool(() => new ProtobufReader());

export function protobufCodec<T>(
  shape: Shape,
  write: (w: ProtobufWriter, value: T) => void,
  read: (r: ProtobufReader, end: number) => T,
  names: ProtobufNames,
): Codec<T> {
  /** Writes `value` and hands the writer to `use` while it holds the bytes. */
  function written<R>(value: T, use: (writer: ProtobufWriter) => R): R {
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

  return {
    encoding: 'protobuf',
    envelope: protobufEnvelope,
    name: names.name,
    shape,
    encode: (value) => written(value, ({ bytes, position, heads }) => owned(bytes, position, heads)),
    encodeInto(value, target, offset = 0) {
      return written(value, ({ bytes, position, heads }) => {
        const end = fitting(position, target, offset);
        copyInto(bytes, position, target, offset, heads);
        return end;
      });
    },
    decode(bytes, options) {
      requireBytes(bytes);
      const reader = readers.take();
      try {
        return read(reader, reader.open(bytes, options));
      } catch (error) {
        throw decodeError(error, bytes, names);
      } finally {
        reader.close();
        readers.give(reader);
      }
    },
  };
}

function decodeError(error: unknown, bytes: Uint8Array, names: ProtobufNames): unknown {
  if (!(error instanceof Fault)) return error;
  const { offset, limit, message } = error;
  if (error instanceof ValueFault) {
    const path = pathAt(bytes, offset, names, error.level);
    const issues = error.issues.map((issue) => ({ path: path + issue.path, message: issue.message }));
    return new CodecError('invalid_bytes', issues, offset);
  }
  return new CodecError(
    limit ? 'limit_exceeded' : 'invalid_bytes',
    [{ path: pathAt(bytes, offset, names), message }],
    offset,
  );
}
