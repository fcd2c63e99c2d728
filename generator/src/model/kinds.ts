/** Which kinds of value a type takes, in JSON and in TypeScript: how unions find their branch. */
import type { Type, UnionType } from './types.js';

export type JsonKind = 'null' | 'boolean' | 'number' | 'string' | 'array' | 'object';
export type ValueKind = JsonKind | 'bigint' | 'date' | 'bytes';

/** The order in which a value is tested: an object is what nothing else was. */
export const valueKinds: readonly ValueKind[] = [
  'null',
  'boolean',
  'number',
  'bigint',
  'string',
  'date',
  'bytes',
  'array',
  'object',
];

interface Kinds {
  readonly json: readonly JsonKind[];
  readonly value: readonly ValueKind[];
}

const text: readonly JsonKind[] = ['string'];
const anything: readonly JsonKind[] = ['null', 'boolean', 'number', 'string', 'array', 'object'];

export function kindsOf(type: Type, depth = 0): Kinds {
  const one = (kind: JsonKind): Kinds => ({ json: [kind], value: [kind] });
  if (depth > 16) return { json: anything, value: anything };
  switch (type.kind) {
    case 'boolean':
      return one('boolean');
    case 'string':
    case 'decimal':
      return one('string');
    case 'literal':
      return one(type.value === null ? 'null' : (typeof type.value as 'boolean' | 'number' | 'string'));
    case 'integer':
      if (type.width !== 'int64' && type.width !== 'uint64' && type.wide === undefined) return one('number');
      return {
        json: type.number === undefined ? text : ['string', 'number'],
        value: [type.wide === undefined ? 'bigint' : 'number'],
      };
    case 'float':
      return one('number');
    case 'bytes':
      return { json: text, value: ['bytes'] };
    case 'timestamp':
      return { json: text, value: [type.unit === 'millis' ? 'date' : type.unit === 'proto' ? 'object' : 'bigint'] };
    case 'duration':
      return { json: text, value: ['object'] };
    case 'time-of-day':
      return { json: text, value: [type.unit === 'millis' ? 'number' : 'bigint'] };
    case 'list':
      return one('array');
    case 'map':
      return one('object');
    case 'json':
      return type.of === 'any' ? { json: anything, value: anything } : one(type.of);
    case 'nullable':
      return joined([one('null'), kindsOf(type.of, depth + 1)]);
    case 'union': {
      const inner = joined(type.branches.map((branch) => kindsOf(branch.type, depth + 1)));
      if (!isWrapped(type)) return inner;
      const json: readonly JsonKind[] = type.branches.some((branch) => isNull(branch.type))
        ? ['null', 'object']
        : ['object'];
      return { json, value: type.style === 'tagged' ? json : inner.value };
    }
    case 'ref':
      switch (type.target.kind) {
        case 'record':
          return { json: type.target.jsonForm === 'field-mask' ? text : ['object'], value: ['object'] };
        case 'enum':
          if (type.target.jsonForm === 'null')
            return { json: ['null', 'string', 'number'], value: ['string', 'number'] };
          return type.target.open === 'numbers' ? joined([one('string'), one('number')]) : one('string');
        case 'alias':
          return kindsOf(type.target.type, depth + 1);
      }
  }
}

function joined(all: readonly Kinds[]): Kinds {
  return { json: all.flatMap((kinds) => kinds.json), value: all.flatMap((kinds) => kinds.value) };
}

/**
 * Whether the branches stand in `{ kind, value }` in JSON: a tagged union, and an untagged one whose branches differ in
 * TypeScript only (bytes and text, say).
 */
export function isWrapped(union: UnionType): boolean {
  if (union.style === 'tagged') return true;
  if (union.style !== 'untagged') return false;
  const kinds = union.branches.flatMap((branch) => kindsOf(branch.type, 1).json);
  return new Set(kinds).size < kinds.length;
}

export function isNull(type: Type): boolean {
  return type.kind === 'literal' && type.value === null;
}
