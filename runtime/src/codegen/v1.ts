/**
 * The one module that generated code imports: a versioned list of names. Names are added, never changed or removed;
 * when v2 comes, v1 lives on beside it.
 */
export type { Codec, DecodeOptions, Encoding, Issue } from '../codec/codec.js';
export type { Shape } from '../codec/shape.js';
export {
  boolean,
  branch,
  bytes,
  decimal,
  duration,
  float,
  implicit,
  integer,
  json,
  list,
  literal,
  map,
  nullable,
  optional,
  record,
  ref,
  required,
  string,
  timeOfDay,
  timestamp,
  union,
  words,
} from '../codec/shapes.js';
export {
  agent,
  operation,
  type Agent,
  type Filled,
  type Operation,
  type OperationTypes,
  type ProtocolFacts,
} from '../contract.js';
export { avroCanonicalForm } from '../codec/avro/canonical.js';
export { avroCodec, type AvroCodec } from '../codec/avro/codec.js';
export { avroFingerprint } from '../codec/avro/fingerprint.js';
export { AvroReader } from '../codec/avro/reader.js';
export type { AvroJson } from '../codec/avro/schema.js';
export { AvroWriter } from '../codec/avro/writer.js';
export { checkJson, checkValue } from '../codec/check.js';
export { openWords } from '../codec/core/words.js';
export { isUuid } from '../codec/formats.js';
export {
  bigintKey,
  boolKey,
  conforms,
  emptyMap,
  entryNames,
  enumNumber,
  intKey,
  mapEntries,
  nested,
  protobufCodec,
  ProtobufReader,
  ProtobufWriter,
  readBoolValue,
  readBytesValue,
  readDoubleValue,
  readDuration,
  readFloatValue,
  readInt32Value,
  readInt64Value,
  readListValue,
  readStringValue,
  readStruct,
  readTimestamp,
  readTimestampDate,
  readUInt32Value,
  readUInt64Value,
  readValue,
  unknownWord,
  writeBoolValue,
  writeBytesValue,
  writeDoubleValue,
  writeDuration,
  writeFloatValue,
  writeInt32Value,
  writeInt64Value,
  writeListValue,
  writeStringValue,
  writeStruct,
  writeTimestamp,
  writeTimestampDate,
  writeUInt32Value,
  writeUInt64Value,
  writeValue,
  type Nested,
  type ProtobufNames,
} from '../codec/protobuf/index.js';
export { unknownFields, type UnknownFields } from '../codec/unknown.js';
export {
  above,
  below,
  constant,
  counted,
  decimalOf,
  distinct,
  inFormat,
  judged,
  matching,
  multipleOf,
  narrowed,
  oneOf,
  sized,
  sizedBytes,
  widened,
  within,
} from '../codec/json/constraints.js';
export { defaultOf, jsonCodec, type JsonCodec } from '../codec/json/codec.js';
export { jsonKey, jsonNames, jsonWords } from '../codec/json/keys.js';
export { compileSchema } from '../codec/json-schema/index.js';
export { keptMembers } from '../codec/json/kept.js';
export { mapKey, own, sortedEntries } from '../codec/json/maps.js';
export { define, JsonReader } from '../codec/json/reader.js';
export { JsonWriter } from '../codec/json/writer.js';
export type { JsonValue } from '../codec/json-value.js';
export { textPattern } from '../codec/pattern.js';
