/** Whether code of the old side still compiles. */
import { expect, it } from 'vitest';
import { judge } from './support.js';

const rows: readonly (readonly [
  change: string,
  old: string,
  fresh: string,
  extension: string,
  rules: readonly string[],
])[] = [
  [
    'an optional member joins',
    'message M { optional string a = 1; }',
    'message M { optional string a = 1; optional int32 b = 2; }',
    'proto',
    [],
  ],
  [
    'a member leaves',
    'message M { optional string a = 1; optional int32 b = 2; }',
    'message M { optional string a = 1; }',
    'proto',
    ['source/member-removed'],
  ],
  [
    'a member is renamed',
    'message M { optional string a = 1; }',
    'message M { optional string b = 1; }',
    'proto',
    ['source/member-removed'],
  ],
  [
    'int32 becomes int64',
    'message M { optional int32 a = 1; }',
    'message M { optional int64 a = 1; }',
    'proto',
    ['source/member-type'],
  ],
  ['a number changes', 'message M { optional int32 a = 1; }', 'message M { optional int32 a = 2; }', 'proto', []],
  [
    'a member becomes required',
    '{"type":"object","properties":{"a":{"type":"string"}}}',
    '{"type":"object","properties":{"a":{"type":"string"}},"required":["a"]}',
    'schema.json',
    ['source/presence'],
  ],
  [
    'a bound changes',
    '{"type":"object","properties":{"a":{"type":"number","maximum":1}}}',
    '{"type":"object","properties":{"a":{"type":"number","maximum":2}}}',
    'schema.json',
    [],
  ],
  [
    'a field with a default joins',
    '{"type":"record","name":"R","fields":[]}',
    '{"type":"record","name":"R","fields":[{"name":"a","type":"int","default":0}]}',
    'avsc',
    ['source/member-added'],
  ],
];

it.each(rows)('%s', async (_change, old, fresh, extension, rules) => {
  const text = (one: string): string => (extension === 'proto' ? `syntax = "proto2";\n${one}` : one);
  const { findings, verdict } = await judge({ old: text(old), new: text(fresh), extension }, { policy: 'source' });
  expect(findings.map(({ rule }) => rule)).toEqual(rules);
  expect(verdict).toBe(rules.length === 0 ? 'compatible' : 'incompatible');
});

it('refuses a policy that has no rules for the language', async () => {
  const texts = { old: '"int"', new: '"long"', extension: 'avsc' };
  await expect(judge(texts, { policy: 'buf-wire' })).rejects.toThrow(
    'AW6005 the policy buf-wire has no rules for avro',
  );
});
