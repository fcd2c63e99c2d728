/** Protobuf's scalars as types of the model, and google.protobuf's messages that are types of their own. */
import type { Json, MapType, ProtoField, ProtoScalar, Type } from '../../model/types.js';

export const scalarTypes: Readonly<Record<ProtoScalar, Type>> = {
  double: { kind: 'float', width: 64, special: true },
  float: { kind: 'float', width: 32, special: true },
  int32: { kind: 'integer', width: 'int32' },
  sint32: { kind: 'integer', width: 'int32' },
  sfixed32: { kind: 'integer', width: 'int32' },
  uint32: { kind: 'integer', width: 'uint32' },
  fixed32: { kind: 'integer', width: 'uint32' },
  int64: { kind: 'integer', width: 'int64' },
  sint64: { kind: 'integer', width: 'int64' },
  sfixed64: { kind: 'integer', width: 'int64' },
  uint64: { kind: 'integer', width: 'uint64' },
  fixed64: { kind: 'integer', width: 'uint64' },
  bool: { kind: 'boolean' },
  string: { kind: 'string' },
  bytes: { kind: 'bytes' },
};

export function scalarOf(name: string): ProtoScalar | undefined {
  return Object.hasOwn(scalarTypes, name) ? (name as ProtoScalar) : undefined;
}

/** Zero values in JSON form: 64-bit integers are text there. */
export function zeroOf(scalar: ProtoScalar): Json {
  const type = scalarTypes[scalar];
  if (type.kind === 'boolean') return false;
  if (type.kind === 'string' || type.kind === 'bytes') return '';
  return type.kind === 'integer' && (type.width === 'int64' || type.width === 'uint64') ? '0' : 0;
}

/** Keys may be any scalar but floating point numbers and bytes. */
export function keyKind(scalar: ProtoScalar): MapType['keys'] | undefined {
  const type = scalarTypes[scalar];
  if (type.kind === 'boolean' || type.kind === 'string') return type.kind;
  return type.kind === 'integer' && type.width !== 'safe' ? type.width : undefined;
}

export interface WellKnownType {
  readonly type: Type;
  readonly facts: Partial<ProtoField>;
}

function wrapped(scalar: ProtoScalar): WellKnownType {
  return { type: scalarTypes[scalar], facts: { scalar, wrapper: true } };
}

/** ProtoJSON gives these a form of their own, so they are types in place rather than messages. */
export const wellKnownTypes: ReadonlyMap<string, WellKnownType> = new Map<string, WellKnownType>([
  ['google.protobuf.Timestamp', { type: { kind: 'timestamp', unit: 'proto' }, facts: {} }],
  ['google.protobuf.Duration', { type: { kind: 'duration', unit: 'proto' }, facts: {} }],
  ['google.protobuf.Struct', { type: { kind: 'json', of: 'object' }, facts: {} }],
  ['google.protobuf.Value', { type: { kind: 'json', of: 'any' }, facts: {} }],
  ['google.protobuf.ListValue', { type: { kind: 'json', of: 'array' }, facts: {} }],
  ['google.protobuf.DoubleValue', wrapped('double')],
  ['google.protobuf.FloatValue', wrapped('float')],
  ['google.protobuf.Int64Value', wrapped('int64')],
  ['google.protobuf.UInt64Value', wrapped('uint64')],
  ['google.protobuf.Int32Value', wrapped('int32')],
  ['google.protobuf.UInt32Value', wrapped('uint32')],
  ['google.protobuf.BoolValue', wrapped('bool')],
  ['google.protobuf.StringValue', wrapped('string')],
  ['google.protobuf.BytesValue', wrapped('bytes')],
]);
