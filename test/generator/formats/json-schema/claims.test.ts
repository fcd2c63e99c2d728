import { expect, it } from 'vitest';
import { jsonSchema } from '../../../../generator/src/formats/json-schema/index.js';

it.each([
  ['a.schema.json', '', true],
  ['a.schema.yaml', '', true],
  ['a.json', '{ "$schema": "https://json-schema.org/draft/2020-12/schema" }', true],
  ['a.yaml', '$schema: http://json-schema.org/draft-07/schema#\n', true],
  ['a.json', '{ "type": "object", "properties": { "a": {} } }', true],
  ['a.json', '{ "type": "record", "name": "A", "fields": [] }', false],
  ['package.json', '{ "name": "x", "version": "1.0.0" }', false],
  ['protocol.yaml', 'protocol: x\nmessages: {}\n', false],
  ['a.avsc', '{ "properties": {} }', false],
  ['a.proto', 'syntax = "proto3";', false],
])('%s with %j is claimed as JSON Schema: %j', (path, text, want) => {
  expect(jsonSchema.claims(path, text)).toBe(want);
});
