/** Members called as what every object inherits: written only where they are, and no trouble to the compiler. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadCodec } from 'agentwire';
import { generate } from '../../generator/src/pipeline.js';
import { complaints, project } from './project.js';

const names = ['constructor', 'toString', 'valueOf', 'hasOwnProperty', '__proto__'];
const member = { type: 'string' };
const properties = Object.fromEntries([['items', { type: 'array', items: member }], ...names.map((n) => [n, member])]);
const order = JSON.stringify({ type: 'object', required: ['items'], properties });

const avro = JSON.stringify({
  type: 'record',
  name: 'Visit',
  fields: [
    { name: 'items', type: { type: 'array', items: 'string' } },
    ...names.map((name) => ({ name, type: ['null', 'string'], default: null })),
  ],
});
/** Without `__proto__`: protobufjs cannot hold a field of that name, and it is refused. */
const proto = `syntax = "proto3"; message Trip { repeated string items = 1; ${names
  .filter((name) => name !== '__proto__')
  .map((name, n) => `optional string ${name} = ${n + 2};`)
  .join(' ')} }`;

const folder = project({
  'schemas/order.schema.json': order,
  'schemas/visit.avsc': avro,
  'schemas/trip.proto': proto,
  'ts.yaml': 'out: ts\nencodings: [json, protobuf, avro]\n',
  'js.yaml': 'emit: js\nout: js\nencodings: [json, protobuf, avro]\n',
});
const { diagnostics } = await generate({ cwd: folder, config: 'ts.yaml' });
await generate({ cwd: folder, config: 'js.yaml' });

describe('members with the names of Object.prototype', () => {
  it('compile in both targets, and values need not have them', () => {
    expect(diagnostics).toEqual([]);
    const use = (target: string, from: string): void =>
      writeFileSync(
        join(folder, target, 'use.ts'),
        `import type { Order } from './order.schema/types.${from}';
import type { Trip } from './trip.proto/types.${from}';
import type { Visit } from './visit.avsc/types.${from}';
export const order: Order = { items: [] };
export const trip: Trip = { items: [], toString: 'x' };
export const visit: Visit = { items: [], constructor: 'x' };
`,
      );
    use('ts', 'js');
    use('js', 'js');
    expect(complaints(folder, 'ts', 'js')).toBe('');
  });

  const authored = [
    ['JSON Schema', order],
    ['Avro', avro],
    ['Protobuf', proto],
  ] as const;

  it.each(authored)('of %s come through every encoding, and are absent where they are', async (_, text) => {
    const codec = await loadCodec(text);
    const bytes = (json: string): Uint8Array => new TextEncoder().encode(json);
    for (const json of [
      '{"items":["a"]}',
      ...(text === proto ? [] : ['{"__proto__":"p","items":[]}']),
      '{"constructor":"c","hasOwnProperty":"h","items":[],"toString":"t","valueOf":"v"}',
    ]) {
      const value = codec.json.decode(bytes(json));
      expect(codec.is(value)).toBe(true);
      for (const encoding of [codec.json, codec.protobuf, codec.avro]) {
        const back = encoding?.decode(encoding.encode(value)) as object;
        expect(Object.getPrototypeOf(back)).toBe(Object.prototype);
        expect(new TextDecoder().decode(codec.json.encode(back))).toBe(json);
      }
    }
  });

  it('reach generated modules as they reach a loaded codec', async () => {
    for (const target of ['ts', 'js']) {
      for (const encoding of ['json', 'protobuf', 'avro']) {
        const url = pathToFileURL(join(folder, target, `order.schema/${encoding}.${target}`)).href;
        const module = (await import(url)) as Record<
          string,
          { encode(v: unknown): Uint8Array; decode(b: Uint8Array): unknown }
        >;
        const codec = Object.values(module).find((one) => typeof one === 'object' && 'encode' in one);
        expect(codec?.decode(codec.encode({ items: ['a'] }))).toEqual({ items: ['a'] });
      }
    }
  });
});
