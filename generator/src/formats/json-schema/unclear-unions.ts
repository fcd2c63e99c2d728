/**
 * Unions whose branches were told apart by what the schemas say, while one of them became open JSON of several kinds
 * (`type: [integer, string]`, say): they become open JSON as a whole, judged by their own schema.
 */
import { kindsOf } from '../../model/kinds.js';
import { withTypes } from '../../model/rebuild.js';
import type { Declaration, Type, UnionType } from '../../model/types.js';
import { reachable } from '../../model/walk.js';
import type { Lowering } from './lowering.js';
import type { Modules } from './modules.js';

export function openUnclearUnions(modules: Modules, named: readonly Declaration[], lowering: Lowering): void {
  // What is opened may stand in another union, which is then unclear in its turn.
  for (let open = unclear(lowering); open.size > 0; open = unclear(lowering)) {
    for (const declaration of modules.declarations) {
      const changed = withTypes(declaration, (type, before) => {
        const node = isUnion(before) ? lowering.unions.get(before) : undefined;
        if (!isUnion(before) || node === undefined) return type;
        if (!open.has(before)) {
          if (isUnion(type)) lowering.unions.set(type, node);
          return type;
        }
        const body = lowering.open(node);
        return body.kind === 'type' ? body.type : type;
      });
      Object.assign(declaration, changed);
    }
    for (const union of open) lowering.unions.delete(union);
    const used = reachable(named);
    for (const declaration of modules.declarations) if (!used.has(declaration)) modules.remove(declaration);
  }
}

function unclear({ unions }: Lowering): Set<UnionType> {
  return new Set([...unions.keys()].filter(isUnclear));
}

function isUnclear(union: UnionType): boolean {
  if (union.discriminator.kind !== 'json-kind') return false;
  const seen = new Set<string>();
  for (const branch of union.branches) {
    for (const kind of new Set(kindsOf(branch.type).json)) {
      if (seen.has(kind)) return true;
      seen.add(kind);
    }
  }
  return false;
}

function isUnion(type: Type): type is UnionType {
  return type.kind === 'union';
}
