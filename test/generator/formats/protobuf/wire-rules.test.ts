/** The rules of Protobuf's encoding, each by the heading of protobuf.dev that states it. */
import { fromBinary, toBinary } from '@bufbuild/protobuf';
import { beforeAll, describe, expect, it } from 'vitest';
import { CodecError } from '../../../../runtime/src/codec/codec.js';
import { loadProto } from '../../emit/protobuf/load.js';
import { bothOf, type Both } from './peer.js';

const proto3 = `
syntax = "proto3";
package three;
enum Level { NONE = 0; LOW = 1; }
message Leaf { string name = 1; int32 size = 2; }
message Three {
  int32 small = 1; optional int32 maybe = 2; repeated int32 packed = 3; repeated int32 single = 4 [packed = false];
  Leaf leaf = 5; oneof choice { string text = 6; Leaf inner = 7; } map<string, int32> sizes = 8; Level level = 9;
  string word = 10; bytes raw = 11; sint32 zigzag = 12; fixed32 fixed = 13; double real = 14; bool yes = 15;
}
service Service { rpc Call(Three) returns (Three); }
`;

const proto2 = `
syntax = "proto2";
package two;
message Leaf { optional string name = 1; optional int32 size = 2; }
message Two {
  extensions 100 to 199;
  optional int32 small = 1; repeated int32 single = 2; repeated int32 packed = 3 [packed = true];
  optional group Item = 4 { optional int32 count = 1; } optional Leaf leaf = 5;
}
extend Two { optional string added = 100; }
service Service { rpc Call(Two) returns (Two); }
`;

const editions = `
edition = "2023";
package edition;
enum Open { ZERO = 0; ONE = 1; }
enum Closed { option features.enum_type = CLOSED; A = 1; }
message Edition {
  int32 explicit = 1; int32 implicit = 2 [features.field_presence = IMPLICIT];
  int32 needed = 3 [features.field_presence = LEGACY_REQUIRED];
  repeated int32 expanded = 4 [features.repeated_field_encoding = EXPANDED]; repeated int32 packed = 5;
  Open open = 6; Closed closed = 7; Part part = 8 [features.message_encoding = DELIMITED];
}
message Part { int32 count = 1; }
`;

function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
}

let three: Both;
let two: Both;
beforeAll(async () => {
  three = await bothOf(proto3, 'Three');
  two = await bothOf(proto2, 'Two');
});

describe('what @bufbuild/protobuf makes of the bytes, it makes of ours', () => {
  it.each([
    ['Message Structure: no fields', 'three', ''],
    ['Message Structure: fields in any order', 'three', '5201 61 0801'],
    ['Base 128 Varints: more bytes than needed', 'three', '08 8180808000'],
    ['Signed Integers: a negative int32 of ten bytes', 'three', '08 ffffffffffffffffff01'],
    ['Signed Integers: an int32 beyond 32 bits is cut', 'three', '08 8180808010'],
    ['Signed Integers: zigzag', 'three', '6003'],
    ['Bools and Enums: a bool of another number than one', 'three', '7802'],
    ['Bools and Enums: an open enum keeps an unknown number', 'three', '484d'],
    ['Non-varint Numbers: little-endian', 'three', '6d 01020304 71 000000000000f03f'],
    ['Length-Delimited Records: text and bytes', 'three', '5203 e282ac 5a01 ff'],
    ['Submessages: a nested message', 'three', '2a05 0a0161 1002'],
    ['Optional: presence of a zero', 'three', '1000'],
    ['Optional: a zero of implicit presence', 'three', '0800'],
    ['Packed Repeated Fields: packed as declared', 'three', '1a03 010203'],
    ['Packed Repeated Fields: one by one where packed is declared', 'three', '1801 1802'],
    ['Packed Repeated Fields: packed where one by one is declared', 'three', '2203 010203'],
    ['Packed Repeated Fields: several parts, mixed', 'three', '1a01 01 1802 1a02 0304'],
    ['Packed Repeated Fields: an empty part', 'three', '1a00'],
    ['Last One Wins: a scalar', 'three', '0801 0802 5201 61 5201 62'],
    ['Last One Wins: messages are merged', 'three', '2a03 0a0161 2a02 1002'],
    ['Last One Wins: concatenation is a merge', 'three', '0801 2a03 0a0161 1801 2a02 1003 1802'],
    ['Oneofs: the last branch', 'three', '3201 61 3a02 1001'],
    ['Oneofs: messages of one branch are merged', 'three', '3a03 0a0161 3a02 1002'],
    ['Maps: an entry', 'three', '4205 0a0161 1001'],
    ['Maps: an entry without key and value', 'three', '4200'],
    ['Maps: value before key', 'three', '4205 1001 0a0161'],
    ['Maps: the last entry of a key', 'three', '4205 0a0161 1001 4205 0a0161 1002'],
    [
      'Unknown Fields: every wire type',
      'three',
      'c80105 c901 0102030405060708 ca0102 6162 cb01 0801 cc01 cd01 01020304',
    ],
    ['Unknown Fields: in a nested message', 'three', '2a03 1a0161'],
    ['Groups: a group', 'two', '23 0805 24'],
    ['Groups: merged like messages', 'two', '23 0805 24 23 0806 24'],
    ['Groups: an unknown field inside', 'two', '23 0805 1001 24'],
    ['Extensions: kept as unknown fields', 'two', '0801 a20603 616263'],
    ['proto2: presence of a zero', 'two', '0800'],
  ])('%s', (_, name, hex) => {
    const { protobuf, peer } = name === 'three' ? three : two;
    const bytes = bytesOf(hex);
    const ours = protobuf.encode(protobuf.decode(bytes));
    const wanted = toBinary(peer, fromBinary(peer, bytes));
    expect(toBinary(peer, fromBinary(peer, ours))).toEqual(wanted);
  });
});

