import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createOffsets } from '../../../../runtime/src/transports/kafka/offsets.js';

test('commits up to the first record that is not done, in whatever order they end', () => {
  const gaps = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(gaps, fc.func(fc.nat()), (steps, shuffle) => {
      let at = 0;
      const taken = steps.map((step) => BigInt((at += step)));
      const offsets = createOffsets();
      for (const offset of taken) expect(offsets.take(offset)).toBe(true);
      const order = taken.toSorted((a, b) => shuffle(String(a)) - shuffle(String(b)));
      const open = new Set(taken);
      for (const offset of order) {
        offsets.done(offset);
        open.delete(offset);
        const [first] = open;
        const before = taken.findLast((one) => first === undefined || one < first);
        expect(offsets.committable).toBe(before === undefined ? taken[0] : before + 1n);
      }
      expect(offsets.open).toBe(0);
    }),
  );
});

test('takes no record twice, since a partition is read again from its last commit', () => {
  const offsets = createOffsets();
  expect([5n, 6n, 5n, 6n, 7n].map((offset) => offsets.take(offset))).toEqual([true, true, false, false, true]);
});
