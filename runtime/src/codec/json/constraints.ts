/**
 * Constraints that stand around a value in generated code, read or written alike: `w.string(matching(id, idPattern))`,
 * `matching(r.string(), idPattern)`. Each gives the value back or throws a `Fault`.
 */
import { codePoints, decimalWords, fitsDecimal } from '../check/bounds.js';
import { Fault } from '../codec.js';
import { withArticle } from '../core/grammar.js';
import { matchesFormat } from '../formats.js';
import { isMultiple } from '../multiple.js';
import type { TextPattern } from '../pattern.js';
import { firstRepeat } from '../unique.js';

// The reader knows where it stands.
function fault(message: string): Fault {
  return new Fault(message, -1);
}

/** Bounds are inclusive. */
export function within<N extends number | bigint>(value: N, least: N, most: N): N {
  if (value < least || value > most) throw fault(`expected ${least} to ${most}`);
  return value;
}

export function above(value: number, bound: number): number {
  if (value <= bound) throw fault(`expected more than ${bound}`);
  return value;
}

export function below(value: number, bound: number): number {
  if (value >= bound) throw fault(`expected less than ${bound}`);
  return value;
}

export function multipleOf<N extends number | bigint>(value: N, of: N): N {
  if (!isMultiple(value, of)) throw fault(`expected a multiple of ${of}`);
  return value;
}

/** 64 bits as a number, where the configuration holds or writes them so. */
export function narrowed(
  value: bigint,
  least: number = Number.MIN_SAFE_INTEGER,
  most: number = Number.MAX_SAFE_INTEGER,
): number {
  if (typeof value !== 'bigint') throw fault('expected a bigint');
  const number = Number(value);
  if (number < least || number > most) throw fault(`expected ${least} to ${most}`);
  return number;
}

export function widened(
  value: number,
  least: number = Number.MIN_SAFE_INTEGER,
  most: number = Number.MAX_SAFE_INTEGER,
): bigint {
  if (!Number.isInteger(value) || value < least || value > most) throw fault(`expected ${least} to ${most}`);
  return BigInt(value);
}

/** Lengths count code points. */
export function sized(text: string, least: number, most: number = Number.POSITIVE_INFINITY): string {
  const units = text.length;
  // A text has at most as many code points as UTF-16 units, and at least half as many.
  if (units < least || units > most * 2) throw fault(`expected ${least} to ${most} characters`);
  if (units > most || units < least * 2) {
    const count = codePoints(text);
    if (count < least || count > most) throw fault(`expected ${least} to ${most} characters`);
  }
  return text;
}

export function matching(text: string, pattern: TextPattern): string {
  if (!pattern.test(text)) throw fault(`expected text that matches ${pattern.source}`);
  return text;
}

/** One of the formats of `codec/formats.ts`. */
export function inFormat(text: string, format: string): string {
  if (matchesFormat(format, text) !== true) throw fault(`expected ${withArticle(format)}`);
  return text;
}

export function decimalOf(text: string, precision?: number, scale?: number): string {
  if (typeof text !== 'string' || !fitsDecimal(text, precision, scale)) {
    throw fault(`expected ${decimalWords(precision, scale)}`);
  }
  return text;
}

export function constant<const T extends null | boolean | number | string>(value: unknown, wanted: T): T {
  if (value !== wanted) throw fault(`expected ${String(wanted)}`);
  return wanted;
}

export function oneOf<const T extends boolean | number | string>(value: unknown, wanted: readonly T[]): T {
  const found = wanted.find((one) => one === value);
  if (found === undefined) throw fault(`expected one of ${wanted.join(', ')}`);
  return found;
}

export function sizedBytes(bytes: Uint8Array, least: number, most: number = Number.POSITIVE_INFINITY): Uint8Array {
  if (bytes.length < least || bytes.length > most) throw fault(`expected ${least} to ${most} bytes`);
  return bytes;
}

/** Items of a list, or members of a map. */
export function counted(count: number, least: number, most: number = Number.POSITIVE_INFINITY): void {
  if (count < least || count > most) throw fault(`expected ${least} to ${most} items`);
}

export function distinct(items: readonly unknown[]): void {
  if (firstRepeat(items) >= 0) throw fault('expected items that differ');
}

/** Open JSON that a schema beyond the model judges. */
export function judged<T>(value: T, validate: (value: unknown) => readonly unknown[]): T {
  if (validate(value).length > 0) throw fault('expected JSON by its schema');
  return value;
}
