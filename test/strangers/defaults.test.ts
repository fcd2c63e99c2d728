/** Defaults that are annotations are told where the member is declared, and an absent member stays absent. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadCodec } from 'agentwire';
import { generate } from '../../generator/src/pipeline.js';
import { project } from './project.js';

const json = JSON.stringify({
  type: 'object',
  properties: {
    limit: { type: 'integer', default: 7, description: 'How many.' },
    tag: { type: 'string', default: '*/ throw 1; //' },
  },
});
const proto =
  'syntax = "proto2"; message Page { optional int32 limit = 1 [default = 7]; optional bool all = 2 [default = true]; }';

describe('a default', () => {
  it('stands in the doc comment', async () => {
    const folder = project({ 'schemas/page.schema.json': json, 'schemas/page.proto': proto });
    const { diagnostics } = await generate({ cwd: folder });
    expect(diagnostics).toEqual([]);
    const types = (path: string): string => readFileSync(join(folder, 'generated', path, 'types.ts'), 'utf8');
    expect(types('page.schema')).toContain('   * How many.\n   *\n   * Default: 7.\n   */\n  limit?: number');
    expect(types('page.schema')).not.toContain('*/ throw');
    expect(types('page.proto')).toContain('/** Default: 7. */\n  limit?: number');
    expect(types('page.proto')).toContain('/** Default: true. */\n  all?: boolean');
  });

  it('is not filled in', async () => {
    for (const text of [json, proto]) {
      const codec = await loadCodec(text);
      for (const one of [codec.json, codec.protobuf, codec.avro]) expect(one?.decode(one.encode({}))).toEqual({});
    }
  });
});
