/**
 * Codecs that are driven by schemas at hand instead of generated code: for tools that compare schemas and judge what one
 * side writes by what the other reads. No generated code imports this.
 */
export type { AvroJson } from '../codec/avro/schema.js';
export { compileSchema } from '../codec/json-schema/index.js';
export { avroExchange, type AvroExchange } from './avro.js';
export {
  protobufExchange,
  type ProtobufExchange,
  wireOf,
  type WireField,
  type WireMessage,
  type WireScalar,
  type WireType,
  type WireValue,
  type WireValues,
} from './protobuf.js';
