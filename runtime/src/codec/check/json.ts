/** Judges plain JSON, as JSON.parse gives it, against a shape. */
import { withArticle } from '../core/grammar.js';
import { noJsonOfAny } from '../any.js';
import { base64Length } from '../base64.js';
import { hasLoneSurrogate } from '../core/text.js';
import { parseAvroDuration, parseSeconds } from '../durations.js';
import { parseFieldMask } from '../field-masks.js';
import { isProtoTimestamp, parseInstant, parseTimeOfDay } from '../rfc3339.js';
import type {
  IntegerShape,
  ListShape,
  MapShape,
  MemberShape,
  RecordShape,
  Shape,
  TimestampShape,
  UnionShape,
} from '../shape.js';
import { firstRepeat } from '../unique.js';
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
import { isNull, isWrapped, kindOf, kindsOf, resolve } from './kinds.js';
import { fitsKey } from './keys.js';
import { checkOpenJson } from './open.js';
import type { Report } from './report.js';
import { namedBranch, plainBranch } from './union.js';

type JsonObject = Readonly<Record<string, unknown>>;

export function judgeJson(report: Report, shape: Shape, json: unknown): void {
  if (report.full) return;
  switch (shape.kind) {
    case 'boolean':
      if (typeof json !== 'boolean') report.add(`${report.show(json)} is not a boolean`);
      return;
    case 'string':
      if (typeof json !== 'string') report.add(`${report.show(json)} is not a string`);
      else checkText(report, json, shape);
      return;
    case 'literal':
      if (json !== shape.value) report.add(`${report.show(json)} is not ${JSON.stringify(shape.value)}`);
      return;
    case 'enum':
      return json === null && shape.form === 'null' ? undefined : checkWord(report, json, shape);
    case 'integer':
      return judgeInteger(report, shape, json);
    case 'float':
      if (shape.special && (json === 'NaN' || json === 'Infinity' || json === '-Infinity')) {
        return checkBounds(report, Number(json), shape);
      }
      if (typeof json !== 'number') report.add(`${report.show(json)} is not a number`);
      else if (!Number.isFinite(shape.width === 32 ? Math.fround(json) : json))
        report.add(`${report.show(json)} does not fit into ${shape.width} bits`);
      // The digits of JSON stand for the nearest float.
      else checkBounds(report, shape.width === 32 ? Math.fround(json) : json, shape);
      return;
    case 'decimal':
      if (typeof json !== 'string' && typeof json !== 'number') report.add(`${report.show(json)} is not a decimal`);
      else if (!fitsDecimal(String(json), shape.precision, shape.scale))
        report.add(`${report.show(json)} is not ${decimalWords(shape.precision, shape.scale)}`);
      return;
    case 'bytes': {
      const length = typeof json === 'string' ? base64Length(json) : -1;
      if (length < 0) report.add(`${report.show(json)} is not base64`);
      else checkCount(report, shape.minLength, shape.maxLength, () => length, 'byte');
      return;
    }
    case 'timestamp':
      return judgeTimestamp(report, shape, json);
    case 'duration':
      if (
        typeof json !== 'string' ||
        (shape.unit === 'proto' ? parseSeconds(json) : parseAvroDuration(json)) === undefined
      )
        report.add(
          `${report.show(json)} is not a duration such as ${shape.unit === 'proto' ? '1.5s' : 'P1M2DT3.004S'}`,
        );
      return;
    case 'time-of-day':
      if (typeof json !== 'string' || Number.isNaN(parseTimeOfDay(json)))
        report.add(`${report.show(json)} is not a time of day such as 23:59:59.123`);
      return;
    case 'list':
      return judgeList(report, shape, json);
    case 'map':
      return judgeMap(report, shape, json);
    case 'json':
      return checkOpenJson(report, shape, json);
    case 'nullable':
      return json === null ? undefined : judgeJson(report, shape.of, json);
    case 'union':
      return judgeUnion(report, shape, json);
    case 'record':
      if (shape.form === 'field-mask') return judgeFieldMask(report, json);
      return shape.form === 'any' ? report.add(noJsonOfAny) : judgeRecord(report, shape, json);
    case 'ref':
      return judgeJson(report, shape.target(), json);
  }
}

function judgeTimestamp(report: Report, shape: TimestampShape, json: unknown): void {
  const instant = typeof json === 'string' ? parseInstant(json, shape.local) : undefined;
  if (instant === undefined)
    report.add(
      `${report.show(json)} is not a date-time of RFC 3339${shape.local === true ? ' without an offset' : ''}`,
    );
  else if (shape.unit === 'proto' && !isProtoTimestamp(instant))
    report.add(`${report.show(json)} is not within the years 1 to 9999`);
}

const integerText = /^-?(?:0|[1-9]\d{0,19})$/;

function judgeInteger(report: Report, shape: IntegerShape, json: unknown): void {
  const { width } = shape;
  if (width === 'int64' || width === 'uint64') {
    const exact =
      typeof json === 'number' ? Number.isSafeInteger(json) : typeof json === 'string' && integerText.test(json);
    const value = exact ? BigInt(json as string | number) : undefined;
    if (value === undefined || !fits64(value, width)) report.add(`${report.show(json)} is not an ${width}`);
    else checkBounds(report, value, shape);
    return;
  }
  const number = shape.wide !== undefined && typeof json === 'string' && integerText.test(json) ? Number(json) : json;
  if (typeof number !== 'number' || !Number.isInteger(number)) {
    report.add(`${report.show(json)} is not an integer`);
    return;
  }
  const [least, most] = widthLimits(width);
  if (number < least || number > most)
    report.add(`${report.show(json)} does not fit into ${width === 'safe' ? '2^53 - 1' : width}`);
  else checkBounds(report, number, shape);
}

