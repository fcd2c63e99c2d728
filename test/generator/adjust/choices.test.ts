/** `types:`, `unknown:` and `json_names:` through the whole generator: types, three codecs and the checks follow. */
import { afterAll, describe, expect, it } from 'vitest';
import { unknownFields } from '@agentwire/runtime/codegen/v1';
import { project, removeProjects, text, utf8 } from './project.js';

afterAll(removeProjects);

const proto = `syntax = "proto3";
import "google/protobuf/timestamp.proto";
message Row {
  int64 row_id = 1;
  uint64 total_size = 2;
  repeated sint64 deltas = 3;
  google.protobuf.Timestamp seen_at = 4;
  oneof choice { int64 big_number = 5; string plain_text = 6; }
}
`;
const all = 'encodings: [json, protobuf, avro]\n';

describe('types', () => {
  it('holds 64-bit integers as numbers: the wire stays as it was, and 2^53 is refused', async () => {
    const exact = await (await project({ 'a.proto': proto }, all)).load('a.proto');
    const changed = await project({ 'a.proto': proto }, `${all}types: { int64: number }\n`);
    expect(changed.found).toEqual([]);
    expect(changed.compile()).toEqual([]);
    expect(changed.files.get('a.proto/types.ts')).toMatch(
      /row_id: number;[^]*total_size: number;[^]*deltas: number\[\];/,
    );
    const module = await changed.load('a.proto');
    const value = { row_id: -5, total_size: 7, deltas: [1, -2], choice: { kind: 'big_number', big_number: 9 } };
    const wide = { row_id: -5n, total_size: 7n, deltas: [1n, -2n], choice: { kind: 'big_number', big_number: 9n } };
    for (const name of ['RowJson', 'RowProtobuf', 'RowAvro']) {
      const [mine, theirs] = [module[name], exact[name]];
      expect(mine?.encode(value), name).toEqual(theirs?.encode(wide));
      expect(mine?.decode(mine.encode(value)), name).toEqual(value);
      expect(() => mine?.encode({ ...value, row_id: 2 ** 53 }), name).toThrow(/row_id/);
      expect(() => mine?.encode({ ...value, row_id: 1n }), name).toThrow(/row_id/);
      const beyond = theirs?.encode({ ...wide, row_id: 2n ** 53n });
      expect(() => mine?.decode(beyond ?? utf8('')), name).toThrow(/row_id/);
    }
  });

  it('says where a number would be told from no other', async () => {
    const avro = '{"type":"record","name":"R","fields":[\n{"name":"a","type":["long","double"]}]}';
    const { found } = await project({ 'a.avsc': avro }, 'types: { int64: number }\n');
    expect(found.map((one) => one.split(' ').slice(0, 2))).toEqual([['schemas/a.avsc:2', 'AW1112']]);
  });

  it('keeps the spelling of date-times as text, and asserts the format', async () => {
    const schema =
      '{ "type": "object", "required": ["at"], "properties": { "at": { "type": "string", "format": "date-time" } } }';
    const { found, files, compile, load } = await project(
      { 'a.schema.json': schema },
      `${all}types: { date-time: string }\n`,
    );
    expect(found).toEqual([]);
    expect(compile()).toEqual([]);
    expect(files.get('a.schema/types.ts')).toContain('at: string;');
    const module = await load('a.schema');
    const value = { at: '2026-11-23T10:20:30.123456+02:00' };
    for (const name of ['AJson', 'AProtobuf', 'AAvro']) {
      const codec = module[name];
      expect(codec?.decode(codec.encode(value)), name).toEqual(value);
      expect(() => codec?.encode({ at: 'yesterday' }), name).toThrow(/at/);
    }
    expect(text(module.AJson?.encode(value) ?? utf8(''))).toContain('30.123456+02:00');
  });

  it('holds fine timestamps as dates, cut to milliseconds, and writes them as their schema has them', async () => {
    const avro =
      '{"type":"record","name":"T","fields":[{"name":"us","type":{"type":"long","logicalType":"timestamp-micros"}}]}';
    const schemas = { 'a.proto': proto, 't.avsc': avro };
    const exact = await project(schemas, all);
    const changed = await project(schemas, `${all}types: { timestamp: Date }\n`);
    expect(changed.found).toEqual([]);
    expect(changed.compile()).toEqual([]);
    expect(changed.files.get('a.proto/types.ts')).toContain('seen_at?: Date | undefined;');
    const date = new Date(-1);
    const row = { row_id: 0n, total_size: 0n, deltas: [] };
    const cases = [
      [
        'a.proto',
        'Row',
        { ...row, seen_at: date },
        { ...row, seen_at: { seconds: -1n, nanos: 999_000_001 } },
        { ...row, seen_at: { seconds: -1n, nanos: 999_000_000 } },
      ],
      ['t.avsc', 'T', { us: date }, { us: -999n }, { us: -1000n }],
    ] as const;
    for (const [file, name, held, finer, cut] of cases) {
      const [mine, theirs] = [await changed.load(file), await exact.load(file)];
      for (const codec of [`${name}Json`, `${name}Protobuf`, `${name}Avro`]) {
        expect(mine[codec]?.decode(theirs[codec]?.encode(finer) ?? utf8('')), codec).toEqual(held);
        expect(theirs[codec]?.decode(mine[codec]?.encode(held) ?? utf8('')), codec).toEqual(cut);
        expect(() => mine[codec]?.encode({ ...held, us: 1n, seen_at: 1n }), codec).toThrow(/us|seen_at/);
      }
    }
  });
});

