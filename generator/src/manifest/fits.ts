/** Whether a literal of the manifest is a value of a member's type. */
import type { Json, RecordDeclaration, Type } from '../model/types.js';
import { resolved } from './members.js';

/** What a type takes, as a message says it. */
export function describe(type: Type): string {
  const plain = resolved(type);
  switch (plain.kind) {
    case 'boolean':
      return 'true or false';
    case 'string':
      return plain.format === undefined ? 'text' : `text of format ${plain.format}`;
    case 'literal':
      return JSON.stringify(plain.value);
    case 'integer':
      return 'a whole number';
    case 'float':
      return 'a number';
    case 'decimal':
      return 'a decimal';
    case 'bytes':
      return 'bytes';
    case 'timestamp':
      return 'a time';
    case 'duration':
      return 'a duration';
    case 'time-of-day':
      return 'a time of day';
    case 'list':
      return 'a list';
    case 'map':
      return 'a map';
    case 'json':
      return plain.of === 'object' ? 'a JSON object' : plain.of === 'array' ? 'a JSON list' : 'any JSON';
    case 'nullable':
      return `${describe(plain.of)} or null`;
    case 'union':
      return 'one of several types';
    case 'ref':
      return plain.target.kind === 'enum'
        ? `one of ${plain.target.words.map((word) => word.name).join(', ')}`
        : 'an object';
  }
}

export function fits(type: Type, value: Json): boolean {
  const plain = resolved(type);
  switch (plain.kind) {
    case 'boolean':
      return typeof value === 'boolean';
    case 'string':
      return typeof value === 'string' && textFits(plain, value);
    case 'literal':
      return value === plain.value;
    case 'integer':
      return Number.isSafeInteger(value) && within(Number(value), plain);
    case 'float':
      return typeof value === 'number' && within(value, plain);
    case 'decimal':
      return typeof value === 'string' ? /^-?\d+(?:\.\d+)?$/.test(value) : typeof value === 'number';
    case 'bytes':
      return typeof value === 'string' && /^[A-Za-z0-9+/]*={0,2}$/.test(value);
    case 'timestamp':
      return typeof value === 'string' && !Number.isNaN(Date.parse(value));
    case 'duration':
    case 'time-of-day':
      return typeof value === 'string' || typeof value === 'number';
    case 'list':
      return Array.isArray(value) && (value as readonly Json[]).every((item) => fits(plain.items, item));
    case 'map':
      return isObject(value) && Object.values(value).every((item) => fits(plain.values, item));
    case 'json':
      return plain.of === 'any' || (plain.of === 'array' ? Array.isArray(value) : isObject(value));
    case 'nullable':
      return value === null || fits(plain.of, value);
    case 'union':
      return plain.branches.some((branch) => fits(branch.type, value));
    case 'ref':
      return namedFits(plain.target, value);
  }
}

type Named = Extract<Type, { readonly kind: 'ref' }>['target'];

function namedFits(target: Named, value: Json): boolean {
  switch (target.kind) {
    case 'enum':
      if (typeof value === 'string') return target.open === 'words' || target.words.some((word) => word.name === value);
      return target.open === 'numbers' && Number.isInteger(value);
    case 'alias':
      return fits(target.type, value);
    case 'record':
      return isObject(value) && recordFits(target, value);
  }
}

function recordFits(record: RecordDeclaration, value: { readonly [key: string]: Json }): boolean {
  const members = new Map(record.members.map((member) => [member.name, member]));
  const known = Object.entries(value).every(([name, item]) => {
    const member = members.get(name);
    return member === undefined ? record.unknown !== 'refuse' : fits(member.type, item);
  });
  return known && record.members.every((member) => member.presence !== 'required' || Object.hasOwn(value, member.name));
}

function textFits(type: Extract<Type, { readonly kind: 'string' }>, value: string): boolean {
  const length = [...value].length;
  if (length < (type.minLength ?? 0) || length > (type.maxLength ?? Infinity)) return false;
  if (type.format === 'uuid' && !/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)) return false;
  // The pattern was judged harmless when its schema was loaded; a literal of the manifest is short.
  return type.pattern === undefined || (value.length <= 1000 && new RegExp(type.pattern, 'u').test(value));
}

interface Bounds {
  readonly minimum?: number | bigint;
  readonly maximum?: number | bigint;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
}

function within(value: number, bounds: Bounds): boolean {
  return (
    value >= (bounds.minimum ?? -Infinity) &&
    value <= (bounds.maximum ?? Infinity) &&
    value > (bounds.exclusiveMinimum ?? -Infinity) &&
    value < (bounds.exclusiveMaximum ?? Infinity)
  );
}

function isObject(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
