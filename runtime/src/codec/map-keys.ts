/** Maps: plain objects (or `Map`) in TypeScript, whose keys are text even where Protobuf's are numbers. */
import { Fault } from './codec.js';

/** The entries of a map that is to be written. */
export function mapEntries<V>(value: Readonly<Record<string, V>> | ReadonlyMap<string, V>): Iterable<[string, V]> {
  if (value instanceof Map) return value.entries();
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Fault('not a map', 0);
  return Object.entries(value as Readonly<Record<string, V>>);
}

/** A map to read into: without prototype, so that any text is a key like any other. */
export function emptyMap<V>(): Record<string, V> {
  return Object.create(null) as Record<string, V>;
}

export function boolKey(key: string): boolean {
  if (key !== 'true' && key !== 'false') throw new Fault('not true or false, as the keys of this map', 0);
  return key === 'true';
}

/** 32-bit keys, in the one spelling that the reader gives them. */
export function intKey(key: string): number {
  const value = Number(key);
  if (String(value) !== key) throw new Fault('not an integer, as the keys of this map', 0);
  return value;
}

export function bigintKey(key: string): bigint {
  if (!/^(?:0|-?[1-9][0-9]{0,19})$/.test(key)) throw new Fault('not an integer, as the keys of this map', 0);
  return BigInt(key);
}