const open = '{ "type": "object", "properties": { "b": { "type": "string" } } }';
const closed = '{ "type": "object", "properties": { "b": { "type": "string" } }, "additionalProperties": false }';

describe('unknown', () => {
  it('keeps undeclared members under the symbol and writes them back in canonical order', async () => {
    const { found, load, compile } = await project(
      { 'a.schema.json': open, 'c.schema.json': closed },
      'unknown: keep\n',
    );
    expect(found).toEqual([]);
    expect(compile()).toEqual([]);
    const { AJson } = await load('a.schema');
    const value = AJson?.decode(utf8('{"z":[1],"b":"x","10":true,"a":{"k":null}}'));
    expect(value).toEqual({ b: 'x', [unknownFields]: { json: { z: [1], 10: true, a: { k: null } } } });
    expect(text(AJson?.encode(value) ?? utf8(''))).toBe('{"10":true,"a":{"k":null},"b":"x","z":[1]}');
    // A closed schema stays closed.
    const { CJson } = await load('c.schema');
    expect(() => CJson?.decode(utf8('{"z":1}'))).toThrow(/z/);
  });

  it('drops and refuses by type, in JSON and Protobuf', async () => {
    const config = `${all}unknown:\n  default: drop\n  schemas/a.proto#Strict: refuse\n`;
    const a = 'syntax = "proto3";\nmessage Loose { string a = 1; }\nmessage Strict { string a = 1; }\n';
    const { found, load } = await project({ 'a.proto': a }, config);
    expect(found).toEqual([]);
    const { LooseJson, LooseProtobuf, StrictJson, StrictProtobuf } = await load('a.proto');
    const bytes = Uint8Array.of(0x0a, 1, 0x78, 0x10, 1);
    expect(LooseProtobuf?.decode(bytes)).toEqual({ a: 'x' });
    expect(LooseJson?.decode(utf8('{"a":"x","b":1}'))).toEqual({ a: 'x' });
    expect(() => StrictProtobuf?.decode(bytes)).toThrow(/field 2/);
    expect(() => StrictJson?.decode(utf8('{"a":"x","b":1}'))).toThrow(/b/);
  });

  it('reports what cannot be chosen', async () => {
    const config = 'unknown: { schemas/c.schema.json: drop, "schemas/c.schema.json#Gone": drop }\n';
    const { found } = await project({ 'c.schema.json': closed }, config);
    expect(found.map((one) => one.split(' ')[1])).toEqual(['AW1111', 'AW1110']);
  });
});

describe('json_names: proto3', () => {
  it('writes lowerCamelCase, reads both spellings and refuses both at once', async () => {
    const { found, load, compile } = await project({ 'a.proto': proto }, 'json_names: proto3\n');
    expect(found).toEqual([]);
    expect(compile()).toEqual([]);
    const { RowJson } = await load('a.proto');
    const value = { row_id: 1n, total_size: 2n, deltas: [], choice: { kind: 'plain_text', plain_text: 'x' } };
    expect(text(RowJson?.encode(value) ?? utf8(''))).toBe('{"deltas":[],"plainText":"x","rowId":"1","totalSize":"2"}');
    expect(RowJson?.decode(utf8('{"plain_text":"x","row_id":"1","totalSize":"2"}'))).toEqual(value);
    expect(() => RowJson?.decode(utf8('{"row_id":"1","rowId":"1"}'))).toThrow(/row_?id/i);
  });
});

