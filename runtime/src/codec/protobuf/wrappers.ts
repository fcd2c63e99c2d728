/** The messages of google/protobuf/wrappers.proto: one scalar each, field 1, absent where it is zero. */
import type { ProtobufReader } from './reader.js';
import type { ProtobufWriter } from './writer.js';

type Read<T> = (r: ProtobufReader, end: number) => T;
type Write<T> = (w: ProtobufWriter, value: T) => void;

function reader<T>(tag: number, zero: () => T, read: (r: ProtobufReader) => T): Read<T> {
  return (r, end) => {
    let value = zero();
    while (r.position < end) {
      const found = r.tag();
      if (found === tag) value = read(r);
      else r.skip(found, { name: '', fields: { 1: {} } });
    }
    r.end(end);
    return value;
  };
}

export const readDoubleValue: Read<number> = reader(
  9,
  () => 0,
  (r) => r.double(),
);
export const readFloatValue: Read<number> = reader(
  13,
  () => 0,
  (r) => r.float(),
);
export const readInt64Value: Read<bigint> = reader(
  8,
  () => 0n,
  (r) => r.int64(),
);
export const readUInt64Value: Read<bigint> = reader(
  8,
  () => 0n,
  (r) => r.uint64(),
);
export const readInt32Value: Read<number> = reader(
  8,
  () => 0,
  (r) => r.int32(),
);
export const readUInt32Value: Read<number> = reader(
  8,
  () => 0,
  (r) => r.uint32(),
);
export const readBoolValue: Read<boolean> = reader(
  8,
  () => false,
  (r) => r.bool(),
);
export const readStringValue: Read<string> = reader(
  10,
  () => '',
  (r) => r.string(),
);
export const readBytesValue: Read<Uint8Array> = reader(
  10,
  () => new Uint8Array(0),
  (r) => r.bytesValue(),
);

export const writeDoubleValue: Write<number> = (w, value) => {
  if (!Object.is(value, 0)) w.tag(9).double(value);
};
export const writeFloatValue: Write<number> = (w, value) => {
  if (!Object.is(value, 0)) w.tag(13).float(value);
};
export const writeInt64Value: Write<bigint> = (w, value) => {
  if (value !== 0n) w.tag(8).int64(value);
};
export const writeUInt64Value: Write<bigint> = (w, value) => {
  if (value !== 0n) w.tag(8).uint64(value);
};
export const writeInt32Value: Write<number> = (w, value) => {
  if (value !== 0) w.tag(8).int32(value);
};
export const writeUInt32Value: Write<number> = (w, value) => {
  if (value !== 0) w.tag(8).uint32(value);
};
export const writeBoolValue: Write<boolean> = (w, value) => {
  if (value !== false) w.tag(8).bool(value);
};
export const writeStringValue: Write<string> = (w, value) => {
  if (value !== '') w.tag(10).string(value);
};
export const writeBytesValue: Write<Uint8Array> = (w, value) => {
  if (!(value instanceof Uint8Array) || value.length > 0) w.tag(10).bytesValue(value);
};
