/** Judges a TypeScript value against a shape: Dates, bigints, bytes, class instances by their declared members. */
import { hasLoneSurrogate } from '../core/text.js';
import { withArticle } from '../core/grammar.js';
import { isAvroDuration, isSeconds } from '../durations.js';
import { isProtoTimestamp, isWritable } from '../rfc3339.js';
import type { IntegerShape, ListShape, MapShape, RecordShape, Shape, UnionShape } from '../shape.js';
import { firstRepeat } from '../unique.js';
import { unknownFields } from '../unknown.js';
import {
  checkBounds,
  checkCount,
  checkText,
  checkWord,
  decimalWords,
  fits64,
  fitsDecimal,
  patternOf,
  widthLimits,
} from './bounds.js';
import { fitsKey } from './keys.js';
import { isNull, kindOf } from './kinds.js';
import { checkOpenJson } from './open.js';
import { ownMember } from './own.js';
import type { Report } from './report.js';
import { namedBranch, plainBranch } from './union.js';

/** Objects that stand above the place being looked at: a value must not contain itself. */
type Above = Set<object>;

export function judgeValue(report: Report, shape: Shape, value: unknown, above: Above): void {
  if (report.full) return;
  switch (shape.kind) {
    case 'boolean':
      if (typeof value !== 'boolean') report.add(`${report.show(value)} is not a boolean`);
      return;
    case 'string':
      if (typeof value !== 'string') report.add(`${report.show(value)} is not a string`);
      else checkText(report, value, shape);
      return;
    case 'literal':
      if (value !== shape.value) report.add(`${report.show(value)} is not ${JSON.stringify(shape.value)}`);
      return;
    case 'enum':
      if (shape.open === 'numbers' || typeof value === 'string') return checkWord(report, value, shape);
      return report.add(`${report.show(value)} is not a string`);
    case 'integer':
      return judgeInteger(report, shape, value);
    case 'float':
      if (typeof value !== 'number') report.add(`${report.show(value)} is not a number`);
      else if (!Number.isFinite(value) && !shape.special) report.add(`${report.show(value)} is not finite`);
      else if (shape.width === 32 && Math.fround(value) !== value && !Number.isNaN(value))
        report.add(`${report.show(value)} is not a number that 32 bits hold`);
      else checkBounds(report, value, shape);
      return;
    case 'decimal':
      if (typeof value !== 'string') report.add(`${report.show(value)} is not the text of a decimal`);
      else if (!fitsDecimal(value, shape.precision, shape.scale))
        report.add(`${report.show(value)} is not ${decimalWords(shape.precision, shape.scale)}`);
      return;
    case 'bytes':
      if (!(value instanceof Uint8Array)) report.add(`${report.show(value)} is not a Uint8Array`);
      else checkCount(report, shape.minLength, shape.maxLength, () => value.length, 'byte');
      return;
    case 'timestamp':
      if (!isTimestamp(shape.unit, value)) report.add(`${report.show(value)} is not ${timestampWords[shape.unit]}`);
      return;
    case 'duration':
      if (!isDuration(shape.unit, value)) report.add(`${report.show(value)} is not ${durationWords[shape.unit]}`);
      return;
    case 'time-of-day':
      if (!isTimeOfDay(shape.unit, value)) report.add(`${report.show(value)} is not ${shape.unit} since midnight`);
      return;
    case 'json':
      return checkOpenJson(report, shape, value);
    case 'nullable':
      return value === null ? undefined : judgeValue(report, shape.of, value, above);
    case 'ref':
      return judgeValue(report, shape.target(), value, above);
    case 'list':
    case 'map':
    case 'record':
    case 'union':
      return judgeCompound(report, shape, value, above);
  }
}

function judgeCompound(
  report: Report,
  shape: ListShape | MapShape | RecordShape | UnionShape,
  value: unknown,
  above: Above,
): void {
  if (shape.kind === 'union') return judgeUnion(report, shape, value, above);
  if (typeof value === 'object' && value !== null) {
    if (above.has(value)) return report.add('refers to itself');
    above.add(value);
  }
  if (shape.kind === 'list') judgeList(report, shape, value, above);
  else if (shape.kind === 'map') judgeMap(report, shape, value, above);
  else judgeRecord(report, shape, value, above);
  above.delete(value as object);
}

function judgeInteger(report: Report, shape: IntegerShape, value: unknown): void {
  const { width } = shape;
  if (width === 'int64' || width === 'uint64') {
    if (typeof value !== 'bigint') report.add(`${report.show(value)} is not a bigint`);
    else if (!fits64(value, width)) report.add(`${report.show(value)} does not fit into ${width}`);
    else checkBounds(report, value, shape);
    return;
  }
  if (typeof value !== 'number' || !Number.isInteger(value))
    return report.add(`${report.show(value)} is not an integer`);
  const [least, most] = widthLimits(width);
  if (value < least || value > most)
    report.add(`${report.show(value)} does not fit into ${width === 'safe' ? '2^53 - 1' : width}`);
  else checkBounds(report, value, shape);
}

const secondsAndNanos = '{ seconds, nanos }';

const timestampWords = {
  millis: 'a Date within the years 0 to 9999',
  micros: 'microseconds (bigint) within the years 0 to 9999',
  nanos: 'nanoseconds (bigint) within 64 bits',
  proto: `${secondsAndNanos} within the years 1 to 9999`,
};

const durationWords = { proto: secondsAndNanos, avro: '{ months, days, millis }' };

