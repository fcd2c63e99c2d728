/** The constraints that a value meets the same way in TypeScript and in JSON. */
import { hasLoneSurrogate } from '../core/text.js';
import { counted, withArticle } from '../core/grammar.js';
import { isDecimal, matchesFormat } from '../formats.js';
import { isMultiple } from '../multiple.js';
import type { EnumShape, StringShape } from '../shape.js';
import type { Report } from './report.js';

interface Bounds {
  readonly minimum?: number | bigint;
  readonly maximum?: number | bigint;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly multipleOf?: number | bigint;
}

export function checkBounds(report: Report, value: number | bigint, bounds: Bounds): void {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = bounds;
  if (minimum !== undefined && value < minimum) report.add(`${report.show(value)} is below ${minimum}`);
  if (maximum !== undefined && value > maximum) report.add(`${report.show(value)} is above ${maximum}`);
  if (exclusiveMinimum !== undefined && value <= exclusiveMinimum)
    report.add(`${report.show(value)} is not above ${exclusiveMinimum}`);
  if (exclusiveMaximum !== undefined && value >= exclusiveMaximum)
    report.add(`${report.show(value)} is not below ${exclusiveMaximum}`);
  if (multipleOf !== undefined && !isMultiple(value, multipleOf))
    report.add(`${report.show(value)} is not a multiple of ${multipleOf}`);
}

const compiled = new Map<string, RegExp>();

/** A pattern by Unicode rules, compiled once. */
export function patternOf(source: string): RegExp {
  let found = compiled.get(source);
  if (found === undefined) compiled.set(source, (found = new RegExp(source, 'u')));
  return found;
}

export function checkText(report: Report, text: string, shape: StringShape): void {
  const { minLength, maxLength, pattern, format } = shape;
  if (hasLoneSurrogate(text)) report.add('the text has a lone surrogate, which UTF-8 cannot carry');
  checkCount(report, minLength, maxLength, () => codePoints(text), 'character');
  // A text that is too long is not tried: patterns may take their time.
  const tried = maxLength === undefined || text.length <= 2 * maxLength;
  if (pattern !== undefined && tried && !patternOf(pattern).test(text))
    report.add(`${report.show(text)} does not match ${pattern}`);
  if (format !== undefined && matchesFormat(format, text) === false)
    report.add(`${report.show(text)} is not ${withArticle(format)}`);
}

/** `3 items, at most 2 are allowed` */
export function checkCount(
  report: Report,
  least: number | undefined,
  most: number | undefined,
  count: () => number,
  unit: 'character' | 'item' | 'member' | 'byte',
): void {
  if (least === undefined && most === undefined) return;
  const found = count();
  const words = counted(found, unit);
  if (least !== undefined && found < least) report.add(`${words}, at least ${least} wanted`);
  if (most !== undefined && found > most) report.add(`${words}, at most ${most} allowed`);
}

export function codePoints(text: string): number {
  let count = text.length;
  for (let i = 0; i < text.length; i++) if ((text.charCodeAt(i) & 0xfc00) === 0xdc00) count--;
  return count;
}

/** A word of an enum or a number for one; `numbers` stand for their words in Protobuf. */
export function checkWord(report: Report, value: unknown, shape: EnumShape): void {
  const { words, open, numbers } = shape;
  if (typeof value === 'string') {
    if (open === 'words') {
      if (hasLoneSurrogate(value)) report.add('the text has a lone surrogate, which UTF-8 cannot carry');
    } else if (!words.includes(value)) report.add(`${report.show(value)} is not one of ${wordList(words)}`);
    return;
  }
  if (typeof value === 'number' && open === 'numbers') {
    if (value !== (value | 0)) report.add(`${report.show(value)} is not a 32-bit integer`);
    return;
  }
  if (typeof value === 'number' && numbers?.includes(value) === true) return;
  report.add(
    open === 'words'
      ? `${report.show(value)} is not a string`
      : `${report.show(value)} is not one of ${wordList(words)}`,
  );
}

const mostWords = 20;

export function wordList(words: readonly string[]): string {
  const shown = words.slice(0, mostWords).join(', ');
  return words.length > mostWords ? `${shown}, ... (${words.length} words)` : shown;
}

const decimalText = /^-?(0|[1-9]\d*)(?:\.(\d+))?$/;

/** Digits before and after the point within precision and scale, where they are stated. */
export function fitsDecimal(text: string, precision?: number, scale?: number): boolean {
  if (precision === undefined || scale === undefined) return isDecimal(text);
  if (text.length > precision + 3) return false;
  const found = decimalText.exec(text);
  if (found === null) return false;
  const whole = found[1] === '0' ? 0 : (found[1] ?? '').length;
  return whole <= precision - scale && (found[2] ?? '').length <= scale;
}

export function decimalWords(precision?: number, scale?: number): string {
  return precision === undefined ? 'a decimal' : `a decimal of ${precision} digits, ${scale} after the point`;
}

export function widthLimits(width: 'int32' | 'uint32' | 'safe'): readonly [number, number] {
  if (width === 'int32') return [-2_147_483_648, 2_147_483_647];
  return width === 'uint32' ? [0, 4_294_967_295] : [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];
}

export function fits64(value: bigint, width: 'int64' | 'uint64'): boolean {
  return (width === 'int64' ? BigInt.asIntN(64, value) : BigInt.asUintN(64, value)) === value;
}
