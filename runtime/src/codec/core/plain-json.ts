/** Plain JSON: what open members may hold. */
import { hasLoneSurrogate } from './text.js';

/** Levels of arrays and objects inside each other. */
export const deepestJson = 64;

/** An array, or an object of no class. */
export function isPlain(value: object): boolean {
  if (Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

/** Whether a value is JSON through and through, of text that UTF-8 can carry. A cycle is too deep. */
export function isPlainJson(value: unknown, depth = 0): boolean {
  switch (typeof value) {
    case 'string':
      return !hasLoneSurrogate(value);
    case 'boolean':
      return true;
    case 'number':
      return Number.isFinite(value);
    case 'object':
      return value === null || (depth < deepestJson && isPlain(value) && arePlainJson(value, depth + 1));
    case 'undefined':
    case 'bigint':
    case 'function':
    case 'symbol':
      return false;
  }
}

function arePlainJson(value: object, depth: number): boolean {
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) if (!isPlainJson(value[i], depth)) return false;
    return true;
  }
  const members = value as Readonly<Record<string, unknown>>;
  for (const name of Object.keys(members)) {
    if (hasLoneSurrogate(name) || !isPlainJson(members[name], depth)) return false;
  }
  return true;
}