function isTimestamp(unit: keyof typeof timestampWords, value: unknown): boolean {
  switch (unit) {
    case 'millis':
      return value instanceof Date && isWritable({ seconds: Math.floor(value.getTime() / 1000), nanos: 0 });
    case 'micros':
      return typeof value === 'bigint' && isWritable({ seconds: Number(value / 1_000_000n), nanos: 0 });
    case 'nanos':
      return typeof value === 'bigint' && fits64(value, 'int64');
    case 'proto':
      return isSecondsAndNanos(value) && isProtoTimestamp({ seconds: Number(value.seconds), nanos: value.nanos });
  }
}

function isDuration(unit: keyof typeof durationWords, value: unknown): boolean {
  if (unit === 'proto') return isSecondsAndNanos(value) && isSeconds(value);
  if (typeof value !== 'object' || value === null) return false;
  const { months, days, millis } = value as Readonly<Record<string, unknown>>;
  return isAvroDuration({ months: Number(months), days: Number(days), millis: Number(millis) });
}

function isSecondsAndNanos(value: unknown): value is { readonly seconds: bigint; readonly nanos: number } {
  if (typeof value !== 'object' || value === null) return false;
  const { seconds, nanos } = value as Readonly<Record<string, unknown>>;
  return typeof seconds === 'bigint' && typeof nanos === 'number';
}

function isTimeOfDay(unit: 'millis' | 'micros', value: unknown): boolean {
  if (unit === 'millis') return Number.isInteger(value) && Number(value) >= 0 && Number(value) < 86_400_000;
  return typeof value === 'bigint' && value >= 0n && value < 86_400_000_000n;
}

function judgeList(report: Report, shape: ListShape, value: unknown, above: Above): void {
  if (!Array.isArray(value)) return report.add(`${report.show(value)} is not an array`);
  const list: readonly unknown[] = value;
  checkCount(report, shape.minItems, shape.maxItems, () => list.length, 'item');
  for (let i = 0; i < list.length && !report.full; i++) {
    if (!report.enter(String(i))) return;
    judgeValue(report, shape.items, list[i], above);
    report.leave();
  }
  if (shape.uniqueItems === true) {
    const repeat = firstRepeat(list);
    if (repeat >= 0) report.add('stands in the list before', String(repeat));
  }
}

function judgeMap(report: Report, shape: MapShape, value: unknown, above: Above): void {
  if (kindOf(value) !== 'object') return report.add(`${report.show(value)} is not an object or a Map`);
  const entries: readonly (readonly [unknown, unknown])[] =
    value instanceof Map ? [...(value as Map<unknown, unknown>)] : Object.entries(value as object);
  checkCount(report, shape.minProperties, shape.maxProperties, () => entries.length, 'member');
  for (const [key, item] of entries) {
    if (typeof key !== 'string') {
      report.add(`the key ${report.show(key)} is not a string`);
      continue;
    }
    if (report.full || !report.enter(report.keySegment(key))) return;
    if (!fitsKey(key, shape.keys)) report.add(`the key is not ${withArticle(shape.keys)}`);
    if (shape.keyPattern !== undefined && !patternOf(shape.keyPattern).test(key))
      report.add(`the key does not match ${shape.keyPattern}`);
    if (hasLoneSurrogate(key)) report.add('the key has a lone surrogate, which UTF-8 cannot carry');
    judgeValue(report, shape.values, item, above);
    report.leave();
  }
}

function judgeUnion(report: Report, shape: UnionShape, value: unknown, above: Above): void {
  if (shape.style === 'plain' || shape.style === 'untagged') {
    const branch = plainBranch(report, value, shape, 'value');
    return branch === undefined ? undefined : judgeValue(report, branch.shape, value, above);
  }
  if (value === null && shape.branches.some(isNull)) return;
  if (kindOf(value) !== 'object') return report.add(`${report.show(value)} is not an object with kind`);
  const branch = namedBranch(report, ownMember(value as object, 'kind'), shape);
  if (branch === undefined) return;
  const property = shape.style === 'oneof' ? branch.name : 'value';
  const inner = ownMember(value as object, property);
  if (inner === undefined) return report.add(`missing ${property}`);
  if (!report.enter(property)) return;
  judgeValue(report, branch.shape, inner, above);
  report.leave();
}

function judgeRecord(report: Report, shape: RecordShape, value: unknown, above: Above): void {
  if (kindOf(value) !== 'object' || value instanceof Map) return report.add(`${report.show(value)} is not an object`);
  for (const member of shape.members) {
    const found = ownMember(value as object, member.name);
    if (found === undefined) {
      if (member.presence !== 'optional') report.add(`missing ${member.name}`);
      continue;
    }
    if (!report.enter(member.name, member.sensitive)) return;
    judgeValue(report, member.shape, found, above);
    report.leave();
  }
  if (shape.unknown === 'keep') judgeKept(report, shape, value as object);
}

/** Kept members are plain JSON, and none may pass for a declared one. */
function judgeKept(report: Report, shape: RecordShape, value: object): void {
  const kept = (value as { readonly [unknownFields]?: { readonly json?: object } })[unknownFields]?.json;
  if (kept === undefined) return;
  checkOpenJson(report, { kind: 'json', of: 'object' }, kept);
  for (const { name, alias } of shape.members) {
    for (const spelling of [name, alias]) {
      if (spelling !== undefined && Object.hasOwn(kept, spelling))
        report.add('a kept member has a declared name', spelling);
    }
  }
}
