/** What a type says beyond its Avro type, as calls of the reader or writer around an expression. */
import type { BytesType, FloatType, IntegerType, ListType, MapType, StringType } from '../../model/types.js';
import type { Part } from '../parts.js';
import { expression, literal } from '../text.js';
import { patternConstant, type Place } from './scope.js';

/** `w` or `r`: both have the checks, and each returns its value. */
export type Side = 'w' | 'r';

export function checkedInteger(value: Part, type: IntegerType, side: Side): Part {
  const unsigned = type.width === 'uint32';
  const least = type.minimum ?? (unsigned ? 0 : undefined);
  const most = type.maximum ?? (unsigned ? 4_294_967_295 : undefined);
  return multiple(between(value, least, most, side), type.multipleOf, side);
}

export function checkedFloat(value: Part, type: FloatType, side: Side): Part {
  let checked = between(value, type.minimum, type.maximum, side);
  if (type.exclusiveMinimum !== undefined)
    checked = [`${side}.above(`, checked, `, ${expression(type.exclusiveMinimum)})`];
  if (type.exclusiveMaximum !== undefined)
    checked = [`${side}.below(`, checked, `, ${expression(type.exclusiveMaximum)})`];
  const bounded = type.minimum !== undefined && type.maximum !== undefined;
  if (!type.special && !bounded) checked = [`${side}.finite(`, checked, ')'];
  return multiple(checked, type.multipleOf, side);
}

function between(value: Part, least: number | bigint | undefined, most: number | bigint | undefined, side: Side): Part {
  if (least !== undefined && most !== undefined)
    return [`${side}.within(`, value, `, ${expression(least)}, ${expression(most)})`];
  if (least !== undefined) return [`${side}.atLeast(`, value, `, ${expression(least)})`];
  return most === undefined ? value : [`${side}.atMost(`, value, `, ${expression(most)})`];
}

function multiple(value: Part, of: number | bigint | undefined, side: Side): Part {
  return of === undefined ? value : [`${side}.multipleOf(`, value, `, ${expression(of)})`];
}

/** A text written by the method that judges what it can on the bytes. */
export function writeText(value: Part, type: StringType, place: Place): Part {
  const { format, pattern, ...rest } = type;
  if (pattern !== undefined) {
    const others = { ...rest, ...(format === undefined ? {} : { format }) };
    return [
      'w.matchingText(',
      checkedText(value, others, 'w', place),
      `, ${patternConstant(pattern, type.maxLength, place)})`,
    ];
  }
  if (format === 'uuid') return ['w.uuidText(', checkedText(value, rest, 'w', place), ')'];
  return ['w.string(', checkedText(value, type, 'w', place), ')'];
}

/** Likewise read; a text that is too long is refused for that, before any pattern looks at it. */
export function readText(type: StringType, place: Place): Part {
  const { format, pattern, ...rest } = type;
  if (pattern !== undefined && type.maxLength === undefined) {
    const others = { ...rest, ...(format === undefined ? {} : { format }) };
    return checkedText(`r.matchingText(${patternConstant(pattern, type.maxLength, place)})`, others, 'r', place);
  }
  if (format === 'uuid' && pattern === undefined) return checkedText('r.uuidText()', rest, 'r', place);
  return checkedText('r.string()', type, 'r', place);
}

/** On writing, checks come before anything knows that the value is text: `w.text` says so first. */
function checkedText(value: Part, type: StringType, side: Side, place: Place): Part {
  const { format, minLength, maxLength, pattern } = type;
  if (format === undefined && minLength === undefined && maxLength === undefined && pattern === undefined) return value;
  let checked: Part = side === 'w' ? ['w.text(', value, ')'] : value;
  if (format === 'uuid') checked = [`${side}.uuid(`, checked, ')'];
  else if (format !== undefined) checked = [`${side}.formatted(`, checked, `, ${literal(format)})`];
  if (minLength !== undefined || maxLength !== undefined)
    checked = [`${side}.lengthWithin(`, checked, `, ${minLength ?? 0}, ${maxLength ?? 'Infinity'})`];
  return pattern === undefined
    ? checked
    : [`${side}.matching(`, checked, `, ${patternConstant(pattern, maxLength, place)})`];
}

export function checkedBytes(value: Part, type: BytesType, side: Side): Part {
  const { minLength, maxLength } = type;
  if (minLength === undefined && maxLength === undefined) return value;
  return [`${side}.bytesWithin(`, value, `, ${minLength ?? 0}, ${maxLength ?? 'Infinity'})`];
}

export function checkedList(value: string, type: ListType, side: Side): string {
  let checked = value;
  if (type.minItems !== undefined || type.maxItems !== undefined)
    checked = `${side}.itemsWithin(${checked}, ${type.minItems ?? 0}, ${type.maxItems ?? 'Infinity'})`;
  return type.uniqueItems === true ? `${side}.unique(${checked})` : checked;
}

export function checkedMap(value: string, type: MapType, side: Side): string {
  if (type.minProperties === undefined && type.maxProperties === undefined) return value;
  return `${side}.membersWithin(${value}, ${type.minProperties ?? 0}, ${type.maxProperties ?? 'Infinity'})`;
}

export function checkedKey(key: string, type: MapType, side: Side, place: Place): string {
  return type.keyPattern === undefined
    ? key
    : `${side}.matching(${key}, ${patternConstant(type.keyPattern, undefined, place)})`;
}
