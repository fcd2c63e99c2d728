/** Protobuf on the wire, change by change, in both directions. */
import { describe, expect, it } from 'vitest';
import { judge, verdicts } from '../support.js';

const ok = 'compatible';
const broken = (...rules: readonly string[]): string =>
  `incompatible: ${rules.map((rule) => `protobuf/${rule}`).join(', ')}`;
const order = (fields: string, more = ''): string =>
  `syntax = "proto3";\npackage shop;\nmessage Order {\n${fields}\n}\n${more}`;
const legacy = (fields: string, more = ''): string =>
  `syntax = "proto2";\npackage shop;\nmessage Order {\n${fields}\n}\n${more}`;
const level = (words: string): string => `enum Level {\n${words}\n}`;
const service = (rpcs: string): string => order('string id = 1;', `service Shop {\n${rpcs}\n}`);

const rows: readonly (readonly [change: string, old: string, fresh: string, backward: string, forward: string])[] = [
  ['the same file', order('string id = 1;'), order('string id = 1;'), ok, ok],
  ['a field is added', order('string id = 1;'), order('string id = 1; int32 n = 2;'), ok, ok],
  ['a field is removed', order('string id = 1; int32 n = 2;'), order('string id = 1;'), ok, ok],
  [
    'a field is removed and its number reserved',
    order('string id = 1; int32 n = 2;'),
    order('string id = 1; reserved 2; reserved "n";'),
    ok,
    ok,
  ],
  [
    'a field gets another number',
    order('string id = 1;'),
    order('string id = 2;'),
    broken('field-number'),
    broken('field-number'),
  ],
  ['a field is renamed', order('string id = 1;'), order('string key = 1;'), ok, ok],
  [
    'a number is used for another type',
    order('string id = 1;'),
    order('int32 n = 1;'),
    broken('field-type'),
    broken('field-type'),
  ],
  ['int32 becomes int64', order('int32 n = 1;'), order('int64 n = 1;'), ok, ok],
  ['int32 becomes bool', order('int32 n = 1;'), order('bool n = 1;'), ok, ok],
  ['int32 becomes sint32', order('int32 n = 1;'), order('sint32 n = 1;'), broken('field-type'), broken('field-type')],
  ['sint32 becomes sint64', order('sint32 n = 1;'), order('sint64 n = 1;'), ok, ok],
  ['int32 becomes fixed32', order('int32 n = 1;'), order('fixed32 n = 1;'), broken('field-type'), broken('field-type')],
  ['fixed32 becomes sfixed32', order('fixed32 n = 1;'), order('sfixed32 n = 1;'), ok, ok],
  ['fixed32 becomes float', order('fixed32 n = 1;'), order('float n = 1;'), broken('field-type'), broken('field-type')],
  ['float becomes double', order('float n = 1;'), order('double n = 1;'), broken('field-type'), broken('field-type')],
  ['string becomes bytes', order('string n = 1;'), order('bytes n = 1;'), ok, broken('field-type')],
  [
    'string becomes a message',
    order('string n = 1;'),
    order('Part n = 1;', 'message Part { string a = 1; }'),
    broken('field-type'),
    broken('field-type'),
  ],
  ['an integer becomes an open enum', order('int32 n = 1;'), order('Level n = 1;', level('LOW = 0;')), ok, ok],
  [
    'an integer becomes a closed enum',
    legacy('optional int32 n = 1;'),
    legacy('optional Level n = 1;', level('LOW = 0;')),
    broken('enum-value'),
    ok,
  ],
  ['a text becomes a list', order('string n = 1;'), order('repeated string n = 1;'), ok, ok],
  [
    'a number becomes a packed list',
    order('int32 n = 1;'),
    order('repeated int32 n = 1;'),
    ok,
    broken('field-cardinality'),
  ],
  ['a list is packed', legacy('repeated int32 n = 1;'), legacy('repeated int32 n = 1 [packed = true];'), ok, ok],
  [
    'a map becomes a list of its entries',
    order('map<string, int32> m = 1;'),
    order('repeated Entry m = 1;', 'message Entry { string key = 1; int32 value = 2; }'),
    ok,
    ok,
  ],
  ['presence becomes explicit', order('int32 n = 1;'), order('optional int32 n = 1;'), ok, ok],
  [
    'a required field is added',
    legacy('optional string a = 1;'),
    legacy('optional string a = 1; required string b = 2;'),
    broken('required'),
    ok,
  ],
  [
    'a required field becomes optional',
    legacy('required string a = 1;'),
    legacy('optional string a = 1;'),
    ok,
    broken('required'),
  ],
  [
    'a field moves into a new oneof',
    order('string a = 1; string b = 2;'),
    order('oneof c { string a = 1; } string b = 2;'),
    ok,
    ok,
  ],
  [
    'two fields move into one oneof',
    order('string a = 1; string b = 2;'),
    order('oneof c { string a = 1; string b = 2; }'),
    broken('oneof'),
    ok,
  ],
  [
    'a field moves into a oneof that is there',
    order('oneof c { string a = 1; } string b = 2;'),
    order('oneof c { string a = 1; string b = 2; }'),
    broken('oneof'),
    ok,
  ],
  [
    'a oneof is dissolved',
    order('oneof c { string a = 1; string b = 2; }'),
    order('string a = 1; string b = 2;'),
    ok,
    broken('oneof'),
  ],
  [
    'a oneof is renamed',
    order('oneof c { string a = 1; string b = 2; }'),
    order('oneof d { string a = 1; string b = 2; }'),
    ok,
    ok,
  ],
  [
    'a oneof gains a member',
    order('oneof c { string a = 1; }'),
    order('oneof c { string a = 1; string b = 2; }'),
    ok,
    ok,
  ],
  [
    'a word is added to an open enum',
    order('Level n = 1;', level('LOW = 0;')),
    order('Level n = 1;', level('LOW = 0; HIGH = 1;')),
    ok,
    ok,
  ],
  [
    'a word is added to a closed enum',
    legacy('optional Level n = 1;', level('LOW = 0;')),
    legacy('optional Level n = 1;', level('LOW = 0; HIGH = 1;')),
    ok,
    broken('enum-value'),
  ],
  [
    'a word gets another number',
    order('Level n = 1;', level('LOW = 0; MID = 1; HIGH = 2;')),
    order('Level n = 1;', level('LOW = 0; HIGH = 1; MID = 2;')),
    broken('enum-value-number'),
    broken('enum-value-number'),
  ],
  [
    'a word is renamed',
    order('Level n = 1;', level('LOW = 0; HIGH = 1;')),
    order('Level n = 1;', level('LOW = 0; TOP = 1;')),
    ok,
    ok,
  ],
  [
    'a message inside changes',
    order('Part p = 1;', 'message Part { string a = 1; }'),
    order('Part p = 1;', 'message Part { int32 a = 1; }'),
    broken('field-type'),
    broken('field-type'),
  ],
  [
    'a message inside is renamed',
    order('Part p = 1;', 'message Part { string a = 1; }'),
    order('Piece p = 1;', 'message Piece { string a = 1; }'),
    ok,
    ok,
  ],
  [
    'a recursive message changes',
    order('Order next = 1; int32 v = 2;'),
    order('Order next = 1; string v = 2;'),
    broken('field-type'),
    broken('field-type'),
  ],
  [
    'the package changes',
    order('string id = 1;'),
    order('string id = 1;').replace('package shop', 'package store'),
    ok,
    ok,
  ],
  [
    'a message that stands alone is gone',
    order('string id = 1;', 'message Bill { string a = 1; }'),
    order('string id = 1;'),
    broken('message-removed'),
    ok,
  ],
  [
    'a group becomes a message',
    legacy('optional group Part = 1 { optional string a = 1; }'),
    legacy('optional Part part = 1;', 'message Part { optional string a = 1; }'),
    broken('field-type'),
    broken('field-type'),
  ],
  ['an rpc is added', service(''), service('rpc Get(Order) returns (Order);'), ok, ok],
  ['an rpc is removed', service('rpc Get(Order) returns (Order);'), service(''), broken('rpc-removed'), ok],
  [
    'an rpc begins to stream',
    service('rpc Get(Order) returns (Order);'),
    service('rpc Get(Order) returns (stream Order);'),
    broken('rpc-streaming'),
    broken('rpc-streaming'),
  ],
];

describe('Protobuf, change by change', () => {
  it.each(rows)('%s', async (_change, old, fresh, backward, forward) => {
    expect(await verdicts({ old, new: fresh, extension: 'proto' })).toEqual({ backward, forward });
  });

  it('shows the bytes, and what the reader makes of them', async () => {
    const texts = { old: order('int32 n = 1;'), new: order('sint32 n = 1;'), extension: 'proto' };
    const { findings } = await judge(texts, { mode: 'backward' });
    expect(findings).toMatchObject([
      {
        code: 'AW6202',
        rule: 'protobuf/field-type',
        subject: 'Order.n',
        witness: { message: { n: 3 }, bytes: 'CAM=', outcome: 'misread', detail: '{"n":-2}' },
      },
    ]);
  });

  it('warns where a number is free to be used again, and says what to write', async () => {
    const texts = { old: order('string id = 1; int32 n = 2;'), new: order('string id = 1;'), extension: 'proto' };
    const { verdict, findings } = await judge(texts);
    expect(verdict).toBe('compatible');
    expect(findings).toMatchObject([
      { rule: 'protobuf/field-removed', severity: 'warning', fix: 'reserved 2; reserved "n";' },
    ]);
  });
});
