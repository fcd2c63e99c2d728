/** How one value is read and written: methods of the runtime's reader and writer, by scalar and TypeScript type. */
import type { ProtoValue } from '../../encodings/proto-layout.js';
import type { ProtoScalar, Type } from '../../model/types.js';
import type { Part } from '../parts.js';
import { expression, literal } from '../text.js';

/** Wire types, by the table of the encoding's specification. */
export function wireType(value: ProtoValue, group = false): number {
  if (group) return 3;
  if (value.kind === 'enum') return 0;
  if (value.kind !== 'scalar') return 2;
  return scalarWire[value.scalar];
}

const scalarWire: Readonly<Record<ProtoScalar, number>> = {
  double: 1,
  float: 5,
  int32: 0,
  int64: 0,
  uint32: 0,
  uint64: 0,
  sint32: 0,
  sint64: 0,
  fixed32: 5,
  fixed64: 1,
  sfixed32: 5,
  sfixed64: 1,
  bool: 0,
  string: 2,
  bytes: 2,
};

export function tagOf(number: number, wire: number): number {
  return number * 8 + wire;
}

const wideScalars: ReadonlySet<ProtoScalar> = new Set(['int64', 'uint64', 'sint64', 'fixed64', 'sfixed64']);

/** `r.string()`. */
export function readScalar(scalar: ProtoScalar, type: Type): Part {
  if (type.kind === 'literal') {
    if (type.value === null) return 'r.null()';
    return ['r.exactly(', `r.${plainLiteral(scalar)}()`, ', ', expression(type.value), ')'];
  }
  if (type.kind === 'integer' && type.width === 'safe' && wideScalars.has(scalar)) {
    return scalar === 'int64' ? 'r.safe()' : `r.narrow(r.${scalar}())`;
  }
  if (type.kind === 'timestamp' && type.unit === 'millis')
    return type.wire === undefined ? 'r.date()' : `r.dateOf(r.int64(), ${perMilli(type.wire)})`;
  if (type.kind === 'json') return `r.json(${literal(type.of)})`;
  if (type.kind === 'duration') return 'r.avroDuration()';
  return `r.${methodOf(scalar)}()`;
}

/** `w.tag(8).int32(value)`, `w.text(10, value)`; without a tag `w.int32(value)`. */
export function writeScalar(scalar: ProtoScalar, type: Type, value: Part, tag?: number): Part[] {
  const head = tag === undefined ? 'w' : `w.tag(${tag})`;
  if (type.kind === 'literal') {
    if (type.value === null) return [head, '.null(', value, ')'];
    return [head, `.${plainLiteral(scalar)}(w.exactly(`, value, ', ', expression(type.value), '))'];
  }
  if (type.kind === 'integer' && type.width === 'safe' && wideScalars.has(scalar)) {
    return scalar === 'int64' ? [head, '.safe(', value, ')'] : [head, `.${scalar}(w.widen(`, value, '))'];
  }
  if (type.kind === 'timestamp' && type.unit === 'millis') {
    if (type.wire === undefined) return [head, '.date(', value, ')'];
    return [head, '.int64(w.dateAs(', value, `, ${perMilli(type.wire)}))`];
  }
  if (type.kind === 'json') return [head, '.json(', value, `, ${literal(type.of)})`];
  if (type.kind === 'duration') return [head, '.avroDuration(', value, ')'];
  // Texts are what messages are mostly made of: one call writes tag and text.
  if (scalar === 'string' && tag !== undefined) return [`w.text(${tag}, `, value, ')'];
  return [head, `.${methodOf(scalar)}(`, value, ')'];
}

/** How many of the unit are a millisecond. */
function perMilli(unit: 'micros' | 'nanos' | 'proto'): string {
  return unit === 'micros' ? '1000n' : '1000000n';
}

/** Constant integers are numbers in TypeScript. */
function plainLiteral(scalar: ProtoScalar): string {
  return scalar === 'int64' ? 'safe' : methodOf(scalar);
}

function methodOf(scalar: ProtoScalar): string {
  return scalar === 'bytes' ? 'bytesValue' : scalar;
}

/** The zero value of implicit presence, as an expression. */
export function zeroOf(scalar: ProtoScalar, type: Type): string {
  if (scalar === 'string') return "''";
  if (scalar === 'bool') return 'false';
  if (scalar === 'bytes') return 'new Uint8Array(0)';
  if (wideScalars.has(scalar)) return type.kind === 'integer' && type.width === 'safe' ? '0' : '0n';
  return '0';
}

/** Whether a value of implicit presence is to be written. */
export function isNotZero(scalar: ProtoScalar, type: Type, value: string): string {
  if (scalar === 'bytes') return `${value}.length !== 0`;
  // Negative zero is not the zero that is left out.
  if (scalar === 'double' || scalar === 'float') return `!Object.is(${value}, 0)`;
  return `${value} !== ${zeroOf(scalar, type)}`;
}