describe('explicit additionalProperties', () => {
  it.each(['true', '{}', '{ "type": ["string", "integer"] }'])(
    'beside properties lose nothing in any encoding: %s',
    async (rest) => {
      const schema = `{ "type": "object", "properties": { "b": { "type": "integer" } }, "additionalProperties": ${rest} }`;
      const holder = `{ "type": "object", "properties": { "inner": ${schema} } }`;
      const { found, load, compile, files } = await project({ 'h.schema.json': holder }, all);
      expect(found).toEqual([]);
      expect(compile()).toEqual([]);
      expect(files.get('h.schema/types.ts')).toMatch(/\[k: string\]/);
      const module = await load('h.schema');
      const value = { inner: { b: 1, extra: 'kept', '10': 5 } };
      for (const name of ['HJson', 'HProtobuf', 'HAvro']) {
        const codec = module[name];
        expect(codec?.decode(codec.encode(value)), name).toEqual(value);
        expect(() => codec?.encode({ inner: { b: 'no' } }), name).toThrow();
      }
    },
  );
});

describe('json_int64: number', () => {
  const schema = JSON.stringify({
    type: 'object',
    required: ['id'],
    properties: {
      id: { type: 'integer', format: 'int64', minimum: -5 },
      size: { type: 'integer', format: 'uint64' },
      any: { anyOf: [{ type: 'integer', format: 'int64' }, { type: 'boolean' }] },
      text: { type: 'string', format: 'int64' },
    },
  });
  const read = '{"any":9,"id":7,"size":"8","text":"6"}';
  const value = { any: 9n, id: 7n, size: 8n, text: 6n };

  it.each([
    ['text', '{"any":"9","id":"7","size":"8","text":"6"}'],
    ['number', '{"any":9,"id":7,"size":8,"text":"6"}'],
  ])('%s is what is written; both forms are read', async (setting, written) => {
    const { found, compile, load } = await project({ 'a.schema.json': schema }, `${all}json_int64: ${setting}\n`);
    expect(found).toEqual([]);
    expect(compile()).toEqual([]);
    const module = await load('a.schema');
    expect(module.AJson?.decode(utf8(read))).toEqual(value);
    expect(text(module.AJson?.encode(value) ?? utf8(''))).toBe(written);
    for (const name of ['AJson', 'AProtobuf', 'AAvro']) {
      const codec = module[name];
      expect(codec?.decode(codec.encode(value)), name).toEqual(value);
      expect(() => codec?.encode({ ...value, id: -6n }), name).toThrow(/id/);
      expect(() => codec?.encode({ ...value, id: 7 }), name).toThrow(/id/);
    }
  });

  it('refuses what a number would round, in every encoding', async () => {
    const { load } = await project({ 'a.schema.json': schema }, `${all}json_int64: number\n`);
    const module = await load('a.schema');
    for (const name of ['AJson', 'AProtobuf', 'AAvro']) {
      const codec = module[name];
      expect(codec?.decode(codec.encode({ id: 2n ** 53n - 1n })), name).toEqual({ id: 2n ** 53n - 1n });
      expect(() => codec?.encode({ id: 2n ** 53n }), name).toThrow(/^\/id: /);
    }
    expect(() => module.AJson?.decode(utf8('{"id":"9007199254740992"}'))).toThrow(/^\/id: /);
  });

  it('goes with 64 bits held as numbers', async () => {
    const choices = `${all}json_int64: number\ntypes: { int64: number }\n`;
    const { found, compile, load } = await project({ 'a.schema.json': schema }, choices);
    expect(found).toEqual([]);
    expect(compile()).toEqual([]);
    const module = await load('a.schema');
    const held = { any: 9, id: 7, size: 8, text: 6 };
    expect(module.AJson?.decode(utf8(read))).toEqual(held);
    expect(text(module.AJson?.encode(held) ?? utf8(''))).toBe('{"any":9,"id":7,"size":8,"text":"6"}');
    for (const name of ['AProtobuf', 'AAvro']) expect(module[name]?.decode(module[name].encode(held))).toEqual(held);
  });
});
