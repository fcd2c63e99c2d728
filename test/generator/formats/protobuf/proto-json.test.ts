import { fromBinary, fromJsonString, toBinary, toJson } from '@bufbuild/protobuf';
import { beforeAll, describe, expect, it } from 'vitest';
import { createDiagnostics } from '../../../../generator/src/diagnostics/index.js';
import { protobuf } from '../../../../generator/src/formats/protobuf/index.js';
import { memoryWorkspace } from '../../../../generator/src/source/workspace.js';
import { CodecError } from '../../../../runtime/src/codec/codec.js';
import { bothOf, type Both } from './peer.js';

const schema = `
syntax = "proto3";
package forms;
import "google/protobuf/timestamp.proto";
import "google/protobuf/duration.proto";
import "google/protobuf/struct.proto";
import "google/protobuf/wrappers.proto";
import "google/protobuf/field_mask.proto";
import "google/protobuf/empty.proto";
enum Level { NONE = 0; LOW = 1; BELOW = -1; }
message Leaf { string name = 1; int32 size = 2; }
message Forms {
  bool yes = 1; int32 small = 2; uint32 count = 3; int64 wide = 4; uint64 huge = 5; float real = 6; double exact = 7;
  string text = 8; bytes raw = 9; Level level = 10; Leaf leaf_one = 11; repeated int32 numbers = 12;
  repeated Leaf leaves = 13; optional int32 maybe = 14; repeated Level levels = 15; string renamed = 16 [json_name = "otherName"];
  oneof choice {
    string word = 20; int64 digits = 21; google.protobuf.NullValue nothing = 22; google.protobuf.Value anything = 23;
    Leaf leaf = 24;
  }
  map<string, int64> by_text = 30; map<int32, Leaf> by_number = 31; map<bool, Level> by_flag = 32;
  map<uint64, string> by_wide = 33;
  google.protobuf.BoolValue bool_value = 40; google.protobuf.Int32Value int32_value = 41;
  google.protobuf.UInt32Value uint32_value = 42; google.protobuf.Int64Value int64_value = 43;
  google.protobuf.UInt64Value uint64_value = 44; google.protobuf.FloatValue float_value = 45;
  google.protobuf.DoubleValue double_value = 46; google.protobuf.StringValue string_value = 47;
  google.protobuf.BytesValue bytes_value = 48;
  google.protobuf.Timestamp at = 50; google.protobuf.Duration took = 51; google.protobuf.Struct structure = 52;
  google.protobuf.Value value = 53; google.protobuf.ListValue list = 54; google.protobuf.NullValue nil = 55;
  google.protobuf.FieldMask mask = 56; google.protobuf.Empty empty = 57; repeated google.protobuf.Value values = 58;
}
service Service { rpc Call(Forms) returns (Forms); }
`;

let both: Both;
beforeAll(async () => {
  both = await bothOf(schema, 'Forms');
});

