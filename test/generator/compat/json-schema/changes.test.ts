/** JSON Schema by what the schemas accept, change by change, in both directions. */
import { describe, expect, it } from 'vitest';
import { judge, verdicts } from '../support.js';
import { broken, ok, rows } from './changes.js';

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
        fix: 'keep "maximum": 100',
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

describe('JSON Schema of other dialects', () => {
  const texts = (old: unknown, fresh: unknown): { old: string; new: string; extension: string } => ({
    old: JSON.stringify(old),
    new: JSON.stringify(fresh),
    extension: 'schema.json',
  });

  it('is told by its keywords where it names no draft', async () => {
    const tuple = (...items: readonly object[]): object => ({ type: 'array', items, additionalItems: false });
    const one = { type: 'string' };
    expect(await verdicts(texts(tuple(one), tuple(one, one)))).toEqual({ backward: ok, forward: broken('items') });
  });

  it.each([
    'http://json-schema.org/draft-04/schema#',
    'http://json-schema.org/draft-06/schema#',
    'https://json-schema.org/draft/2019-09/schema',
  ])('is judged by the nearest known draft: %s', async ($schema) => {
    const found = await verdicts(
      texts({ $schema, type: 'integer', maximum: 5 }, { $schema, type: 'integer', maximum: 6 }),
    );
    expect(found).toEqual({ backward: ok, forward: broken('maximum') });
  });

  it.each([
    ['a keyword that nobody knows changes', { type: 'string', nullable: true }, { type: 'string' }],
    ['numbers differ beyond what a number can hold', { const: 1 }, JSON.parse('{"const":1}')],
  ])('is left open where %s', async (what, old, fresh) => {
    const both = what.startsWith('numbers')
      ? { old: '{"const":9007199254740993}', new: '{"const":9007199254740992}', extension: 'schema.json' }
      : texts(old, fresh);
    expect((await judge(both)).verdict).toBe('unknown');
  });

  it('passes over a keyword that nobody knows as long as it stays', async () => {
    expect(
      (await judge(texts({ type: 'string', nice: 1 }, { type: ['string', 'null'], nice: 1 }), { mode: 'backward' }))
        .verdict,
    ).toBe(ok);
  });
});
