/** Open JSON inside Protobuf: as bytes of JSON text (derived layouts), judged while it is written and read. */
import { Fault } from '../codec.js';
import { decodeUtf8 } from '../core/text.js';

export type JsonKind = 'any' | 'object' | 'array';

const encoder = new TextEncoder();

/** The UTF-8 of a JSON value. Class instances, cycles, functions and numbers that JSON lacks are refused. */
export function jsonBytes(value: unknown, of: JsonKind): Uint8Array {
  if (!isKind(value, of)) throw new Fault(`not ${kindWords[of]}`, 0);
  if (!isPlain(value, 0)) throw new Fault('not plain JSON', 0);
  return encoder.encode(JSON.stringify(value));
}

/** The JSON value of UTF-8 bytes, or a reason. `JSON.parse` defines `__proto__` as an own property. */
export function jsonOf(bytes: Uint8Array, of: JsonKind): { readonly value: unknown } | { readonly reason: string } {
  const text = decodeUtf8(bytes, 0, bytes.length);
  if (text === undefined) return { reason: 'JSON that is not UTF-8' };
  if (nestsDeeper(text)) return { reason: `JSON nested deeper than ${maxDepth}` };
  try {
    const value: unknown = JSON.parse(text);
    return isKind(value, of) ? { value } : { reason: `not ${kindWords[of]}` };
  } catch {
    return { reason: 'bytes that are not JSON' };
  }
}

const maxDepth = 64;
const kindWords = { any: 'JSON', object: 'a JSON object', array: 'a JSON list' } as const;

function isKind(value: unknown, of: JsonKind): boolean {
  if (of === 'any') return value !== undefined;
  return of === 'array' ? Array.isArray(value) : typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isPlain(value: unknown, depth: number): boolean {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return true;
    case 'number':
      return Number.isFinite(value);
    case 'object': {
      if (value === null) return true;
      if (depth > maxDepth) return false;
      if (Array.isArray(value)) return value.every((item) => isPlain(item, depth + 1));
      const prototype: unknown = Object.getPrototypeOf(value);
      if (prototype !== Object.prototype && prototype !== null) return false;
      return Object.values(value).every((item) => item === undefined || isPlain(item, depth + 1));
    }
    default:
      return false;
  }
}

function nestsDeeper(text: string): boolean {
  let depth = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (quoted) {
      if (code === 0x5c) i++;
      else if (code === 0x22) quoted = false;
    } else if (code === 0x22) quoted = true;
    else if (code === 0x5b || code === 0x7b) {
      if (++depth > maxDepth) return true;
    } else if (code === 0x5d || code === 0x7d) depth--;
  }
  return false;
}
