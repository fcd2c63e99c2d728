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
      return typeof value === 'string' ? instantExpression(value, here.unit) : undefined;
    case 'time-of-day':
      return typeof value === 'string' ? timeExpression(value, here.unit) : undefined;
    case 'bytes':
      return typeof value === 'string' ? `Uint8Array.of(${[...Buffer.from(value, 'base64')].join(', ')})` : undefined;
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
      // Avro's defaults are of the first branch. JSON names it where its text would not tell, the value only if tagged.
      const [first] = here.branches;
      if (first === undefined) return undefined;
      const named = isObject(value) && Object.keys(value).length === 2 && value['kind'] === first.name;
      const inner = defaultExpression(first.type, named ? (value['value'] ?? null) : value);
      if (inner === undefined || here.style !== 'tagged') return inner;
      return `{ kind: ${expression(first.name)}, value: ${inner} }`;
    }
    case 'duration':
      return isObject(value) ? expression(value) : undefined;
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

/** A date-time of RFC 3339 in UTC, or a local one without its offset, which is held as if it were. */
function instantExpression(text: string, unit: 'millis' | 'micros' | 'nanos' | 'proto'): string | undefined {
  const [, whole = '', fraction = ''] = /^([^.Z]+)(?:\.(\d+))?Z?$/.exec(text) ?? [];
  const seconds = Date.parse(`${whole}Z`) / 1000;
  if (Number.isNaN(seconds)) return undefined;
  switch (unit) {
    case 'millis':
      return `new Date(${expression(`${whole}.${digitsOf(fraction, 3)}Z`)})`;
    case 'micros':
      return `${BigInt(seconds) * 1_000_000n + BigInt(digitsOf(fraction, 6))}n`;
    case 'nanos':
      return `${BigInt(seconds) * 1_000_000_000n + BigInt(digitsOf(fraction, 9))}n`;
    case 'proto':
      return `{ seconds: ${seconds}n, nanos: ${Number(digitsOf(fraction, 9))} }`;
  }
}

function timeExpression(text: string, unit: 'millis' | 'micros'): string | undefined {
  const [, hours = '', minutes, seconds, fraction = ''] = /^(\d\d):(\d\d):(\d\d)(?:\.(\d+))?$/.exec(text) ?? [];
  if (hours === '') return undefined;
  const whole = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
  return unit === 'millis'
    ? String(whole * 1000 + Number(digitsOf(fraction, 3)))
    : `${whole * 1_000_000 + Number(digitsOf(fraction, 6))}n`;
}

/** The digits of a second, as many as its unit has. */
function digitsOf(fraction: string, count: number): string {
  return fraction.padEnd(count, '0').slice(0, count);
}

function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function isObject(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