describe('ProtoJSON is read as @bufbuild/protobuf reads it, and written as it writes it', () => {
  it.each([
    ['no members', '{}'],
    ['a bool', '{"yes":true}'],
    [
      'null for members of every kind',
      '{"yes":null,"small":null,"wide":null,"real":null,"text":null,"raw":null,"level":null,"leafOne":null,"numbers":null,"maybe":null,"byText":null,"boolValue":null,"at":null,"took":null,"structure":null,"list":null,"mask":null,"empty":null}',
    ],
    ['the name of the schema', '{"leaf_one":{"name":"a"}}'],
    ['the name in lowerCamelCase', '{"leafOne":{"name":"a"}}'],
    ['a json_name', '{"otherName":"a"}'],
    ['the name of the schema beside a json_name', '{"renamed":"a"}'],
    ['an int32 with an exponent', '{"small":1e3}'],
    ['an int32 with a fraction of zero', '{"small":5.0}'],
    ['a uint32 at its end', '{"count":4294967295}'],
    ['an int64 as text', '{"wide":"-9223372036854775808"}'],
    ['an int64 as a number', '{"wide":12}'],
    ['a uint64 as text', '{"huge":"18446744073709551615"}'],
    ['NaN', '{"real":"NaN","exact":"NaN"}'],
    ['infinity', '{"real":"Infinity","exact":"-Infinity"}'],
    ['base64', '{"raw":"+/8="}'],
    ['base64url', '{"raw":"-_8="}'],
    ['base64 without padding', '{"raw":"-_8"}'],
    ['an enum by its word', '{"level":"LOW"}'],
    ['an enum by its number', '{"level":-1}'],
    ['an enum by an unknown number', '{"level":77}'],
    ['words and numbers in a list', '{"levels":["LOW",0,-1,9]}'],
    ['presence with the value zero', '{"maybe":0}'],
    ['a branch of a oneof', '{"word":""}'],
    ['a branch that is null', '{"word":null}'],
    ['two branches, one null', '{"word":null,"digits":"4"}'],
    ['two branches, the second null', '{"digits":"4","word":null}'],
    ['a branch that is NullValue', '{"nothing":null}'],
    ['a branch that is Value', '{"anything":null}'],
    ['map keys of integers', '{"byNumber":{"-3":{"size":1}}}'],
    ['map keys of bool', '{"byFlag":{"true":"LOW","false":1}}'],
    ['map keys of 64 bits', '{"byWide":{"18446744073709551615":"a"}}'],
    [
      'wrappers of zero',
      '{"boolValue":false,"int32Value":0,"uint32Value":0,"int64Value":"0","uint64Value":"0","floatValue":0,"doubleValue":0,"stringValue":"","bytesValue":""}',
    ],
    [
      'wrappers of values',
      '{"boolValue":true,"int32Value":-1,"uint32Value":7,"int64Value":"-5","uint64Value":6,"floatValue":1.5,"doubleValue":"NaN","stringValue":"a","bytesValue":"AA=="}',
    ],
    ['a timestamp with an offset', '{"at":"2024-02-29T12:00:00.5+01:00"}'],
    ['the first timestamp', '{"at":"0001-01-01T00:00:00Z"}'],
    ['the last timestamp', '{"at":"9999-12-31T23:59:59.999999999Z"}'],
    ['a duration', '{"took":"-1.000000001s"}'],
    ['the longest duration', '{"took":"315576000000.999999999s"}'],
    ['a Struct', '{"structure":{"a":[1,null,{"b":true}]}}'],
    ['a Value that is null', '{"value":null}'],
    ['Values in a list', '{"values":[null,1,"a",[],{}]}'],
    ['a ListValue', '{"list":[1,"a",null]}'],
    ['NullValue', '{"nil":null}'],
    ['NullValue by its word', '{"nil":"NULL_VALUE"}'],
    ['a field mask', '{"mask":"taskId,owner.agentId"}'],
    ['an empty field mask', '{"mask":""}'],
    ['Empty', '{"empty":{}}'],
  ])('%s', (_, text) => {
    const wanted = fromJsonString(both.peer, text);
    const value = both.json.parse(text);
    expect(both.json.validate(JSON.parse(text))).toEqual([]);
    const ours = fromBinary(both.peer, both.protobuf.encode(value));
    expect(toBinary(both.peer, ours)).toEqual(toBinary(both.peer, wanted));
    const options = { useProtoFieldName: true, alwaysEmitImplicit: true } as const;
    expect(JSON.parse(both.json.stringify(value))).toEqual(toJson(both.peer, wanted, options));
    expect(both.protobuf.decode(toBinary(both.peer, wanted))).toEqual(value);
  });
});

describe('what ProtoJSON allows a reader and is refused here (docs/wire.md)', () => {
  it.each([
    ['32-bit integers as text', '{"small":"-7"}'],
    ['floating point numbers as text', '{"exact":"1.5"}'],
  ])('%s', (_, text) => {
    expect(() => fromJsonString(both.peer, text)).not.toThrow();
    expect(() => both.json.parse(text)).toThrow(CodecError);
  });
});

