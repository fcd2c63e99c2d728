/** What generated readers and writers say about a value beyond its Avro type: bounds, lengths, formats, constants. */
import { counted, withArticle } from '../core/grammar.js';
import { codePoints } from '../check/bounds.js';
import { isUuid, matchesFormat } from '../formats.js';
import { isMultiple } from '../multiple.js';
import type { TextPattern } from '../pattern.js';
import { firstRepeat } from '../unique.js';

/** Every check returns the value it was given, so that checks stand around the value in generated code. */
export abstract class Guard {
  /** Stops with a `Fault` at the current value. */
  abstract refuse(message: string): never;

  /** Text, whatever the types promised. */
  text(value: string): string {
    return typeof value === 'string' ? value : this.refuse('expected a string');
  }

  within<N extends number | bigint>(value: N, least: N, most: N): N {
    if (value >= least && value <= most) return value;
    return this.refuse(value < least ? `${value} is below ${least}` : `${value} is above ${most}`);
  }

  atLeast<N extends number | bigint>(value: N, least: N): N {
    return value >= least ? value : this.refuse(`${value} is below ${least}`);
  }

  atMost<N extends number | bigint>(value: N, most: N): N {
    return value <= most ? value : this.refuse(`${value} is above ${most}`);
  }

  above(value: number, bound: number): number {
    return value > bound ? value : this.refuse(`${value} is not above ${bound}`);
  }

  below(value: number, bound: number): number {
    return value < bound ? value : this.refuse(`${value} is not below ${bound}`);
  }

  multipleOf<N extends number | bigint>(value: N, of: N): N {
    return isMultiple(value, of) ? value : this.refuse(`${value} is not a multiple of ${of}`);
  }

  /** NaN and the infinities are doubles but not always numbers of the schema. */
  finite(value: number): number {
    return Number.isFinite(value) ? value : this.refuse(`${value} is not a finite number`);
  }

  /** In code points. */
  lengthWithin(text: string, least: number, most: number): string {
    // A text has at most as many code points as UTF-16 units, and at least half as many.
    if (text.length <= most && text.length >= least * 2) return text;
    const length = codePoints(text);
    if (length < least) return this.refuse(`${length} characters, at least ${least} wanted`);
    return length > most ? this.refuse(`${length} characters, at most ${most} allowed`) : text;
  }

  matching(text: string, pattern: TextPattern): string {
    return pattern.test(text) ? text : this.refuse(`the text does not match ${pattern.source}`);
  }

  uuid(text: string): string {
    return isUuid(text) ? text : this.refuse('the text is not a uuid');
  }

  formatted(text: string, format: string): string {
    return matchesFormat(format, text) === false ? this.refuse(`the text is not ${withArticle(format)}`) : text;
  }

  bytesWithin(value: Uint8Array, least: number, most: number): Uint8Array {
    if (value.length < least) return this.refuse(`${counted(value.length, 'byte')}, at least ${least} wanted`);
    return value.length > most ? this.refuse(`${counted(value.length, 'byte')}, at most ${most} allowed`) : value;
  }

  itemsWithin<L extends readonly unknown[]>(list: L, least: number, most: number): L {
    if (list.length < least) return this.refuse(`${counted(list.length, 'item')}, at least ${least} wanted`);
    return list.length > most ? this.refuse(`${counted(list.length, 'item')}, at most ${most} allowed`) : list;
  }

  membersWithin<M extends object>(map: M, least: number, most: number): M {
    const size = map instanceof Map ? map.size : Object.keys(map).length;
    if (size < least) return this.refuse(`${size} members, at least ${least} wanted`);
    return size > most ? this.refuse(`${size} members, at most ${most} allowed`) : map;
  }

  unique<L extends readonly unknown[]>(list: L): L {
    return firstRepeat(list) === -1 ? list : this.refuse('two items are equal');
  }

  /** A constant of the schema. */
  constant<V extends null | boolean | number | string>(value: unknown, expected: V): V {
    return value === expected ? expected : this.refuse(`expected ${JSON.stringify(expected)}`);
  }

  /** A value that a JSON Schema judges which the model does not lower. */
  judged<V>(value: V, judge: (value: unknown) => readonly { readonly path: string; readonly message: string }[]): V {
    const [issue] = judge(value);
    if (issue === undefined) return value;
    return this.refuse(issue.path === '' ? issue.message : `${issue.path}: ${issue.message}`);
  }
}
