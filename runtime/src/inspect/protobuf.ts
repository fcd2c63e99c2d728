/** Protobuf between two messages at hand, without generated code: the same readers and writers, driven by a table. */
import { Fault } from '../codec/codec.js';
import type { ProtobufNames } from '../codec/protobuf/names.js';
import { nested } from '../codec/protobuf/nested.js';
import { delimited, fixed32, fixed64, groupEnd, groupStart, ProtobufReader, varint } from '../codec/protobuf/reader.js';
import { ProtobufWriter } from '../codec/protobuf/writer.js';

/** `enum` is an open one; a closed one refuses numbers that it does not list. */
export type WireType =
  | { readonly kind: 'scalar'; readonly scalar: WireScalar }
  | { readonly kind: 'enum'; readonly numbers?: ReadonlySet<number> }
  | { readonly kind: 'message' | 'group'; readonly message: WireMessage };

export type WireScalar =
  | 'double'
  | 'float'
  | 'int32'
  | 'int64'
  | 'uint32'
  | 'uint64'
  | 'sint32'
  | 'sint64'
  | 'fixed32'
  | 'fixed64'
  | 'sfixed32'
  | 'sfixed64'
  | 'bool'
  | 'string'
  | 'bytes';

export interface WireField {
  readonly name: string;
  readonly number: number;
  readonly type: WireType;
  /** A map is a repeated message of `key` and `value`. */
  readonly label: 'required' | 'optional' | 'repeated';
  readonly packed: boolean;
  readonly oneof?: string;
}

/** Linked by object, so that messages may contain themselves. */
export interface WireMessage {
  readonly name: string;
  readonly fields: readonly WireField[];
}

/** By the names of the fields. */
export interface WireValues {
  readonly [field: string]: WireValue;
}
export type WireValue = number | bigint | boolean | string | Uint8Array | readonly WireValue[] | WireValues;

export type ProtobufExchange =
  | { readonly kind: 'read'; readonly bytes: Uint8Array; readonly values: WireValues }
  | { readonly kind: 'refused'; readonly bytes: Uint8Array; readonly reason: string };

// Made once: each brings tables of its own.
const writing = new ProtobufWriter();
const reading = new ProtobufReader();

/** Writes a message by one side's fields and reads it by the other's. */
export function protobufExchange(writer: WireMessage, reader: WireMessage, values: WireValues): ProtobufExchange {
  writing.reset();
  writeMessage(writing, writer, values);
  const bytes = writing.bytes.slice(0, writing.position);
  try {
    return { kind: 'read', bytes, values: readMessage(reading, reading.open(bytes, undefined), reader) };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { kind: 'refused', bytes, reason: error.message };
  } finally {
    reading.close();
  }
}

function writeMessage(w: ProtobufWriter, { fields }: WireMessage, values: WireValues): void {
  for (const field of fields) {
    const value = values[field.name];
    if (value === undefined) continue;
    const items = Array.isArray(value) ? (value as readonly WireValue[]) : [value];
    if (field.packed && items.length > 0) {
      const place = nested(field.number);
      const start = w.begin(place);
      for (const item of items) writeScalar(w, scalarOf(field.type), item);
      w.end(place, start);
    } else for (const item of items) writeField(w, field, item);
  }
}

function writeField(w: ProtobufWriter, { number, type }: WireField, value: WireValue): void {
  switch (type.kind) {
    case 'message': {
      const place = nested(number);
      const start = w.begin(place);
      writeMessage(w, type.message, value as WireValues);
      return w.end(place, start);
    }
    case 'group':
      w.beginGroup(tagOf(number, groupStart));
      writeMessage(w, type.message, value as WireValues);
      return w.endGroup(tagOf(number, groupEnd));
    case 'enum':
    case 'scalar':
      w.tag(tagOf(number, wireOf(type)));
      return writeScalar(w, scalarOf(type), value);
  }
}

function writeScalar(w: ProtobufWriter, scalar: WireScalar, value: WireValue): void {
  switch (scalar) {
    case 'bool':
      return w.bool(value as boolean);
    case 'string':
      return w.string(value as string);
    case 'bytes':
      return w.bytesValue(value as Uint8Array);
    case 'int64':
    case 'uint64':
    case 'sint64':
    case 'fixed64':
    case 'sfixed64':
      return w[scalar](value as bigint);
    default:
      return w[scalar](value as number);
  }
}

function readMessage(r: ProtobufReader, end: number, message: WireMessage): WireValues {
  const out = new Map<string, WireValue>();
  const names: ProtobufNames = {
    name: message.name,
    fields: Object.fromEntries(message.fields.map(({ number }) => [number, {}])),
  };
  while (r.position < end) {
    const tag = r.tag();
    const field = message.fields.find(({ number }) => number === tag >>> 3);
    const repeated = field?.label === 'repeated';
    if (field !== undefined && tag === tagOf(field.number, wireOf(field.type))) {
      const value = readField(r, field);
      for (const other of message.fields) {
        if (field.oneof !== undefined && other.oneof === field.oneof) out.delete(other.name);
      }
      out.set(field.name, repeated ? [...listOf(out.get(field.name)), value] : value);
    } else if (field !== undefined && repeated && isPackable(field.type) && (tag & 7) === delimited) {
      const stop = r.begin();
      const items: WireValue[] = [...listOf(out.get(field.name))];
      while (r.position < stop) items.push(readScalar(r, field.type));
      r.end(stop);
      out.set(field.name, items);
    } else r.skip(tag, names);
  }
  r.end(end);
  for (const field of message.fields) {
    if (field.label === 'required' && !out.has(field.name)) throw r.missing(field.name);
  }
  return Object.fromEntries(out);
}

function readField(r: ProtobufReader, { number, type }: WireField): WireValue {
  switch (type.kind) {
    case 'message':
      return readMessage(r, r.begin(), type.message);
    case 'group': {
      const values = readMessage(r, r.beginGroup(number), type.message);
      r.endGroup();
      return values;
    }
    case 'enum':
    case 'scalar':
      return readScalar(r, type);
  }
}

function readScalar(r: ProtobufReader, type: WireType): WireValue {
  const scalar = scalarOf(type);
  const value = scalar === 'bytes' ? r.bytesValue() : r[scalar]();
  if (type.kind === 'enum' && type.numbers?.has(value as number) === false)
    throw r.fault(`${String(value)} is none of the numbers of the enum`);
  return value;
}

function scalarOf(type: WireType): WireScalar {
  return type.kind === 'scalar' ? type.scalar : 'int32';
}

function isPackable(type: WireType): boolean {
  return type.kind === 'enum' || (type.kind === 'scalar' && type.scalar !== 'string' && type.scalar !== 'bytes');
}

function listOf(value: WireValue | undefined): readonly WireValue[] {
  return Array.isArray(value) ? (value as readonly WireValue[]) : [];
}

export function wireOf(type: WireType): number {
  if (type.kind === 'message') return delimited;
  if (type.kind === 'group') return groupStart;
  switch (scalarOf(type)) {
    case 'double':
    case 'fixed64':
    case 'sfixed64':
      return fixed64;
    case 'float':
    case 'fixed32':
    case 'sfixed32':
      return fixed32;
    case 'string':
    case 'bytes':
      return delimited;
    default:
      return varint;
  }
}

function tagOf(number: number, wire: number): number {
  return ((number << 3) | wire) >>> 0;
}
