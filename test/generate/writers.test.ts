/** What an older release wrote in Avro is read by a newer one: its writer schema is in the lock, and compiled in. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { loadCodec } from '../../generator/src/codec/load-codec.js';
import { generate } from '../../generator/src/pipeline.js';

const folder = mkdtempSync(join(tmpdir(), 'agentwire-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = 'schemas/order.schema.json';

function release(properties: object): void {
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties,
    required: ['id'],
  };
  writeFileSync(join(folder, file), JSON.stringify(schema));
}

it('reads what every locked release wrote, and names a writer that it does not know', async () => {
  mkdirSync(join(folder, 'schemas'));
  writeFileSync(join(folder, 'agentwire.yaml'), 'encodings: [avro]\n');
  release({ id: { type: 'string' }, note: { type: 'string' } });
  await generate({ cwd: folder });
  const first = (await loadCodec({ file }, { cwd: folder })).avro;
  const bytes = first?.framed?.encode({ id: 'a', note: 'old' });
  expect(Array.from(bytes?.subarray(0, 2) ?? [])).toEqual([0xc3, 0x01]);

  release({ count: { type: 'integer' }, id: { type: 'string' } });
  expect((await generate({ cwd: folder })).lockChanged).toBe(true);
  const second = (await loadCodec({ file }, { cwd: folder })).avro;
  expect(second?.framed?.decode(bytes ?? new Uint8Array())).toEqual({ id: 'a' });

  const stranger = Uint8Array.from(bytes ?? []);
  stranger[5] = (stranger[5] ?? 0) ^ 1;
  expect(() => second?.framed?.decode(stranger)).toThrow(expect.objectContaining({ code: 'schema_unknown' }));
});
