/** google.protobuf's Timestamp, Duration, Struct, Value and ListValue: their bodies, without tag and length. */
import { dateOfInstant, instantOf } from '../held-dates.js';
import { Fault } from '../codec.js';
import type { JsonValue } from '../json-value.js';
import { emptyMap } from '../map-keys.js';
import { nested } from './nested.js';
import type { ProtobufNames } from './names.js';
import type { ProtobufReader } from './reader.js';
import type { ProtobufWriter } from './writer.js';

export interface SecondsAndNanos {
  seconds: bigint;
  nanos: number;
}

const noNames: ProtobufNames = { name: '', fields: {} };

// 0001-01-01T00:00:00Z to 9999-12-31T23:59:59Z (timestamp.proto), and about ten thousand years (duration.proto).
const firstSecond = -62_135_596_800n;
const lastSecond = 253_402_300_799n;
const longest = 315_576_000_000n;

function isTimestamp({ seconds, nanos }: SecondsAndNanos): boolean {
  return seconds >= firstSecond && seconds <= lastSecond && nanos >= 0 && nanos <= 999_999_999;
}

function isDuration({ seconds, nanos }: SecondsAndNanos): boolean {
  if (seconds > longest || seconds < -longest || nanos > 999_999_999 || nanos < -999_999_999) return false;
  return seconds === 0n || nanos === 0 || seconds > 0n === nanos > 0;
}

export function writeTimestamp(w: ProtobufWriter, value: SecondsAndNanos): void {
  if (!isTimestamp(value)) throw w.refuse('a time of the years 1 to 9999');
  writeSeconds(w, value);
}

export function readTimestamp(r: ProtobufReader, end: number): SecondsAndNanos {
  const value = readSeconds(r, end);
  if (!isTimestamp(value)) throw r.fault('a time outside the years 1 to 9999');
  return value;
}

/** google.protobuf.Timestamp, held as a `Date`. */
export function writeTimestampDate(w: ProtobufWriter, value: Date): void {
  if (!(value instanceof Date)) throw w.refuse('a date');
  writeTimestamp(w, instantOf(value));
}

export function readTimestampDate(r: ProtobufReader, end: number): Date {
  return dateOfInstant(readTimestamp(r, end));
}

export function writeDuration(w: ProtobufWriter, value: SecondsAndNanos): void {
  if (!isDuration(value)) throw w.refuse('a duration within 10,000 years whose parts have one sign');
  writeSeconds(w, value);
}

export function readDuration(r: ProtobufReader, end: number): SecondsAndNanos {
  const value = readSeconds(r, end);
  if (!isDuration(value)) throw r.fault('a duration beyond 10,000 years, or of two signs');
  return value;
}

function writeSeconds(w: ProtobufWriter, { seconds, nanos }: SecondsAndNanos): void {
  if (seconds !== 0n) w.tag(8).int64(seconds);
  if (nanos !== 0) w.tag(16).int32(nanos);
}

function readSeconds(r: ProtobufReader, end: number): SecondsAndNanos {
  let seconds = 0n;
  let nanos = 0;
  while (r.position < end) {
    const tag = r.tag();
    if (tag === 8) seconds = r.int64();
    else if (tag === 16) nanos = r.int32();
    else r.skip(tag, noNames);
  }
  r.end(end);
  return { seconds, nanos };
}

// ------------------------------------------------------------------------------------------------------- struct.proto

const field = nested(1);
const fieldValue = nested(2);
const structValue = nested(5);
const listValue = nested(6);

export function writeStruct(w: ProtobufWriter, value: object): void {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw w.refuse('a JSON object');
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined) continue;
    const at = w.begin(field);
    w.tag(10).string(key);
    const inner = w.begin(fieldValue);
    writeValue(w, item);
    w.end(fieldValue, inner);
    w.end(field, at);
  }
}

export function writeListValue(w: ProtobufWriter, value: readonly unknown[]): void {
  for (const item of w.list(value)) {
    const at = w.begin(field);
    writeValue(w, item);
    w.end(field, at);
  }
}

export function writeValue(w: ProtobufWriter, value: unknown): void {
  switch (typeof value) {
    case 'number':
      if (!Number.isFinite(value)) throw w.refuse('JSON');
      return w.tag(17).double(value);
    case 'string':
      return w.tag(26).string(value);
    case 'boolean':
      return w.tag(32).bool(value);
    case 'object': {
      if (value === null) return w.tag(8).int32(0);
      const place = Array.isArray(value) ? listValue : structValue;
      const at = w.begin(place);
      if (Array.isArray(value)) writeListValue(w, value);
      else writeStruct(w, value);
      return w.end(place, at);
    }
    default:
      throw new Fault('not JSON', 0);
  }
}

export function readStruct(r: ProtobufReader, end: number): Record<string, JsonValue> {
  const out = emptyMap<JsonValue>();
  while (r.position < end) {
    const tag = r.tag();
    if (tag !== 10) {
      r.skip(tag, noNames);
      continue;
    }
    const stop = r.begin();
    let key = '';
    let value: JsonValue = null;
    while (r.position < stop) {
      const inner = r.tag();
      if (inner === 10) key = r.string();
      else if (inner === 18) value = readValue(r, r.begin());
      else r.skip(inner, noNames);
    }
    r.end(stop);
    out[key] = value;
  }
  r.end(end);
  // Open JSON is plain: an own `__proto__` included.
  const plain = {};
  for (const key of Object.keys(out)) {
    Object.defineProperty(plain, key, { value: out[key], enumerable: true, configurable: true, writable: true });
  }
  return plain;
}

export function readListValue(r: ProtobufReader, end: number): JsonValue[] {
  const out: JsonValue[] = [];
  while (r.position < end) {
    const tag = r.tag();
    if (tag === 10) out.push(readValue(r, r.begin()));
    else r.skip(tag, noNames);
  }
  r.end(end);
  r.items(out.length);
  return out;
}

export function readValue(r: ProtobufReader, end: number): JsonValue {
  let value: JsonValue = null;
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8:
        if (r.int32() !== 0) throw r.fault('a null that is not NULL_VALUE');
        value = null;
        break;
      case 17:
        value = r.double();
        if (!Number.isFinite(value)) throw r.fault('a number that JSON does not have');
        break;
      case 26:
        value = r.string();
        break;
      case 32:
        value = r.bool();
        break;
      case 42:
        value = readStruct(r, r.begin());
        break;
      case 50:
        value = readListValue(r, r.begin());
        break;
      default:
        r.skip(tag, noNames);
    }
  }
  r.end(end);
  return value;
}