function judgeList(report: Report, shape: ListShape, json: unknown): void {
  if (!Array.isArray(json)) return report.add(`${report.show(json)} is not an array`);
  const list: readonly unknown[] = json;
  checkCount(report, shape.minItems, shape.maxItems, () => list.length, 'item');
  for (let i = 0; i < list.length && !report.full; i++) {
    if (!report.enter(String(i))) return;
    judgeJson(report, shape.items, list[i]);
    report.leave();
  }
  if (shape.uniqueItems === true) {
    const repeat = firstRepeat(list);
    if (repeat >= 0) report.add('stands in the list before', String(repeat));
  }
}

function judgeMap(report: Report, shape: MapShape, json: unknown): void {
  if (kindOf(json) !== 'object') return report.add(`${report.show(json)} is not an object`);
  const object = json as JsonObject;
  const keys = Object.keys(object);
  checkCount(report, shape.minProperties, shape.maxProperties, () => keys.length, 'member');
  for (const key of keys) {
    if (report.full || !report.enter(report.keySegment(key))) return;
    if (!fitsKey(key, shape.keys)) report.add(`the key is not ${withArticle(shape.keys)}`);
    if (shape.keyPattern !== undefined && !patternOf(shape.keyPattern).test(key))
      report.add(`the key does not match ${shape.keyPattern}`);
    if (hasLoneSurrogate(key)) report.add('the key has a lone surrogate, which UTF-8 cannot carry');
    judgeJson(report, shape.values, object[key]);
    report.leave();
  }
}

function judgeUnion(report: Report, shape: UnionShape, json: unknown): void {
  if (!isWrapped(shape)) {
    const branch = plainBranch(report, json, shape, 'json');
    return branch === undefined ? undefined : judgeJson(report, branch.shape, json);
  }
  if (json === null && shape.branches.some(isNull)) return;
  if (kindOf(json) !== 'object') return report.add(`${report.show(json)} is not an object with kind and value`);
  const object = json as JsonObject;
  for (const key of Object.keys(object)) {
    if (key !== 'kind' && key !== 'value') report.add('not declared beside kind and value', report.keySegment(key));
  }
  if (!Object.hasOwn(object, 'kind')) return report.add('missing kind');
  const branch = namedBranch(report, object['kind'], shape);
  if (branch === undefined) return;
  if (!Object.hasOwn(object, 'value')) return report.add('missing value');
  if (!report.enter('value')) return;
  judgeJson(report, branch.shape, object['value']);
  report.leave();
}

function judgeFieldMask(report: Report, json: unknown): void {
  if (typeof json !== 'string' || parseFieldMask(json) === undefined)
    report.add(`${report.show(json)} is not a field mask such as taskId,owner.agentId`);
  else if (hasLoneSurrogate(json)) report.add('the text has a lone surrogate, which UTF-8 cannot carry');
}

function judgeRecord(report: Report, shape: RecordShape, json: unknown): void {
  if (kindOf(json) !== 'object') return report.add(`${report.show(json)} is not an object`);
  const object = json as JsonObject;
  const declared = new Set<string>();
  for (const member of shape.members) {
    const choice = resolve(member.shape);
    if (choice.kind === 'union' && choice.style === 'oneof') judgeChoice(report, member, choice, object, declared);
    else judgeMember(report, member, object, declared);
  }
  for (const key of Object.keys(object)) {
    if (declared.has(key)) continue;
    if (shape.unknown === 'refuse') report.add(`not declared by ${shape.name}`, report.keySegment(key));
    else if (hasLoneSurrogate(key)) report.add('the key has a lone surrogate, which UTF-8 cannot carry');
  }
}

function judgeMember(report: Report, member: MemberShape, object: JsonObject, declared: Set<string>): void {
  const { name, alias } = member;
  declared.add(name);
  if (alias !== undefined) declared.add(alias);
  const spellings = [name, ...(alias === undefined ? [] : [alias])].filter((one) => Object.hasOwn(object, one));
  const [spelling] = spellings;
  if (spelling === undefined) {
    if (member.presence === 'required') report.add(`missing ${name}`);
    return;
  }
  if (spellings.length > 1) report.add(`${name} and ${alias} are the same member`);
  if (object[spelling] === null && member.nullIsAbsent === true) return;
  if (!report.enter(spelling, member.sensitive)) return;
  judgeJson(report, member.shape, object[spelling]);
  report.leave();
}

/** A oneof lies flat: one of its branches' names beside the other members. */
function judgeChoice(
  report: Report,
  member: MemberShape,
  choice: UnionShape,
  object: JsonObject,
  declared: Set<string>,
): void {
  const found: string[] = [];
  for (const branch of choice.branches) {
    const nullIsAbsent = member.nullIsAbsent === true && !kindsOf(branch.shape, 'json').includes('null');
    judgeMember(
      report,
      {
        name: branch.name,
        presence: 'optional',
        shape: branch.shape,
        ...aliasOf(branch),
        ...(nullIsAbsent ? { nullIsAbsent } : {}),
        ...(member.sensitive === true ? { sensitive: true } : {}),
      },
      object,
      declared,
    );
    const given = [branch.name, branch.alias].filter((name) => name !== undefined && Object.hasOwn(object, name));
    if (given.some((name) => name !== undefined && !(nullIsAbsent && object[name] === null))) found.push(branch.name);
  }
  if (found.length > 1) report.add(`${found.join(' and ')} exclude each other in ${member.name}`);
  if (found.length === 0 && member.presence === 'required') {
    report.add(`missing ${choice.branches.map((branch) => branch.name).join(' or ')}`);
  }
}

function aliasOf(branch: { readonly alias?: string }): { readonly alias?: string } {
  return branch.alias === undefined ? {} : { alias: branch.alias };
}
