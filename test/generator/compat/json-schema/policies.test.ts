/** One change, judged by what data allows, by what our writers send, and as Confluent's registry does. */
import { describe, expect, it } from 'vitest';
import type { Policy } from '../../../../generator/src/compat/options.js';
import { judge } from '../support.js';

const open = (properties: object, more: object = {}): string => JSON.stringify({ type: 'object', properties, ...more });
const closed = (properties: object, more: object = {}): string =>
  open(properties, { additionalProperties: false, ...more });
const a = { type: 'string' };
const policies = ['semantic', 'roles', 'confluent-strict', 'confluent-lenient'] as const satisfies readonly Policy[];
const ok = 'compatible';
const no = 'incompatible';

const rows: readonly (readonly [
  change: string,
  old: string,
  fresh: string,
  ...verdicts: readonly [string, string, string, string],
])[] = [
  ['an optional property joins an open object', open({ a }), open({ a, b: a }), no, ok, no, ok],
  ['an optional property joins a closed object', closed({ a }), closed({ a, b: a }), ok, ok, ok, ok],
  ['a required property joins', closed({ a }), closed({ a, b: a }, { required: ['b'] }), no, no, no, no],
  [
    'a required property with a default joins a closed object',
    closed({ a }),
    closed({ a, b: { ...a, default: 'x' } }, { required: ['b'] }),
    no,
    no,
    ok,
    ok,
  ],
  ['a property leaves a closed object', closed({ a, b: a }), closed({ a }), no, no, no, ok],
  ['an open object is closed', open({ a }), closed({ a }), no, ok, no, ok],
  ['a format is added', open({ a }), open({ a: { ...a, format: 'uuid' } }), ok, no, ok, ok],
  ['a type changes', open({ a }), open({ a: { type: 'integer' } }), no, no, no, no],
  [
    'a property of an inner object joins',
    open({ o: { $ref: '#/$defs/o' } }, { $defs: { o: { type: 'object', properties: { a } } } }),
    open({ o: { $ref: '#/$defs/o' } }, { $defs: { o: { type: 'object', properties: { a, b: a } } } }),
    no,
    ok,
    no,
    ok,
  ],
  [
    'a property joins a composition',
    JSON.stringify({ allOf: [{ properties: { a } }, { properties: { b: a } }] }),
    JSON.stringify({ allOf: [{ properties: { a } }, { properties: { b: a, c: a } }] }),
    no,
    ok,
    no,
    ok,
  ],
  ['a pattern widens', open({ a: { ...a, pattern: '^a$' } }), open({ a: { ...a, pattern: '^a|b$' } }), ok, ok, no, no],
  ['open JSON is given a property', '{"type":"object"}', open({ a }), no, no, no, no],
];

describe('JSON Schema, new readers of old messages', () => {
  it.each(rows)('%s', async (_change, old, fresh, ...expected) => {
    const found = await Promise.all(
      policies.map(
        async (policy) =>
          (await judge({ old, new: fresh, extension: 'schema.json' }, { mode: 'backward', policy })).verdict,
      ),
    );
    expect(Object.fromEntries(policies.map((policy, index) => [policy, found[index]]))).toEqual(
      Object.fromEntries(policies.map((policy, index) => [policy, expected[index]])),
    );
  });
});
