/** Protobuf as Confluent's registry judges it, new after old; most rows are where that differs from the wire or from buf. */
import { expect, it } from 'vitest';
import { judge } from '../support.js';

const order = (fields: string, more = ''): string =>
  `syntax = "proto3";\npackage shop;\nmessage Order {\n${fields}\n}\n${more}`;
const legacy = (fields: string): string => `syntax = "proto2";\nmessage Order {\n${fields}\n}\n`;

const rows: readonly (readonly [change: string, old: string, fresh: string, rules: readonly string[]])[] = [
  ['a field is removed', order('string a = 1; int32 b = 2;'), order('string a = 1;'), []],
  ['a field gets another number', order('string a = 1;'), order('string a = 2;'), []],
  ['a field is renamed', order('string a = 1;'), order('string b = 1;'), []],
  ['int32 becomes int64', order('int32 a = 1;'), order('int64 a = 1;'), []],
  ['int32 becomes an enum', order('int32 a = 1;'), order('Level a = 1;', 'enum Level { LOW = 0; }'), []],
  ['string becomes bytes', order('string a = 1;'), order('bytes a = 1;'), []],
  ['int32 becomes string', order('int32 a = 1;'), order('string a = 1;'), ['FIELD_SCALAR_KIND_CHANGED']],
  ['int32 becomes sint32', order('int32 a = 1;'), order('sint32 a = 1;'), ['FIELD_SCALAR_KIND_CHANGED']],
  ['a text becomes a list', order('string a = 1;'), order('repeated string a = 1;'), []],
  ['a number becomes a list', order('int32 a = 1;'), order('repeated int32 a = 1;'), ['FIELD_NUMERIC_LABEL_CHANGED']],
  ['a string becomes a message', order('string a = 1;'), order('P a = 1;', 'message P {}'), ['FIELD_KIND_CHANGED']],
  [
    'another message is named',
    order('P a = 1;', 'message P {} message Q {}'),
    order('Q a = 1;', 'message P {} message Q {}'),
    ['FIELD_NAMED_TYPE_CHANGED'],
  ],
  ['one field moves into a new oneof', order('string a = 1;'), order('oneof c { string a = 1; }'), []],
  [
    'two fields move into a new oneof',
    order('string a = 1; string b = 2;'),
    order('oneof c { string a = 1; string b = 2; }'),
    ['MULTIPLE_FIELDS_MOVED_TO_ONEOF'],
  ],
  [
    'a field moves into a oneof that is there',
    order('oneof c { string a = 1; } string b = 2;'),
    order('oneof c { string a = 1; string b = 2; }'),
    ['FIELD_MOVED_TO_EXISTING_ONEOF'],
  ],
  [
    'a member leaves a oneof',
    order('oneof c { string a = 1; string b = 2; }'),
    order('oneof c { string a = 1; }'),
    ['ONEOF_FIELD_REMOVED'],
  ],
  ['a oneof is gone as a whole', order('oneof c { string a = 1; string b = 2; }'), order(''), []],
  ['the package changes', order('string a = 1;'), order('string a = 1;').replace('shop', 'store'), ['PACKAGE_CHANGED']],
  ['a message is gone', order('', 'message P {}'), order(''), ['MESSAGE_REMOVED']],
  [
    'an enum is gone, and a word',
    order('', 'enum E { A = 0; } enum F { B = 0; C = 1; }'),
    order('', 'enum F { B = 0; }'),
    [],
  ],
  [
    'a required field is new',
    legacy('optional string a = 1;'),
    legacy('optional string a = 1; required string b = 2;'),
    ['REQUIRED_FIELD_ADDED'],
  ],
  ['a required field is gone', legacy('required string a = 1;'), legacy(''), ['REQUIRED_FIELD_REMOVED']],
  ['an rpc is gone', order('', 'service S { rpc Get(Order) returns (Order); }'), order(''), []],
];

it.each(rows)('%s', async (_change, old, fresh, rules) => {
  const { findings, verdict } = await judge(
    { old, new: fresh, extension: 'proto' },
    { policy: 'confluent-strict', mode: 'backward' },
  );
  expect(findings.map(({ rule }) => rule.replace('confluent/', ''))).toEqual(rules);
  expect(verdict).toBe(rules.length === 0 ? 'compatible' : 'incompatible');
});
