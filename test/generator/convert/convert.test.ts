import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { convert } from '../../../generator/src/convert.js';
import { loadCodec } from '../../../generator/src/codec/load-codec.js';
import { DiagnosticsError } from '../../../generator/src/diagnostics/index.js';
import type { Format } from '../../../generator/src/model/types.js';

let cwd = '';
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'agentwire-convert-'));
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties: { b: { type: 'string' }, a: { type: 'integer' } },
    required: ['a'],
  };
  writeFileSync(join(cwd, 'thing.schema.json'), JSON.stringify(schema));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

const to = (format: Format, file = 'thing.schema.json'): Promise<string> => convert({ file, cwd, to: format });

describe('converting a schema', () => {
  it('prints Protobuf that carries the same messages', async () => {
    const text = await to('protobuf');
    expect(text).toContain('syntax = "proto3";\n\npackage schemas;');
    const bytes = (await loadCodec({ file: 'thing.schema.json' }, { cwd })).protobuf?.encode({ b: 'x', a: 7 });
    expect((await loadCodec(text)).protobuf?.decode(bytes ?? new Uint8Array())).toEqual({ b: 'x', a: 7 });
  });

  it('prints Avro that carries the same messages', async () => {
    const text = await to('avro');
    expect(JSON.parse(text)).toMatchObject({ type: 'record', name: 'Thing', namespace: 'schemas' });
    const bytes = (await loadCodec({ file: 'thing.schema.json' }, { cwd })).avro?.encode({ b: 'x', a: 7 });
    expect((await loadCodec(text)).avro?.decode(bytes ?? new Uint8Array())).toEqual({ b: 'x', a: 7n });
  });

  it('prints back what it read', async () => {
    writeFileSync(join(cwd, 'thing.proto'), await to('protobuf'));
    const schema = JSON.parse(await to('json-schema', 'thing.proto')) as { properties: object };
    expect(Object.keys(schema.properties)).toEqual(['b', 'a']);
  });

  it('keeps the numbers that agentwire.lock holds', async () => {
    const lock = { version: 1, declarations: { 'thing.schema.json#': { numbers: { a: 5, b: 3 } } } };
    writeFileSync(join(cwd, 'agentwire.lock'), JSON.stringify(lock, null, 2));
    const text = await to('protobuf');
    expect(text).toMatch(/ a = 5 /);
    expect(text).toMatch(/ b = 3;/);
  });

  it("derives in the protocol's namespace, as generated code does", async () => {
    mkdirSync(join(cwd, 'schemas'));
    writeFileSync(join(cwd, 'schemas', 'protocol.yaml'), 'protocol: shop.orders\n');
    expect(JSON.parse(await to('avro'))).toMatchObject({ namespace: 'shop.orders' });
    expect(await to('protobuf')).toContain('package shop.orders;');
  });

  it('sees the Avro types of the other files of the project', async () => {
    mkdirSync(join(cwd, 'schemas'));
    const part = { type: 'record', name: 'Part', namespace: 'shop', fields: [{ name: 'n', type: 'int' }] };
    const whole = { type: 'record', name: 'Whole', namespace: 'shop', fields: [{ name: 'part', type: 'Part' }] };
    writeFileSync(join(cwd, 'schemas', 'part.avsc'), JSON.stringify(part));
    writeFileSync(join(cwd, 'schemas', 'whole.avsc'), JSON.stringify(whole));
    expect(await to('json-schema', 'schemas/whole.avsc')).toContain('"Part"');
    const codec = await loadCodec({ file: 'schemas/whole.avsc' }, { cwd });
    expect(codec.avro?.decode(codec.avro.encode({ part: { n: 1 } }))).toEqual({ part: { n: 1 } });
    const text = await loadCodec(JSON.stringify(whole), { refs: { 'part.avsc': JSON.stringify(part) } });
    expect(text.validate({ part: { n: 'x' } })).toHaveLength(1);
    rmSync(join(cwd, 'schemas', 'part.avsc'));
    await expect(to('json-schema', 'schemas/whole.avsc')).rejects.toThrow(/AW3402/);
  });

  it('throws what is wrong with the schema', async () => {
    writeFileSync(join(cwd, 'broken.schema.json'), '{"type":"objekt"}');
    await expect(to('avro', 'broken.schema.json')).rejects.toBeInstanceOf(DiagnosticsError);
    await expect(to('avro', 'missing.schema.json')).rejects.toThrow('there is no such file');
  });
});
