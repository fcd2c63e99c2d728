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
  /** The writer that holds the value's bytes until the next value is written. */
  function written(value: T): ProtobufWriter {
    // A getter of the value may encode another message meanwhile.
    const writer = writing ? new ProtobufWriter() : sharedWriter;
    const nested = writing;
    writing = true;
    writer.reset();
    try {
      write(writer, value);
      return writer;
    } catch (error) {
      throw refusal(error, shape, value);
    } finally {
      writing = nested;
    }
  }

  return {
    encoding: 'protobuf',
    name: names.name,
    shape,
    encode: (value) => owned(written(value)),
    encodeInto(value, target, offset = 0) {
      const writer = written(value);
      const { position } = writer;
      const room = target.length - offset;
      if (position > room) {
        throw new CodecError('no_room', [
          { path: '', message: `${position} bytes do not fit into ${Math.max(0, room)}` },
        ]);
      }
      copy(writer, target, offset);
      return offset + position;
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
  const { position } = writer;
  if (position > slabbed) return writer.bytes.slice(0, position);
  if (slabUsed + position > slabSize) {
    slab = new Uint8Array(slabSize);
    slabUsed = 0;
  }
  const out = slab.subarray(slabUsed, slabUsed + position);
  slabUsed += position;
  copy(writer, out, 0);
  return out;
}

/** Up to some length a loop beats the native call and the view that it needs. */
const looped = 96;

function copy({ bytes, position }: ProtobufWriter, target: Uint8Array, offset: number): void {
  if (position > looped) target.set(bytes.subarray(0, position), offset);
  else for (let i = 0; i < position; i++) target[offset + i] = bytes[i] as number;
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
