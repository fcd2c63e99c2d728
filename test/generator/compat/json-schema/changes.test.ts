/** JSON Schema by what the schemas accept, change by change, in both directions. */
import { describe, expect, it } from 'vitest';
import { judge, verdicts } from '../support.js';
import { rows } from './changes.js';

describe('JSON Schema, change by change', () => {
  it.each(rows)('%s', async (_change, old, fresh, backward, forward) => {
    const texts = { old: JSON.stringify(old), new: JSON.stringify(fresh), extension: 'json' };
    expect(await verdicts(texts, { format: 'json-schema' })).toEqual({ backward, forward });
  });

  it('names the member, both lines, the message and what the reader says', async () => {
    const old = '{ "type": "object",\n  "properties": {\n    "progress": { "type": "number", "maximum": 100 } } }';
    const fresh =
      '{ "type": "object",\n  "properties": {\n    "progress": { "type": "number",\n      "maximum": 1 } } }';
    const { findings } = await judge({ old, new: fresh, extension: 'schema.json' }, { mode: 'backward' });
    expect(findings).toMatchObject([
      {
        code: 'AW6101',
        rule: 'json-schema/maximum',
        subject: '/progress',
        witness: { message: { progress: 2 }, outcome: 'refused', detail: '/progress: 2 is above 1' },
      },
    ]);
  });

  it('leaves open what it can neither prove nor refute', async () => {
    const texts = {
      old: '{"type":"string","pattern":"(?=a)b"}',
      new: '{"type":"string","pattern":"(?=a)c"}',
      extension: 'schema.json',
    };
    expect((await judge(texts)).verdict).toBe('unknown');
  });
});
