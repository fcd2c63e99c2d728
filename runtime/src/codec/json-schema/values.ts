/** Plain JSON values: their kinds, equality and how they read in a message. */

export type Kind = 'null' | 'boolean' | 'number' | 'string' | 'array' | 'object';

export function kindOf(value: unknown): Kind | undefined {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  const kind = typeof value;
  return kind === 'boolean' || kind === 'number' || kind === 'string' || kind === 'object' ? kind : undefined;
}

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Equal as JSON Schema compares: members in any order, numbers by value. */
export function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, i) => equal(item, b[i]));
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && equal(a[key], b[key]));
}

/** Code points, as JSON Schema counts lengths. */
export function lengthOf(text: string): number {
  let length = text.length;
  for (let i = 1; i < text.length; i++) {
    const low = text.charCodeAt(i);
    if (low < 0xdc00 || low > 0xdfff) continue;
    const high = text.charCodeAt(i - 1);
    if (high < 0xd800 || high > 0xdbff) continue;
    length--;
    i++;
  }
  return length;
}

const longest = 60;

/** A value in a message. */
export function shown(value: unknown): string {
  if (typeof value === 'string') {
    return value.length <= longest ? JSON.stringify(value) : `${JSON.stringify(value.slice(0, longest))}...`;
  }
  const kind = kindOf(value);
  if (kind === 'array') return 'an array';
  if (kind === 'object') return 'an object';
  return kind === undefined ? `a ${typeof value}` : String(value);
}

/** `1 item`, `2 items` */
export function counted(count: number, word: string): string {
  if (count === 1) return `1 ${word}`;
  return `${count} ${word.endsWith('y') ? `${word.slice(0, -1)}ies` : `${word}s`}`;
}
