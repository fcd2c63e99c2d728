/** Protobuf on the wire, change by change, in both directions. */
import { describe, expect, it } from 'vitest';
import { judge, verdicts } from '../support.js';
import { order, rows } from './changes.js';

describe('Protobuf, change by change', () => {
  it.each(rows)('%s', async (_change, old, fresh, backward, forward) => {
    expect(await verdicts({ old, new: fresh, extension: 'proto' })).toEqual({ backward, forward });
  });

  it('shows the bytes, and what the reader makes of them', async () => {
    const texts = { old: order('int32 n = 1;'), new: order('sint32 n = 1;'), extension: 'proto' };
    const { findings } = await judge(texts, { mode: 'backward' });
    expect(findings).toMatchObject([
      {
        code: 'AW6202',
        rule: 'protobuf/field-type',
        subject: 'Order.n',
        witness: { message: { n: 3 }, bytes: 'CAM=', outcome: 'misread', detail: '{"n":-2}' },
      },
    ]);
  });

  it('warns where a number is free to be used again, and says what to write', async () => {
    const texts = { old: order('string id = 1; int32 n = 2;'), new: order('string id = 1;'), extension: 'proto' };
    const { verdict, findings } = await judge(texts);
    expect(verdict).toBe('compatible');
    expect(findings).toMatchObject([
      { rule: 'protobuf/field-removed', severity: 'warning', fix: 'reserved 2; reserved "n";' },
    ]);
  });
});
