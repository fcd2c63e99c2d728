import { expect, test } from 'vitest';
import { milliseconds, type Duration } from '../../runtime/src/duration.js';

test.each([
  ['250ms', 250],
  ['5s', 5000],
  ['1.5s', 1500],
  ['15m', 900_000],
  ['1h', 3_600_000],
  ['7d', 604_800_000],
  [300, 300],
  [0, 0],
] as const)('%s is %i milliseconds', (duration, expected) => {
  expect(milliseconds(duration)).toBe(expected);
});

test.each(['', '5', '5 s', '-5s', '5S', '1e3s', '5w', 's', '5s ', '1.s', -1, Number.NaN, Infinity])(
  '%j is refused with the way to write it',
  (duration) => {
    expect(() => milliseconds(duration as Duration)).toThrow(RangeError);
    expect(() => milliseconds(duration as Duration)).toThrow('write "250ms"');
  },
);
