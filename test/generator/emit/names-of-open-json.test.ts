/** The type of open JSON is spelled once, where it is declared; codecs call it by its name. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { generate } from '../../../generator/src/pipeline.js';
import { project } from '../../strangers/project.js';

it('open JSON that has a name is called by it in every codec', async () => {
  const schema = {
    type: 'object',
    properties: { results: { $ref: '#/$defs/results' } },
    $defs: { results: { type: 'object', properties: { done: { type: 'integer' } }, additionalProperties: true } },
  };
  const folder = project({
    'schemas/a.schema.json': JSON.stringify(schema),
    'agentwire.yaml': 'encodings: [json, protobuf, avro]\n',
  });
  expect((await generate({ cwd: folder })).diagnostics).toEqual([]);
  const unit = join(folder, 'generated/a.schema');
  const spelled = readdirSync(unit).filter((file) => readFileSync(join(unit, file), 'utf8').includes('done?: number'));
  expect(spelled).toEqual(['types.ts']);
  expect(readFileSync(join(unit, 'json.ts'), 'utf8')).toContain('r.jsonObject<Results>()');
});
