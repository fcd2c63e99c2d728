/** A `Codec` from the two straight-line functions that were generated for a type. */
import { checkValue } from '../check.js';
import { type Codec, CodecError, Fault } from '../codec.js';
import type { Shape } from '../shape.js';
import { type ProtobufNames, pathAt } from './names.js';
import { ProtobufReader } from './reader.js';
import { ValueFault } from './value-fault.js';
import { ProtobufWriter } from './writer.js';

const sharedWriter = new ProtobufWriter();
let writing = false;
const sharedReader = new ProtobufReader();

/** Results up to this size are cut from a shared slab; larger ones own their buffer. */
const slabbed = 4_096;
const slabSize = 65_536;
let slab = new Uint8Array(slabSize);
let slabUsed = 0;

export function protobufCodec<T>(
  shape: Shape,
  write: (w: ProtobufWriter, value: T) => void,
  read: (r: ProtobufReader, end: number) => T,
  names: ProtobufNames,
): Codec<T> {
  /** Writes `value` and hands the writer to `use` while it holds the bytes. */
  function written<R>(value: T, use: (writer: ProtobufWriter) => R): R {
    // A getter of the value may encode another message meanwhile.
    const nested = writing;
    const writer = nested ? new ProtobufWriter() : sharedWriter;
    writing = true;
    try {
      writer.reset();
      write(writer, value);
      return use(writer);
    } catch (error) {
      throw refusal(error, shape, value);
    } finally {
      writing = nested;
      if (!nested) writer.reset();
    }
  }

  return {
    encoding: 'protobuf',
    name: names.name,
    shape,
    encode: (value) => written(value, owned),
    encodeInto(value, target, offset = 0) {
      return written(value, (writer) => {
        const room = target.length - offset;
        if (writer.position > room) {
          throw new CodecError('no_room', [
            { path: '', message: `${writer.position} bytes do not fit into ${Math.max(0, room)}` },
          ]);
        }
        target.set(writer.bytes.subarray(0, writer.position), offset);
        return offset + writer.position;
      });
    },
    decode(bytes, options) {
      if (!(bytes instanceof Uint8Array)) {
        throw new CodecError('invalid_bytes', [{ path: '', message: 'not a Uint8Array' }], 0);
      }
      try {
        return read(sharedReader, sharedReader.open(bytes, options));
      } catch (error) {
        throw decodeError(error, bytes, names);
      }
    },
  };
}

function owned(writer: ProtobufWriter): Uint8Array {
  const length = writer.position;
  const view = writer.bytes.subarray(0, length);
  if (length <= 64 || length > slabbed) return new Uint8Array(view);
  if (slabUsed + length > slabSize) {
    slab = new Uint8Array(slabSize);
    slabUsed = 0;
  }
  const out = slab.subarray(slabUsed, slabUsed + length);
  out.set(view);
  slabUsed += length;
  return out;
}

/** Everything that is wrong with a value; the writer only knows that something is. */
function refusal(error: unknown, shape: Shape, value: unknown): unknown {
  if (!(error instanceof Fault) && !(error instanceof TypeError) && !(error instanceof RangeError)) return error;
  const issues = checkValue(shape, value);
  if (issues.length > 0) return new CodecError('invalid_value', issues);
  if (error instanceof Fault) return new CodecError('invalid_value', [{ path: '', message: error.message }]);
  return error;
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
