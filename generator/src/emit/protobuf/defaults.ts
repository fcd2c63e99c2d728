/** A schema's default, given in JSON form, as an expression of the value's type. */
import { inPlace } from '../../encodings/proto-types.js';
import type { Json, Type } from '../../model/types.js';
import { expression, property } from '../text.js';

/** Undefined where the default is not of the type: the loaders report that, and the member then has none. */
export function defaultExpression(type: Type, value: Json): string | undefined {
  const here = inPlace(type);
  switch (here.kind) {
    case 'integer':
      if (here.width !== 'int64' && here.width !== 'uint64')
        return typeof value === 'number' || (here.wide !== undefined && typeof value === 'string')
          ? expression(Number(value))
          : undefined;
      return (typeof value === 'number' || typeof value === 'string') && /^-?\d{1,20}$/.test(String(value))
        ? `${String(value)}n`
        : undefined;
    case 'float':
      return typeof value === 'number' ? expression(value) : undefined;
    case 'timestamp':
      if (here.unit !== 'millis') return typeof value === 'number' ? `${value}n` : undefined;
      return typeof value === 'number' || typeof value === 'string' ? `new Date(${expression(value)})` : undefined;
    case 'time-of-day':
      if (typeof value !== 'number') return undefined;
      return here.unit === 'micros' ? `${value}n` : String(value);
    case 'bytes':
      if (typeof value !== 'string') return undefined;
      return `Uint8Array.of(${[...latin1(value)].join(', ')})`;
    case 'list': {
      if (!isArray(value)) return undefined;
      const items = value.map((item) => defaultExpression(here.items, item));
      return items.includes(undefined) ? undefined : `[${items.join(', ')}]`;
    }
    case 'map':
      return isObject(value) ? entries(value, () => here.values) : undefined;
    case 'nullable':
      return value === null ? 'null' : defaultExpression(here.of, value);
    case 'ref': {
      const { target } = here;
      if (target.kind === 'record' && isObject(value)) {
        return entries(value, (name) => target.members.find((member) => member.name === name)?.type);
      }
      return target.kind === 'alias' ? defaultExpression(target.type, value) : expression(value);
    }
    case 'union': {
      // Avro's defaults are of the first branch.
      const [first] = here.branches;
      return first === undefined ? undefined : defaultExpression(first.type, value);
    }
    case 'duration':
      return undefined;
    case 'boolean':
    case 'string':
    case 'literal':
    case 'decimal':
    case 'json':
      return expression(value);
  }
}

function entries(
  value: { readonly [key: string]: Json },
  typeOf: (name: string) => Type | undefined,
): string | undefined {
  const parts: string[] = [];
  for (const [name, item] of Object.entries(value)) {
    const type = typeOf(name);
    const text = type === undefined ? undefined : defaultExpression(type, item);
    if (text === undefined) return undefined;
    parts.push(`${property(name)}: ${text}`);
  }
  return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
}

/** Bytes as Avro's JSON has them: one character a byte. */
function* latin1(text: string): Generator<number> {
  for (let i = 0; i < text.length; i++) yield text.charCodeAt(i) & 0xff;
}

function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function isObject(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
