/** Avro's schema resolution, change by change, in both directions. */
import { describe, expect, it } from 'vitest';
import { judge, verdicts } from '../support.js';
import { ok, broken, record, id, rows } from './changes.js';

describe('Avro, change by change', () => {
  it.each(rows)('%s', async (_change, old, fresh, backward, forward) => {
    const texts = { old: JSON.stringify(old), new: JSON.stringify(fresh), extension: 'avsc' };
    expect(await verdicts(texts)).toEqual({ backward, forward });
  });

  it('names the member, both places, the message and the repair', async () => {
    const texts = {
      old: JSON.stringify(record([id])),
      new: JSON.stringify(record([id, { name: 'note', type: 'string' }])),
      extension: 'avsc',
    };
    const { verdict, findings } = await judge(texts);
    expect(verdict).toBe('incompatible');
    expect(findings).toMatchObject([
      {
        code: 'AW6301',
        rule: 'avro/missing-default',
        severity: 'breaking',
        direction: 'backward',
        encoding: 'avro',
        subject: 'Order.note',
        witness: { message: { id: 'a' }, bytes: 'AmE=', outcome: 'refused' },
        fix: 'give note a default',
      },
    ]);
    expect(findings[0]?.new?.source.path).toBe('new.avsc');
    expect(findings[0]?.old?.source.path).toBe('old.avsc');
  });

  it('judges recursive records', async () => {
    const node = (type: string): object => ({
      type: 'record',
      name: 'Node',
      fields: [
        { name: 'next', type: ['null', 'Node'] },
        { name: 'v', type },
      ],
    });
    const texts = { old: JSON.stringify(node('int')), new: JSON.stringify(node('long')), extension: 'avsc' };
    expect(await verdicts(texts)).toEqual({ backward: ok, forward: broken('type') });
  });
});
