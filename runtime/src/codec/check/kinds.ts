/** Which kinds of value a shape takes, so that unions find their branch. */
import type { BranchShape, Shape, UnionShape } from '../shape.js';

export type Kind = 'null' | 'boolean' | 'number' | 'bigint' | 'string' | 'date' | 'bytes' | 'array' | 'object';

/** Of a JSON value, or of a TypeScript one (then also `bigint`, `date`, `bytes`). */
export function kindOf(value: unknown): Kind | undefined {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'boolean':
    case 'bigint':
      return typeof value as Kind;
    case 'object':
      if (value === null) return 'null';
      if (Array.isArray(value)) return 'array';
      if (value instanceof Date) return 'date';
      return value instanceof Uint8Array ? 'bytes' : 'object';
    default:
      return undefined;
  }
}

const everything: readonly Kind[] = ['null', 'boolean', 'number', 'string', 'array', 'object'];

/** The kinds of a shape's values in TypeScript, or in JSON, where 64 bits, bytes and times are text. */
export function kindsOf(shape: Shape, side: 'json' | 'value', depth = 0): readonly Kind[] {
  const text = side === 'json';
  switch (shape.kind) {
    case 'boolean':
      return ['boolean'];
    case 'string':
    case 'decimal':
      return ['string'];
    case 'literal':
      return [kindOf(shape.value) ?? 'null'];
    case 'enum':
      if (text && shape.form === 'null') return ['null', 'string', 'number'];
      return shape.open === 'numbers' ? ['string', 'number'] : ['string'];
    case 'integer':
      if (text && shape.number === true) return ['string', 'number'];
      if (shape.width === 'int64' || shape.width === 'uint64') return [text ? 'string' : 'bigint'];
      return [text && shape.wide !== undefined ? 'string' : 'number'];
    case 'float':
      return ['number'];
    case 'bytes':
      return [text ? 'string' : 'bytes'];
    case 'timestamp':
      if (text) return ['string'];
      return [shape.unit === 'millis' ? 'date' : shape.unit === 'proto' ? 'object' : 'bigint'];
    case 'duration':
      return [text ? 'string' : 'object'];
    case 'time-of-day':
      return [text ? 'string' : shape.unit === 'millis' ? 'number' : 'bigint'];
    case 'list':
      return ['array'];
    case 'map':
      return ['object'];
    case 'record':
      return [text && shape.form === 'field-mask' ? 'string' : 'object'];
    case 'json':
      return shape.of === 'any' ? everything : [shape.of];
    case 'nullable':
      return ['null', ...kindsOf(shape.of, side, depth + 1)];
    case 'union':
      if (text && isWrapped(shape)) return shape.branches.some(isNull) ? ['null', 'object'] : ['object'];
      return depth > 16 ? everything : shape.branches.flatMap((branch) => kindsOf(branch.shape, side, depth + 1));
    case 'ref':
      return depth > 16 ? everything : kindsOf(shape.target(), side, depth + 1);
  }
}

/**
 * Whether the branches stand in `{ kind, value }` in JSON: a tagged union, and an untagged one whose branches differ in
 * TypeScript only (bytes and text, say).
 */
export function isWrapped(union: UnionShape): boolean {
  if (union.style === 'tagged') return true;
  if (union.style !== 'untagged') return false;
  const kinds = union.branches.flatMap((branch) => kindsOf(branch.shape, 'json', 1));
  return new Set(kinds).size < kinds.length;
}

export function isNull(branch: BranchShape): boolean {
  return branch.shape.kind === 'literal' && branch.shape.value === null;
}

/** Follows references to the shape itself. */
export function resolve(shape: Shape): Shape {
  let found = shape;
  for (let steps = 0; found.kind === 'ref' && steps < 64; steps++) found = found.target();
  return found;
}
