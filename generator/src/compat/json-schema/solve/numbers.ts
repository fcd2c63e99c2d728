/** A number that meets all bounds, or the proof that there is none. */
import type { Json } from '../../../model/types.js';
import type { NumberFacets } from './clause.js';
import type { Found } from './found.js';

const mostTried = 4000;

export function findNumber(facets: NumberFacets, excluded: readonly Json[]): Found {
  const { min, max, aboveMin, belowMax, multiples, notMultiples } = facets;
  if (min > max || (min === max && (aboveMin || belowMax))) return { kind: 'none' };
  const fits = (value: number): boolean =>
    Number.isFinite(value) &&
    (aboveMin ? value > min : value >= min) &&
    (belowMax ? value < max : value <= max) &&
    multiples.every((of) => isMultiple(value, of)) &&
    !notMultiples.some((of) => isMultiple(value, of)) &&
    !excluded.includes(value);
  const step = multiples.length === 0 ? undefined : multiples.reduce(commonMultiple);
  if (step === undefined) return inRange(facets, fits);
  if (notMultiples.some((of) => isMultiple(step, of))) return { kind: 'none' };
  return amongMultiples(facets, step, fits);
}

function inRange({ min, max }: NumberFacets, fits: (value: number) => boolean): Found {
  const low = Number.isFinite(min) ? min : Number.isFinite(max) ? max - 1000 : -1000;
  const high = Number.isFinite(max) ? max : low + 2000;
  const width = high - low;
  const candidates = [
    0,
    1,
    -1,
    2,
    0.5,
    1.5,
    low,
    high,
    low + 1,
    high - 1,
    (low + high) / 2,
    Math.ceil(low),
    Math.floor(high),
  ];
  for (let n = 1; n <= 64; n++)
    candidates.push(
      low + (width * n) / 65,
      low + n,
      low + n + 0.5,
      high - n,
      high - n - 0.5,
      low + 1 / (n + 1),
      high - 1 / (n + 1),
    );
  const found = candidates.find(fits);
  if (found !== undefined) return { kind: 'value', value: found };
  return min === max ? { kind: 'none' } : { kind: 'unknown' };
}

function amongMultiples({ min, max }: NumberFacets, step: number, fits: (value: number) => boolean): Found {
  const first = Number.isFinite(min) ? Math.ceil(min / step) - 1 : undefined;
  const last = Number.isFinite(max) ? Math.floor(max / step) + 1 : undefined;
  const at = (factor: number): number => Number((factor * step).toPrecision(15));
  if (first !== undefined && last !== undefined && last - first <= mostTried) {
    for (let factor = first; factor <= last; factor++)
      if (fits(at(factor))) return { kind: 'value', value: at(factor) };
    return { kind: 'none' };
  }
  const start = first ?? (last === undefined ? 0 : last);
  const direction = first === undefined && last !== undefined ? -1 : 1;
  if (first === undefined || (first <= 0 && (last ?? 1) >= 0)) {
    for (const value of [0, at(1), at(-1)]) if (fits(value)) return { kind: 'value', value };
  }
  for (let n = 0; n < mostTried; n++) {
    const value = at(start + direction * n);
    if (fits(value)) return { kind: 'value', value };
  }
  return { kind: 'unknown' };
}

/** Over decimal spellings, as the validator has it: 0.3 is a multiple of 0.1. */
function isMultiple(value: number, of: number): boolean {
  const [left, right] = [scaled(value), scaled(of)];
  const exponent = Math.min(left.exponent, right.exponent);
  return (
    (left.digits * 10n ** BigInt(left.exponent - exponent)) %
      (right.digits * 10n ** BigInt(right.exponent - exponent)) ===
    0n
  );
}

function commonMultiple(a: number, b: number): number {
  const [left, right] = [scaled(a), scaled(b)];
  const exponent = Math.min(left.exponent, right.exponent);
  const [x, y] = [
    left.digits * 10n ** BigInt(left.exponent - exponent),
    right.digits * 10n ** BigInt(right.exponent - exponent),
  ];
  let [p, q] = [x, y];
  while (q !== 0n) [p, q] = [q, p % q];
  return Number(`${(x * y) / p}e${exponent}`);
}

function scaled(value: number): { readonly digits: bigint; readonly exponent: number } {
  const [mantissa = '0', power = '0'] = value.toExponential().split('e');
  const fraction = mantissa.split('.')[1] ?? '';
  return { digits: BigInt(mantissa.replace('.', '')), exponent: Number(power) - fraction.length };
}
