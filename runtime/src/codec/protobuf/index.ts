/** What generated Protobuf codecs are written in. */
export { protobufCodec } from './codec.js';
export { enumNumber, unknownWord } from './enum.js';
export { bigintKey, boolKey, emptyMap, intKey, mapEntries } from '../map-keys.js';
export { entryNames, type ProtobufNames } from './names.js';
export { nested, type Nested } from './nested.js';
export { ProtobufReader } from './reader.js';
export { conforms } from './value-fault.js';
export {
  readDuration,
  readListValue,
  readStruct,
  readTimestamp,
  readTimestampDate,
  readValue,
  writeDuration,
  writeListValue,
  writeStruct,
  writeTimestamp,
  writeTimestampDate,
  writeValue,
} from './well-known.js';
export {
  readBoolValue,
  readBytesValue,
  readDoubleValue,
  readFloatValue,
  readInt32Value,
  readInt64Value,
  readStringValue,
  readUInt32Value,
  readUInt64Value,
  writeBoolValue,
  writeBytesValue,
  writeDoubleValue,
  writeFloatValue,
  writeInt32Value,
  writeInt64Value,
  writeStringValue,
  writeUInt32Value,
  writeUInt64Value,
} from './wrappers.js';
export { ProtobufWriter } from './writer.js';
