/** The files of google/protobuf that schemas import without having them, in the shape that matters on the wire. */

const head = (name: string): string =>
  `syntax = "proto3";\npackage google.protobuf;\n// google/protobuf/${name}.proto\n`;

const wrapper = (name: string, type: string): string => `message ${name} { ${type} value = 1; }\n`;

export const builtIn: ReadonlyMap<string, string> = new Map([
  [
    'google/protobuf/any.proto',
    `${head('any')}
/* A message of any type, with the URL of its type. */
message Any {
  string type_url = 1;
  bytes value = 2;
}
`,
  ],
  [
    'google/protobuf/duration.proto',
    `${head('duration')}
message Duration {
  int64 seconds = 1;
  int32 nanos = 2;
}
`,
  ],
  [
    'google/protobuf/empty.proto',
    `${head('empty')}
/* A message without content. */
message Empty {}
`,
  ],
  [
    'google/protobuf/field_mask.proto',
    `${head('field_mask')}
/* Paths of fields. */
message FieldMask {
  repeated string paths = 1;
}
`,
  ],
  [
    'google/protobuf/struct.proto',
    `${head('struct')}
message Struct {
  map<string, Value> fields = 1;
}
message Value {
  oneof kind {
    NullValue null_value = 1;
    double number_value = 2;
    string string_value = 3;
    bool bool_value = 4;
    Struct struct_value = 5;
    ListValue list_value = 6;
  }
}
enum NullValue { NULL_VALUE = 0; }
message ListValue {
  repeated Value values = 1;
}
`,
  ],
  [
    'google/protobuf/timestamp.proto',
    `${head('timestamp')}
message Timestamp {
  int64 seconds = 1;
  int32 nanos = 2;
}
`,
  ],
  [
    'google/protobuf/wrappers.proto',
    head('wrappers') +
      wrapper('DoubleValue', 'double') +
      wrapper('FloatValue', 'float') +
      wrapper('Int64Value', 'int64') +
      wrapper('UInt64Value', 'uint64') +
      wrapper('Int32Value', 'int32') +
      wrapper('UInt32Value', 'uint32') +
      wrapper('BoolValue', 'bool') +
      wrapper('StringValue', 'string') +
      wrapper('BytesValue', 'bytes'),
  ],
  // Its messages serve custom options only, which have no effect here.
  ['google/protobuf/descriptor.proto', `${head('descriptor')}`],
]);
