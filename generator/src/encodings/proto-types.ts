/** Which Protobuf scalar a type derives to, and which types need a message of their own. */
import type { Declaration, ProtoScalar, Type } from '../model/types.js';

/** Follows references to aliases of types that are written in place. */
export function inPlace(type: Type): Type {
  let current = type;
  // Aliases that name each other in a circle are refused when they are linked.
  for (let hops = 0; current.kind === 'ref' && current.target.kind === 'alias' && hops < 1000; hops++) {
    if (isCompound(current.target.type)) return current;
    current = current.target.type;
  }
  return current;
}

/** Lists, maps, unions and nullables cannot stand where Protobuf takes one value: they get a message around them. */
export function isCompound(type: Type): boolean {
  return type.kind === 'list' || type.kind === 'map' || type.kind === 'nullable' || type.kind === 'union';
}

/** The scalar of a type that is written in place, by the table "one TypeScript type, three encodings". */
export function derivedScalar(type: Type): ProtoScalar | undefined {
  switch (type.kind) {
    case 'boolean':
      return 'bool';
    case 'string':
    case 'decimal':
      return 'string';
    case 'literal':
      return literalScalar(type.value);
    case 'integer':
      return type.width === 'safe' ? (type.wide ?? 'int64') : type.width;
    case 'float':
      return type.width === 32 ? 'float' : 'double';
    case 'bytes':
    case 'json':
      return 'bytes';
    case 'timestamp':
      return (type.wire ?? type.unit) === 'proto' ? undefined : 'int64';
    case 'duration':
      return type.unit === 'avro' ? 'bytes' : undefined;
    case 'time-of-day':
      return type.unit === 'millis' ? 'int32' : 'int64';
    case 'ref':
      return type.target.kind === 'enum' && type.target.open === 'words' ? 'string' : undefined;
    case 'list':
    case 'map':
    case 'nullable':
    case 'union':
      return undefined;
  }
}

/** `null` has one value, so a `true` stands for it. */
function literalScalar(value: null | boolean | number | string): ProtoScalar {
  if (typeof value === 'string') return 'string';
  if (typeof value === 'number') return Number.isSafeInteger(value) ? 'int64' : 'double';
  return 'bool';
}

/** Declarations that a type mentions, directly. */
export function mentioned(type: Type): readonly Declaration[] {
  switch (type.kind) {
    case 'list':
      return mentioned(type.items);
    case 'map':
      return mentioned(type.values);
    case 'nullable':
      return mentioned(type.of);
    case 'union':
      return type.branches.flatMap((branch) => mentioned(branch.type));
    case 'ref':
      return [type.target];
    default:
      return [];
  }
}

/** Every declaration reachable from the roots, in order of first mention. */
export function reachable(roots: readonly Declaration[]): readonly Declaration[] {
  const found = new Set<Declaration>();
  const waiting = roots.toReversed();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    const inside =
      next.kind === 'record'
        ? next.members.flatMap((member) => mentioned(member.type))
        : next.kind === 'alias'
          ? mentioned(next.type)
          : [];
    waiting.push(...inside.toReversed());
  }
  return [...found];
}
