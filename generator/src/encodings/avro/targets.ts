import type { Declaration, Type } from '../../model/types.js';

/** The declarations that this one refers to directly. */
export function targetsOf(declaration: Declaration): readonly Declaration[] {
  switch (declaration.kind) {
    case 'record':
      return declaration.members.flatMap((member) => targets(member.type));
    case 'alias':
      return targets(declaration.type);
    case 'enum':
      return [];
  }
}

function targets(type: Type): readonly Declaration[] {
  switch (type.kind) {
    case 'ref':
      return [type.target];
    case 'list':
      return targets(type.items);
    case 'map':
      return targets(type.values);
    case 'nullable':
      return targets(type.of);
    case 'union':
      return type.branches.flatMap((branch) => targets(branch.type));
    default:
      return [];
  }
}
