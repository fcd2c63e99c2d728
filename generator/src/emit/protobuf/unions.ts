/** Telling the branches of a union apart in TypeScript: which one a value is, and what of it is written. */
import { inPlace } from '../../encodings/proto-types.js';
import type { Branch, Type, UnionType } from '../../model/types.js';
import { access, expression, literal, property } from '../text.js';

/** An expression that is true where `value` is of this branch. */
export function isBranch(union: UnionType, branch: Branch, value: string): string {
  if (union.style === 'oneof') return `${value}.kind === ${literal(branch.name)}`;
  if (union.style === 'tagged') {
    return isNull(branch.type) ? `${value} === null` : `${value} !== null && ${value}.kind === ${literal(branch.name)}`;
  }
  const { discriminator } = union;
  if (discriminator.kind === 'tag') {
    return `${value}${access(discriminator.property)} === ${expression(branch.tag ?? null)}`;
  }
  if (discriminator.kind === 'required-key' && typeof branch.tag === 'string') {
    return `${literal(branch.tag)} in ${value}`;
  }
  return isOfKind(branch.type, value);
}

/** The branch's value within the union's. */
export function insideOf(union: UnionType, branch: Branch, value: string): string {
  if (union.style === 'oneof') return `${value}${access(branch.name)}`;
  if (union.style === 'tagged' && !isNull(branch.type)) return `${value}.value`;
  return value;
}

/** The union's value around the branch's. */
export function around(union: UnionType, branch: Branch): { readonly before: string; readonly after: string } {
  if (union.style === 'oneof') {
    return { before: `{ kind: ${literal(branch.name)}, ${property(branch.name)}: `, after: ' }' };
  }
  if (union.style === 'tagged' && !isNull(branch.type)) {
    return { before: `{ kind: ${literal(branch.name)}, value: `, after: ' }' };
  }
  return { before: '', after: '' };
}

/** Branches in the order of their tests: what is told by `typeof x === 'object'` alone comes last. */
export function inTestOrder<T extends { readonly branch: Branch }>(
  union: UnionType,
  branches: readonly T[],
): readonly T[] {
  if (union.style === 'oneof' || union.style === 'tagged') return branches;
  return branches.toSorted((a, b) => rank(a.branch.type) - rank(b.branch.type));
}

function rank(type: Type): number {
  const here = inPlace(type);
  if (here.kind === 'json' && here.of === 'any') return 3;
  // Arrays are objects to typeof, and are told before what is any object.
  if (here.kind === 'json' && here.of === 'array') return 1;
  const object = here.kind === 'map' || here.kind === 'json' || here.kind === 'timestamp' || here.kind === 'duration';
  if (object && !(here.kind === 'timestamp' && here.unit !== 'proto')) return 2;
  return here.kind === 'ref' && here.target.kind === 'record' ? 2 : 1;
}

function isNull(type: Type): boolean {
  const here = inPlace(type);
  return here.kind === 'literal' && here.value === null;
}

function isOfKind(type: Type, value: string): string {
  const here = inPlace(type);
  switch (here.kind) {
    case 'boolean':
      return `typeof ${value} === 'boolean'`;
    case 'string':
    case 'decimal':
      return `typeof ${value} === 'string'`;
    case 'literal':
      return `${value} === ${expression(here.value)}`;
    case 'integer':
      return `typeof ${value} === '${here.width === 'int64' || here.width === 'uint64' ? 'bigint' : 'number'}'`;
    case 'float':
      return `typeof ${value} === 'number'`;
    case 'bytes':
      return `${value} instanceof Uint8Array`;
    case 'timestamp':
      if (here.unit === 'millis') return `${value} instanceof Date`;
      return here.unit === 'proto' ? isObject(value) : `typeof ${value} === 'bigint'`;
    case 'time-of-day':
      return `typeof ${value} === '${here.unit === 'millis' ? 'number' : 'bigint'}'`;
    case 'list':
      return `Array.isArray(${value})`;
    case 'map':
    case 'duration':
      return isObject(value);
    case 'json':
      if (here.of === 'any') return `${value} !== undefined`;
      return here.of === 'array' ? `Array.isArray(${value})` : isObject(value);
    case 'nullable':
      return `(${value} === null || ${isOfKind(here.of, value)})`;
    case 'union':
      return here.style === 'oneof' || here.style === 'tagged'
        ? isObject(value)
        : `(${here.branches.map((branch) => isOfKind(branch.type, value)).join(' || ')})`;
    case 'ref':
      if (here.target.kind === 'record') return isObject(value);
      if (here.target.kind === 'alias') return isOfKind(here.target.type, value);
      return here.target.open === 'numbers'
        ? `(typeof ${value} === 'string' || typeof ${value} === 'number')`
        : `typeof ${value} === 'string'`;
  }
}

function isObject(value: string): string {
  return `typeof ${value} === 'object'`;
}