describe('what @bufbuild/protobuf refuses is refused', () => {
  it.each([
    ['text for a bool', '{"yes":"true"}'],
    ['a fraction for an int32', '{"small":1.5}'],
    ['an int32 beyond its end', '{"small":2147483648}'],
    ['a negative uint32', '{"count":-1}'],
    ['an int64 beyond its end', '{"wide":"9223372036854775808"}'],
    ['a float beyond its end', '{"real":1e39}'],
    ['another spelling of infinity', '{"exact":"inf"}'],
    ['an unknown word of an enum', '{"level":"HIGH"}'],
    ['null in a list', '{"numbers":[null]}'],
    ['null in a map', '{"byText":{"a":null}}'],
    ['two branches of a oneof', '{"word":"a","digits":"4"}'],
    ['both spellings of a name', '{"leafOne":{},"leaf_one":{}}'],
    ['a map key that is no number', '{"byNumber":{"a":{}}}'],
    ['a map key that is no bool', '{"byFlag":{"yes":1}}'],
    ['a timestamp before the year 1', '{"at":"0000-12-31T23:59:59Z"}'],
    ['a timestamp with ten digits', '{"at":"2024-01-01T00:00:00.0123456789Z"}'],
    ['a timestamp without an offset', '{"at":"2024-01-01T00:00:00"}'],
    ['a duration beyond its end', '{"took":"315576000001s"}'],
    ['a duration without its unit', '{"took":"1.5"}'],
    ['a list for a Struct', '{"structure":[]}'],
    ['an object for a ListValue', '{"list":{}}'],
    ['a field mask in the spelling of the schema', '{"mask":"task_id"}'],
    ['a field mask as an object', '{"mask":{"paths":["a"]}}'],
  ])('%s', (_, text) => {
    expect(() => fromJsonString(both.peer, text)).toThrow();
    expect(() => both.json.parse(text)).toThrow(CodecError);
    expect(both.json.validate(JSON.parse(text))).not.toEqual([]);
  });

  it.each(['fooBar', 'foo_3_bar', 'foo__bar', 'foo_', 'a,b', ''])(
    'the path %j of a field mask, which would come back as another',
    (path) => {
      const value = { ...(both.json.parse('{}') as object), mask: { paths: [path] } };
      expect(both.protobuf.decode(both.protobuf.encode(value))).toEqual(value);
      expect(() => both.json.encode(value)).toThrow(CodecError);
    },
  );
});

describe('google.protobuf.Any', () => {
  const held = { item: { type_url: 'type.googleapis.com/a.B', value: new Uint8Array([1]) } };
  const text = `
syntax = "proto3";
package held;
import "google/protobuf/any.proto";
message Held { google.protobuf.Any item = 1; }
service Service { rpc Call(Held) returns (Held); }
`;

  it('is carried by Protobuf and refused in JSON both ways', async () => {
    const { json, protobuf } = await bothOf(text, 'Held');
    expect(protobuf.decode(protobuf.encode(held))).toEqual(held);
    expect(() => json.encode(held)).toThrow(/google.protobuf.Any has no JSON form/);
    const object = '{"item":{"@type":"type.googleapis.com/a.B"}}';
    expect(() => json.parse(object)).toThrow(/item: google.protobuf.Any has no JSON form/);
    expect(json.validate(JSON.parse(object))).toHaveLength(1);
    expect(json.stringify(json.parse('{"item":null}'))).toBe('{}');
  });

  it('is told of at generation', () => {
    const diagnostics = createDiagnostics();
    protobuf.load([{ path: 'test.proto', text }], memoryWorkspace({ 'test.proto': text }), diagnostics);
    expect(diagnostics.all.map(({ code, message }) => `${code} ${message}`)).toEqual([
      'AW3212 item is a google.protobuf.Any: where it is set, the message cannot be sent as JSON',
    ]);
  });
});
