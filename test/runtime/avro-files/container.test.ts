/** Object container files, beside the Java project's Python library and avsc, in both directions. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import avsc from 'avsc';
import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { type Compression, readContainer, writeContainer } from '@agentwire/runtime/avro-files';
import type { AvroCodec } from '../../../runtime/src/codec/avro/codec.js';
import { loadCodec } from 'agentwire';
import { same } from '../../support/same.js';
import { valuesOf } from '../../support/values.js';

const folder = mkdtempSync(join(tmpdir(), 'agentwire-files-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const schema = {
  type: 'record',
  name: 'shop.Order',
  fields: [
    { name: 'id', type: 'string' },
    {
      name: 'items',
      type: { type: 'array', items: { type: 'record', name: 'Item', fields: [{ name: 'n', type: 'int' }] } },
    },
    { name: 'best', type: ['null', 'Item'], default: null },
    { name: 'note', type: ['null', 'string'], default: null },
    { name: 'raw', type: 'bytes' },
  ],
};
const order = (await loadCodec(JSON.stringify(schema))).avro as AvroCodec<unknown>;
const orders = fc.sample(valuesOf(order.shape), { seed: 3, numRuns: 60 });
const few = [1, 2, 3].map((n) => ({ id: `o-${n}`, items: [{ n }], raw: Uint8Array.of(n) }));

async function bytesOf(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}

async function valuesIn(bytes: Uint8Array | Iterable<Uint8Array>, codec = order): Promise<unknown[]> {
  const values: unknown[] = [];
  for await (const value of readContainer(codec, bytes)) values.push(value);
  return values;
}

const zstandard = 'zstdCompressSync' in (await import('node:zlib'));
const compressions: readonly Compression[] = [
  'null',
  'deflate',
  'snappy',
  ...(zstandard ? (['zstandard'] as const) : []),
];

describe.each(compressions)('a file of %s blocks', (compression) => {
  it('gives back what was written, however it is cut into pieces', async () => {
    const bytes = await bytesOf(writeContainer(order, orders, { compression, blockSize: 500 }));
    expect(same(await valuesIn(bytes), orders)).toBe(true);
    const pieces = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, at) => bytes.subarray(at * 7, at * 7 + 7));
    expect(same(await valuesIn(pieces), orders)).toBe(true);
  });

  it('is refused wherever it breaks off inside a block, with the values before it given', async () => {
    const marker = new Uint8Array(16).fill(7);
    const bytes = await bytesOf(writeContainer(order, few, { compression, marker, blockSize: 1 }));
    const whole = bytes.indexOf(Buffer.from(marker)) + 16;
    for (let end = 0; end < bytes.length; end++) {
      const given: unknown[] = [];
      const reading = (async (): Promise<void> => {
        for await (const value of readContainer(order, bytes.subarray(0, end))) given.push(value);
      })();
      const boundary = end >= whole && bytes.subarray(end - 16, end).equals(Buffer.from(marker));
      if (boundary) await reading;
      else await expect(reading).rejects.toMatchObject({ name: 'CodecError', code: 'invalid_bytes' });
      expect(same(given, few.slice(0, given.length))).toBe(true);
    }
  });
});

describe('other libraries', () => {
  it.each(['null', 'deflate'] as const)(
    'avsc reads what was written, with %s, and the other way round',
    async (codec) => {
      const type = avsc.Type.forSchema(schema as avsc.Schema);
      const path = join(folder, `ours-${codec}.avro`);
      writeFileSync(path, await bytesOf(writeContainer(order, orders, { compression: codec })));
      const read: Buffer[] = [];
      await new Promise((resolve, reject) =>
        avsc
          .createFileDecoder(path)
          .on('data', (value: unknown) => read.push(type.toBuffer(value)))
          .on('end', resolve)
          .on('error', reject),
      );
      expect(read.map((bytes) => order.decode(bytes)).every((value, index) => same(value, orders[index]))).toBe(true);

      const parts: Buffer[] = [];
      await new Promise((resolve) => {
        const encoder = new avsc.streams.BlockEncoder(type, { codec } as never);
        encoder.on('data', (part: Buffer) => parts.push(part)).on('end', () => resolve(undefined));
        for (const value of orders) encoder.write(type.fromBuffer(Buffer.from(order.encode(value))));
        encoder.end();
      });
      expect(same(await valuesIn(parts), orders)).toBe(true);
    },
  );

  // Debian's package python3-avro, for Debian's own Python.
  const python = '/usr/bin/python3';
  const has = spawnSync(python, ['-c', 'import avro.datafile']).status === 0;
  it('python3-avro reads and writes such files', async ({ skip }) => {
    if (!has) skip('python3-avro is not installed: apt-get install python3-avro');
    const path = join(folder, 'ours.avro');
    writeFileSync(path, await bytesOf(writeContainer(order, orders, { compression: 'deflate', blockSize: 900 })));
    const again = join(folder, 'again.avro');
    const program = `
import sys
from avro.datafile import DataFileReader, DataFileWriter
from avro.io import DatumReader, DatumWriter
import avro.schema
with DataFileReader(open(sys.argv[1], 'rb'), DatumReader()) as reader:
    values = list(reader)
with DataFileWriter(open(sys.argv[2], 'wb'), DatumWriter(), avro.schema.parse(sys.argv[3]), codec='deflate') as writer:
    for value in values: writer.append(value)
print(len(values))
`;
    const run = spawnSync(python, ['-c', program, path, again, JSON.stringify(schema)], { encoding: 'utf8' });
    expect([run.stderr, run.stdout.trim()]).toEqual(['', String(orders.length)]);
    expect(same(await valuesIn(readFileSync(again)), orders)).toBe(true);
  });
});

describe('a file', () => {
  it('of an older schema is read by schema resolution', async () => {
    const newer = {
      ...schema,
      fields: [...schema.fields.slice(0, 1), { name: 'paid', type: 'boolean', default: false }],
    };
    const codec = (await loadCodec(JSON.stringify(newer))).avro as AvroCodec<{ id: string; paid: boolean }>;
    const bytes = await bytesOf(writeContainer(order, orders));
    const ids = orders.map((one) => ({ id: (one as { id: string }).id, paid: false }));
    expect(await valuesIn(bytes, codec)).toEqual(ids);
  });

  it('says what else its writer said', async () => {
    const bytes = await bytesOf(writeContainer(order, [], { metadata: { station: 'Oslo' } }));
    const said: unknown[] = [];
    const options = { onHeader: ({ metadata }: { metadata: object }): number => said.push(metadata) };
    for await (const value of readContainer(order, bytes, options)) expect(value).toBeUndefined();
    expect(said).toEqual([{ station: new Uint8Array(Buffer.from('Oslo')) }]);
  });

  it('whose small block unfolds to a large one is refused before it does', async () => {
    const big = { id: 'x'.repeat(5_000_000), items: [], raw: new Uint8Array() };
    for (const compression of compressions) {
      const bytes = await bytesOf(writeContainer(order, [big], { compression }));
      const reading = readContainer(order, bytes, { maxBlock: 1_000_000 }).next();
      await expect(reading).rejects.toMatchObject({ code: 'limit_exceeded' });
    }
  });

  it('of any bytes is refused by a CodecError and nothing else', async () => {
    const good = await bytesOf(writeContainer(order, few, { compression: 'null' }));
    await fc.assert(
      fc.asyncProperty(fc.nat(good.length - 1), fc.nat(255), async (at, byte) => {
        const bytes = Buffer.from(good);
        bytes[at] = byte;
        try {
          await valuesIn(bytes);
        } catch (error) {
          expect(error).toHaveProperty('name', 'CodecError');
        }
      }),
      { seed: 9, numRuns: 500 },
    );
  });
});
