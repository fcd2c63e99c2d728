/** Every construct of Protobuf that has bytes, in one schema. */
export const kitchen = `
syntax = "proto3";
package kitchen;
import "google/protobuf/timestamp.proto";
import "google/protobuf/duration.proto";
import "google/protobuf/struct.proto";
import "google/protobuf/wrappers.proto";

enum Level { LEVEL_UNSPECIFIED = 0; LOW = 1; HIGH = 5; BELOW = -1; }

message Scalars {
  double a = 1; float b = 2; int32 c = 3; int64 d = 4; uint32 e = 5; uint64 f = 6; sint32 g = 7; sint64 h = 8;
  fixed32 i = 9; fixed64 j = 10; sfixed32 k = 11; sfixed64 l = 12; bool m = 13; string n = 14; bytes o = 15;
  Level p = 16;
}
message Optionals {
  optional double a = 1; optional float b = 2; optional int32 c = 3; optional int64 d = 4; optional uint32 e = 5;
  optional uint64 f = 6; optional sint32 g = 7; optional sint64 h = 8; optional fixed32 i = 9; optional fixed64 j = 10;
  optional sfixed32 k = 11; optional sfixed64 l = 12; optional bool m = 13; optional string n = 14;
  optional bytes o = 15; optional Level p = 2000;
}
message Lists {
  repeated double a = 1; repeated float b = 2; repeated int32 c = 3; repeated int64 d = 4; repeated uint32 e = 5;
  repeated uint64 f = 6; repeated sint32 g = 7; repeated sint64 h = 8; repeated fixed32 i = 9; repeated fixed64 j = 10;
  repeated sfixed32 k = 11; repeated sfixed64 l = 12; repeated bool m = 13; repeated string n = 14;
  repeated bytes o = 15; repeated Level p = 16; repeated int32 q = 17 [packed = false]; repeated Leaf r = 18;
  repeated string s = 19;
}
message Maps {
  map<string, string> a = 1; map<int32, int64> b = 2; map<bool, bytes> c = 3; map<uint64, Leaf> d = 4;
  map<sint64, Level> e = 5; map<fixed32, double> f = 6; map<string, Tree> g = 7;
}
message Leaf { string name = 1; int32 size = 2; }
message Tree { string name = 1; Tree left = 2; Tree right = 3; repeated Tree rest = 4; }
message Choice {
  int32 before = 1;
  oneof choice { string text = 2; Leaf leaf = 3; int64 number = 4; Level level = 5; bytes raw = 6; }
  oneof other { bool yes = 7; double no = 8; }
}
message Known {
  google.protobuf.Timestamp at = 1;
  google.protobuf.Duration took = 2;
  google.protobuf.StringValue text = 3;
  google.protobuf.Int64Value wide = 4;
  google.protobuf.BoolValue flag = 5;
  google.protobuf.DoubleValue number = 6;
  google.protobuf.BytesValue raw = 7;
  repeated google.protobuf.Timestamp times = 8;
  google.protobuf.Struct struct = 9;
  google.protobuf.Value value = 10;
  google.protobuf.ListValue list = 11;
}
`;

export const groups = `
edition = "2023";
package groups;
message Leaf { string name = 1; int32 size = 2; }
message Holder {
  Leaf one = 1 [features.message_encoding = DELIMITED];
  repeated Leaf many = 2 [features.message_encoding = DELIMITED];
  int32 required = 3 [features.field_presence = LEGACY_REQUIRED];
  repeated int32 expanded = 4 [features.repeated_field_encoding = EXPANDED];
  int32 zero = 5 [features.field_presence = IMPLICIT];
  Closed closed = 6;
}
enum Closed { option features.enum_type = CLOSED; A = 1; B = 2; }
`;
