/** A default in Avro's JSON as the JSON that the model speaks (docs/wire.md, "Values"). */
import { Buffer } from 'node:buffer';
import type { AvroLogical, AvroSchema } from '../../model/avro-schema.js';
import type { Json } from '../../model/types.js';
import { shortName } from './names.js';

const day = 86_400_000;

/** `value` may not fit its type: that is reported elsewhere, and here it stays as it is. */
export function modelDefault(value: Json, schema: AvroSchema): Json {
  switch (schema.kind) {
    case 'null':
    case 'boolean':
    case 'string':
    case 'enum':
    case 'float':
    case 'double':
      return value;
    case 'int':
      return typeof value === 'number' ? intDefault(value, schema.logical) : value;
    case 'long':
      return typeof value === 'number' ? longDefault(value, schema.logical) : value;
    case 'bytes':
    case 'fixed':
      return typeof value === 'string' ? bytesDefault(Buffer.from(value, 'latin1'), schema.logical) : value;
    case 'array':
      return Array.isArray(value) ? value.map((item: Json) => modelDefault(item, schema.items)) : value;
    case 'map':
      return isObject(value) ? mapObject(value, (item) => modelDefault(item, schema.values)) : value;
    case 'union':
      return unionDefault(value, schema);
    case 'record': {
      if (!isObject(value)) return value;
      const members = schema.fields.flatMap((field): [string, Json][] => {
        const given = Object.hasOwn(value, field.name) ? value[field.name] : field.default?.value;
        const absent = given === null && field.type.kind === 'union' && field.default?.value === null;
        return given === undefined || absent ? [] : [[field.name, modelDefault(given, field.type)]];
      });
      return Object.fromEntries(members);
    }
  }
}

/** The default of a union belongs to its first branch; tagged unions say which that is. */
function unionDefault(value: Json, schema: Extract<AvroSchema, { kind: 'union' }>): Json {
  const [branch] = schema.branches;
  if (branch === undefined || branch.kind === 'null') return null;
  const plain = modelDefault(value, branch);
  const values = schema.branches.filter((one) => one.kind !== 'null');
  if (values.length < 2 || new Set(values.map(jsonKind)).size === values.length) return plain;
  return { kind: 'name' in branch ? shortName(branch.name) : branch.kind, value: plain };
}

function intDefault(value: number, logical: AvroLogical | undefined): Json {
  if (logical?.name === 'date') return new Date(value * day).toISOString().slice(0, 10);
  return logical?.name === 'time-millis' ? timeOfDay(BigInt(value) * 1_000_000n, 3) : value;
}

function longDefault(value: number, logical: AvroLogical | undefined): Json {
  const name = logical?.name ?? '';
  if (name === 'time-micros') return timeOfDay(BigInt(value) * 1000n, 6);
  const digits = name.endsWith('-nanos') ? 9 : name.endsWith('-micros') ? 6 : 3;
  if (!name.includes('timestamp')) return String(value);
  const unit = 10n ** BigInt(digits);
  const count = BigInt(value);
  const fraction = ((count % unit) + unit) % unit;
  const millis = Number((count - fraction) / unit) * 1000;
  if (Math.abs(millis) > 8.64e15) return String(value);
  const text = `${new Date(millis).toISOString().slice(0, -5)}.${String(fraction).padStart(digits, '0')}`;
  return name.startsWith('local') ? text : `${text}Z`;
}

function timeOfDay(nanos: bigint, digits: 3 | 6): string {
  const seconds = Number(nanos / 1_000_000_000n);
  const parts = [seconds / 3600, (seconds / 60) % 60, seconds % 60].map((part) =>
    String(Math.floor(part)).padStart(2, '0'),
  );
  return `${parts.join(':')}.${String(nanos % 1_000_000_000n)
    .padStart(9, '0')
    .slice(0, digits)}`;
}

function bytesDefault(bytes: Buffer, logical: AvroLogical | undefined): Json {
  if (logical?.name === 'decimal') return decimalText(bytes, logical.scale);
  if (logical?.name === 'uuid') {
    const hex = bytes.toString('hex');
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  }
  if (logical?.name === 'duration' && bytes.length === 12) {
    return { months: bytes.readUInt32LE(0), days: bytes.readUInt32LE(4), millis: bytes.readUInt32LE(8) };
  }
  return bytes.toString('base64');
}

function decimalText(bytes: Buffer, scale: number): string {
  const unsigned = bytes.length === 0 ? 0n : BigInt(`0x${bytes.toString('hex')}`);
  const value = BigInt.asIntN(8 * bytes.length, unsigned);
  const digits = String(value < 0n ? -value : value).padStart(scale + 1, '0');
  const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
  return value < 0n ? `-${text}` : text;
}

/** Whether the branches of a union stand in `{ kind, value }` in JSON depends on these. */
function jsonKind(schema: AvroSchema): string {
  switch (schema.kind) {
    case 'int':
    case 'float':
    case 'double':
      return schema.kind === 'int' && schema.logical !== undefined && schema.logical.name === 'date'
        ? 'text'
        : 'number';
    case 'long':
    case 'bytes':
    case 'string':
    case 'fixed':
    case 'enum':
      return 'text';
    case 'array':
      return 'list';
    case 'map':
    case 'record':
      return 'object';
    case 'null':
    case 'boolean':
    case 'union':
      return schema.kind;
  }
}

function isObject(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function mapObject(value: { readonly [key: string]: Json }, of: (item: Json) => Json): Json {
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, of(item)]));
}
