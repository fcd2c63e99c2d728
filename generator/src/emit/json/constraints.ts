/** Constraints around an expression: the same words whether the value was read or is about to be written. */
import type {
  BytesType,
  DecimalType,
  FloatType,
  IntegerType,
  ListType,
  MapType,
  StringType,
} from '../../model/types.js';
import type { Part } from '../parts.js';
import { rt } from '../symbols.js';
import { expression, literal } from '../text.js';
import type { JsonScope } from './scope.js';

function around(name: string, value: Part, ...facts: Part[]): Part {
  return [rt(name), '(', value, ...facts.flatMap((fact): Part[] => [', ', fact]), ')'];
}

export function text(type: StringType, value: Part, hint: string, scope: JsonScope): Part {
  let out = value;
  const { minLength, maxLength, pattern, format } = type;
  if (minLength !== undefined || maxLength !== undefined) out = around('sized', out, ...range(minLength, maxLength));
  if (pattern !== undefined) out = around('matching', out, scope.pattern(pattern, maxLength, hint));
  if (format !== undefined) out = around('inFormat', out, literal(format));
  return out;
}

/** `1, 5`, or `1` where there is no most. */
function range(least: number | undefined, most: number | undefined): Part[] {
  return most === undefined ? [String(least ?? 0)] : [String(least ?? 0), String(most)];
}

/** Bounds of 64-bit integers; those of smaller ones are arguments of the primitive. */
export function wide(type: IntegerType, value: Part): Part {
  const signed = type.width === 'int64';
  let out = value;
  if (type.minimum !== undefined || type.maximum !== undefined) {
    const least = type.minimum ?? (signed ? -(2n ** 63n) : 0n);
    const most = type.maximum ?? (signed ? 2n ** 63n - 1n : 2n ** 64n - 1n);
    out = around('within', out, `${least}n`, `${most}n`);
  }
  return type.multipleOf === undefined ? out : around('multipleOf', out, `${type.multipleOf}n`);
}

export function multiple(type: IntegerType, value: Part): Part {
  return type.multipleOf === undefined ? value : around('multipleOf', value, expression(Number(type.multipleOf)));
}

const limits = {
  int32: [-2_147_483_648, 2_147_483_647],
  uint32: [0, 4_294_967_295],
  safe: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
} as const;

/** The arguments of `integer`: nothing where the width is what a double holds and there are no bounds. */
export function integerBounds(type: IntegerType): string {
  if (type.width === 'int64' || type.width === 'uint64') return '';
  const [least, most] = limits[type.width];
  const minimum = Math.max(least, Math.ceil(Number(type.minimum ?? least)));
  const maximum = Math.min(most, Math.floor(Number(type.maximum ?? most)));
  if (type.width === 'safe' && minimum === least && maximum === most) return '';
  return maximum === Number.MAX_SAFE_INTEGER ? `, ${minimum}` : `, ${minimum}, ${maximum}`;
}

/** Whether the bounds of a float are the two arguments of `float`. */
function takesBounds(type: FloatType): boolean {
  return type.width === 64 && !type.special && (type.minimum !== undefined || type.maximum !== undefined);
}

export function floatBounds(type: FloatType): string {
  if (!takesBounds(type)) return '';
  const least = type.minimum === undefined ? '-Number.MAX_VALUE' : expression(type.minimum);
  return type.maximum === undefined ? `, ${least}` : `, ${least}, ${expression(type.maximum)}`;
}

export function floatMethod(type: FloatType): string {
  if (type.special) return type.width === 32 ? 'special32' : 'special';
  return type.width === 32 ? 'float32' : 'float';
}

export function real(type: FloatType, value: Part): Part {
  let out = value;
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = type;
  if (!takesBounds(type) && (minimum !== undefined || maximum !== undefined)) {
    const least = minimum === undefined ? '-Infinity' : expression(minimum);
    out = around('within', out, least, maximum === undefined ? 'Infinity' : expression(maximum));
  }
  if (exclusiveMinimum !== undefined) out = around('above', out, expression(exclusiveMinimum));
  if (exclusiveMaximum !== undefined) out = around('below', out, expression(exclusiveMaximum));
  return multipleOf === undefined ? out : around('multipleOf', out, expression(multipleOf));
}

/** The arguments of `decimalOf`: nothing where any digits will do. */
export function digits({ digits: stated }: DecimalType): string {
  return stated === undefined ? '' : `, ${stated.precision}, ${stated.scale}`;
}

export function bytes(type: BytesType, value: Part): Part {
  const least = type.size ?? type.minLength;
  const most = type.size ?? type.maxLength;
  return least === undefined && most === undefined ? value : around('sizedBytes', value, ...range(least, most));
}

/** The statement that counts items or members, if there is something to count. */
export function count(type: ListType | MapType, size: Part): Part | undefined {
  const [least, most] =
    type.kind === 'list' ? [type.minItems, type.maxItems] : [type.minProperties, type.maxProperties];
  return least === undefined && most === undefined ? undefined : [around('counted', size, ...range(least, most)), ';'];
}

export function mapKey(type: MapType, key: Part, hint: string, scope: JsonScope): Part {
  let out = key;
  if (type.keyPattern !== undefined)
    out = around('matching', out, scope.pattern(type.keyPattern, undefined, `${hint}Key`));
  return type.keys === 'string' ? out : around('mapKey', out, literal(type.keys));
}
