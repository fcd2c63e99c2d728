import avsc from 'avsc';
import { describe, expect, it } from 'vitest';
import { avroCanonicalForm } from '../../../../runtime/src/codec/avro/canonical.js';
import { avroFingerprint } from '../../../../runtime/src/codec/avro/fingerprint.js';
import { linkSchema } from '../../../../runtime/src/codec/avro/link.js';
import { type AvroJson, SchemaError } from '../../../../runtime/src/codec/avro/schema.js';
import { rich } from '../../../generator/emit/avro/rich.js';

describe('fingerprints', () => {
  // Apache Avro, share/test/data/schema-tests.txt.
  it.each([
    ['null', 7195948357588979594n],
    ['boolean', -6970731678124411036n],
    ['int', 8247732601305521295n],
    ['long', -3434872931120570953n],
    ['float', 5583340709985441680n],
    ['double', -8181574048448539266n],
    ['bytes', 5746618253357095269n],
    ['string', -8142146995180207161n],
  ])('of %s is the one of Apache Avro', (schema, expected) => {
    const fingerprint = avroFingerprint(avroCanonicalForm(schema));
    expect(BigInt.asIntN(64, BigInt(`0x${fingerprint}`))).toBe(expected);
  });
});

describe('the canonical form', () => {
  it.each<[string, AvroJson]>([
    ['everything', rich as unknown as AvroJson],
    ['redundant objects', { type: 'array', items: { type: 'map', values: { type: 'string' } } }],
    [
      'nested namespaces',
      {
        type: 'record',
        name: 'a.b.C',
        fields: [
          { name: 'x', type: { type: 'enum', name: 'E', symbols: ['A'] } },
          { name: 'y', type: 'E' },
          { name: 'z', type: { type: 'fixed', name: 'F', namespace: 'other', size: 2 } },
        ],
      },
    ],
    [
      'docs, defaults and order',
      {
        type: 'record',
        name: 'D',
        doc: 'd',
        fields: [{ name: 'x', doc: 'e', type: 'int', default: 1, order: 'ignore', aliases: ['w'] }],
      },
    ],
  ])('of %s is that of avsc', (_, schema) => {
    expect(avroCanonicalForm(schema)).toBe(
      JSON.stringify(avsc.Type.forSchema(schema as avsc.Schema, { wrapUnions: true }).schema()),
    );
  });
});

describe('a schema from a stranger', () => {
  const nested = (depth: number): AvroJson => (depth === 0 ? 'int' : { type: 'array', items: nested(depth - 1) });

  it.each<[string, AvroJson]>([
    ['a number', 7],
    ['an unknown type', 'nope'],
    ['a record without fields', { type: 'record', name: 'X' }],
    ['a record without a name', { type: 'record', fields: [] }],
    ['an illegal name', { type: 'record', name: 'a-b', fields: [] }],
    [
      'a type defined twice',
      [
        { type: 'fixed', name: 'X', size: 1 },
        { type: 'record', name: 'Y', fields: [{ name: 'f', type: { type: 'fixed', name: 'X', size: 2 } }] },
      ],
    ],
    ['a union in a union', [['int'], 'string']],
    [
      'a union with two arrays',
      [
        { type: 'array', items: 'int' },
        { type: 'array', items: 'string' },
      ],
    ],
    ['an enum without symbols', { type: 'enum', name: 'E' }],
    ['a negative size', { type: 'fixed', name: 'F', size: -1 }],
    [
      'two fields of one name',
      {
        type: 'record',
        name: 'R',
        fields: [
          { name: 'a', type: 'int' },
          { name: 'a', type: 'int' },
        ],
      },
    ],
    ['nesting without end', nested(1000)],
  ])('is refused where it is %s', (_, schema) => {
    expect(() => linkSchema(schema)).toThrow(SchemaError);
  });
});
