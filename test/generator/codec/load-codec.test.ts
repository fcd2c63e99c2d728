import { describe, expect, it } from 'vitest';
import { loadCodec, type LoadCodecOptions, type LoadedCodec } from '../../../generator/src/codec/load-codec.js';
import { DiagnosticsError } from '../../../generator/src/diagnostics/index.js';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

async function failure(input: string, options: LoadCodecOptions = {}): Promise<string[]> {
  const error: unknown = await loadCodec(input, options).catch((caught: unknown) => caught);
  if (!(error instanceof DiagnosticsError)) throw new Error('expected findings', { cause: error });
  return error.diagnostics.map((one) => `${one.code} ${one.message}`);
}

/** JSON through an encoding and back. */
function around(codec: LoadedCodec, encoding: 'protobuf' | 'avro', json: string): string {
  const other = codec[encoding];
  if (other === undefined) throw new Error(`${encoding}: ${codec.because(encoding)}`);
  return decode(codec.json.encode(other.decode(other.encode(codec.json.decode(encode(json))))));
}

const person = JSON.stringify({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  properties: {
    name: { type: 'string', minLength: 1 },
    born: { type: 'string', format: 'date-time' },
    children: { type: 'array', items: { $ref: '#' } },
  },
  required: ['name'],
});

describe('loadCodec', () => {
  it('makes codecs of a JSON Schema, recursive ones too', async () => {
    const codec = await loadCodec(person);
    const json = '{"children":[{"name":"Bo"}],"name":"Ann"}';
    expect(decode(codec.json.encode(codec.json.decode(encode(json))))).toBe(json);
    expect(codec.json.decode(encode('{"name":"A","born":"2020-01-01T00:00:00Z"}'))).toEqual({
      name: 'A',
      born: new Date('2020-01-01T00:00:00Z'),
    });
  });

  it('judges plain JSON and TypeScript values', async () => {
    const codec = await loadCodec(person);
    expect(codec.validate({ name: '', born: 'yesterday', children: [{}] }).map((issue) => issue.path)).toEqual([
      '/name',
      '/born',
      '/children/0',
    ]);
    expect(codec.validate({ name: 'Ann', born: '2020-01-01T00:00:00Z' })).toEqual([]);
    expect(codec.is({ name: 'Ann', born: new Date(0) })).toBe(true);
    expect(codec.is({ name: 'Ann', born: '2020-01-01T00:00:00Z' })).toBe(false);
  });

  it('derives the other encodings', async () => {
    const codec = await loadCodec(person);
    const json = '{"born":"2020-01-01T00:00:00.000Z","children":[{"name":"Bo"}],"name":"Ann"}';
    expect(around(codec, 'protobuf', json)).toBe(json);
    expect(around(codec, 'avro', json)).toBe(json);
  });

  it('takes .proto and Avro texts for what they are', async () => {
    const proto = await loadCodec('syntax = "proto3"; message P { string name = 1; int64 age = 2; }');
    expect(proto.name).toBe('P');
    expect([...(proto.protobuf?.encode({ name: 'A', age: 3n }) ?? [])]).toEqual([10, 1, 65, 16, 3]);
    expect(around(proto, 'avro', '{"age":"3","name":"A"}')).toBe('{"age":"3","name":"A"}');
    const avro = await loadCodec('{"type":"record","name":"P","fields":[{"name":"age","type":"long"}]}');
    expect(around(avro, 'avro', '{"age":"3"}')).toBe('{"age":"3"}');
  });

  it('names one type of several', async () => {
    const text = 'syntax = "proto3"; package a.b; message One { bool x = 1; } message Two { One one = 1; }';
    expect((await loadCodec(text, { type: 'Two' })).name).toBe('Two');
    expect((await loadCodec(text, { type: 'a.b.One' })).name).toBe('One');
    const hints = await loadCodec(text, { type: 'Three' }).catch((error: unknown) =>
      error instanceof DiagnosticsError ? error.diagnostics.map(({ hint }) => hint) : [],
    );
    expect(hints).toEqual(['it has One, Two']);
    expect(await failure(text, { type: 'Tow' })).toEqual(['AW7004 schema.proto has no type "Tow"']);
    expect(await failure(text)).toEqual(['AW7005 schema.proto has several types, and none stands for the whole file']);
    const defs = '{"$defs":{"a":{"type":"object","properties":{"n":{"type":"integer"}}},"b":{"$ref":"#/$defs/a"}}}';
    for (const type of ['#/$defs/a', '/$defs/a', 'a']) {
      expect((await loadCodec(defs, { type })).validate({ n: 'x' })).toHaveLength(1);
    }
  });

  it('keeps types apart that two files name alike', async () => {
    const codec = await loadCodec(
      '{"type":"object","properties":{"a":{"$ref":"https://x/a#/$defs/item"},"b":{"$ref":"https://x/b#/$defs/item"}}}',
      {
        refs: {
          'https://x/a': '{"$defs":{"item":{"type":"object","properties":{"n":{"type":"integer"}}}}}',
          'https://x/b': '{"$defs":{"item":{"type":"object","properties":{"s":{"type":"string"}}}}}',
        },
      },
    );
    expect(codec.validate({ a: { n: 1 }, b: { s: 'x' } })).toEqual([]);
    expect(codec.validate({ a: { n: 'x' }, b: { s: 1 } }).map((issue) => issue.path)).toEqual(['/a/n', '/b/s']);
    expect(() => codec.json.decode(encode('{"b":{"s":1}}'))).toThrow('/b/s');
  });

  it('finds the official metaschema of draft 07 by its URI', async () => {
    const codec = await loadCodec(
      '{"type":"object","properties":{"s":{"$ref":"http://json-schema.org/draft-07/schema#"}}}',
    );
    expect(codec.validate({ s: { type: 'string', minLength: 0 } })).toEqual([]);
    expect(codec.validate({ s: { minLength: -1 } })).not.toEqual([]);
  });

  it('copes with members that are named like what is generated', async () => {
    const properties = Object.fromEntries(
      ['names', 'write', 'read', 'shape', 'json', 'value', 'schema'].map((name) => [
        name,
        { type: 'object', additionalProperties: { type: 'string' } },
      ]),
    );
    const codec = await loadCodec(JSON.stringify({ type: 'object', properties }));
    const json = '{"names":{"a":"b"},"read":{},"schema":{"c":"d"}}';
    expect(around(codec, 'protobuf', json)).toBe(json);
    expect(around(codec, 'avro', json)).toBe(json);
  });

  it('throws all that is wrong with a schema', async () => {
    expect(await failure('{"type":"objekt","propertys":{}}')).toHaveLength(2);
    expect(await failure('{"$ref":"https://example.com/x"}')).toHaveLength(1);
    expect(await failure('{"type":')).toHaveLength(1);
  });

  it('takes a string for a text, never for a path', async () => {
    expect((await failure('/etc/passwd'))[0]).toMatch(/^AW/);
  });

  it('does not let hostile names reach the printed code', async () => {
    const nasty = "*/'];throw 1;//`${x}</script>\u2028__proto__";
    const text = JSON.stringify({
      type: 'object',
      description: `*/ throw 1 /* ${nasty}`,
      properties: { [nasty]: { type: 'string', description: nasty }, ['__proto__']: { const: nasty } },
    });
    const codec = await loadCodec(text);
    const value = JSON.stringify({ [nasty]: 'x' });
    expect(JSON.parse(decode(codec.json.encode(codec.json.decode(encode(value)))))).toEqual({ [nasty]: 'x' });
  });
});