describe('the form that is written', () => {
  it.each([
    ['Packed Repeated Fields: proto3 packs', 'three', '1801 1802', '1a020102'],
    ['Packed Repeated Fields: packed = false', 'three', '2202 0102', '20012002'],
    ['Packed Repeated Fields: proto2 does not pack', 'two', '1202 0102', '10011002'],
    ['Packed Repeated Fields: packed = true', 'two', '1801 1802', '1a020102'],
    ['Optional: a zero of implicit presence is not written', 'three', '0800 1000', '1000'],
    ['Extensions: behind the declared fields', 'two', 'a20603 616263 0801', '0801a20603616263'],
  ])('%s', (_, name, given, wanted) => {
    const { protobuf } = name === 'three' ? three : two;
    expect(Buffer.from(protobuf.encode(protobuf.decode(bytesOf(given)))).toString('hex')).toBe(wanted);
  });
});

describe('what is no message is refused by both', () => {
  it.each([
    ['Message Structure: field number zero', 'three', '0001'],
    ['Message Structure: wire type 6', 'three', '0e'],
    ['Message Structure: wire type 7', 'three', '0f'],
    ['Base 128 Varints: eleven bytes', 'three', '08 ffffffffffffffffffff01'],
    ['Length-Delimited Records: a length beyond the end', 'three', '5205 61'],
    ['Length-Delimited Records: a string that is not UTF-8', 'three', '5201 ff'],
    ['Groups: an end without a beginning', 'three', 'cc01'],
    ['Groups: no end', 'two', '23 0805'],
    ['Groups: the end of another', 'two', '23 0805 2c'],
  ])('%s', (_, name, hex) => {
    const { protobuf, peer } = name === 'three' ? three : two;
    expect(() => fromBinary(peer, bytesOf(hex))).toThrow();
    expect(() => protobuf.decode(bytesOf(hex))).toThrow(CodecError);
  });
});

describe('features of edition 2023', () => {
  it.each([
    ['field_presence = EXPLICIT: a zero is kept', '0800 1801', '08001801'],
    ['field_presence = IMPLICIT: a zero is not written', '1000 1801', '1801'],
    ['repeated_field_encoding = EXPANDED', '1801 2202 0102', '180120012002'],
    ['repeated_field_encoding = PACKED', '1801 2801 2802', '18012a020102'],
    ['enum_type = OPEN: an unknown number is kept', '1801 3009', '18013009'],
    ['message_encoding = DELIMITED', '1801 43 0805 44', '180143080544'],
  ])('%s', async (_, given, wanted) => {
    const codec = (await loadProto(editions))['Edition'];
    expect(Buffer.from(codec?.encode(codec.decode(bytesOf(given))) ?? []).toString('hex')).toBe(wanted);
  });

  it('field_presence = LEGACY_REQUIRED: a missing one is refused', async () => {
    const codec = (await loadProto(editions))['Edition'];
    expect(() => codec?.decode(bytesOf(''))).toThrow(/missing needed/);
  });

  it('enum_type = CLOSED: an unknown number is refused, where protoc keeps it as an unknown field', async () => {
    const codec = (await loadProto(editions))['Edition'];
    expect(() => codec?.decode(bytesOf('1801 3809'))).toThrow(/none of the numbers of Closed/);
  });
});
