/** Maps: records without prototype when read; plain objects and Maps when written. */
import { fitsKey } from '../check/keys.js';
import { Fault } from '../codec.js';
import { withArticle } from '../core/grammar.js';
import type { MapShape } from '../shape.js';

/** The entries in the order of RFC 8785. */
export function sortedEntries<V>(value: Readonly<Record<string, V>> | ReadonlyMap<string, V>): [string, V][] {
  const entries =
    value instanceof Map ? [...(value as ReadonlyMap<string, V>)] : Object.entries<V>(value as Record<string, V>);
  if (entries.some(([key]) => typeof key !== 'string')) throw new Fault('expected text as key', -1);
  return entries.sort(([a], [b]) => (a < b ? -1 : 1));
}

/** A key of a map whose keys are not text in Protobuf. */
export function mapKey(key: string, keys: MapShape['keys']): string {
  if (!fitsKey(key, keys)) throw new Fault(`expected ${withArticle(keys)} as key`, -1);
  return key;
}

/** A member whose name Object.prototype also has: never the inherited one, which is a function. */
export function own<T extends object, K extends keyof T>(value: T, name: K): Exclude<T[K], Function> | undefined {
  return Object.hasOwn(value, name) ? (value[name] as Exclude<T[K], Function>) : undefined;
}
