/** What a declaration or a type refers to. */
import type { Declaration, Type } from './types.js';

/** Every declaration that can be reached from `roots`, themselves included, each once, in order of discovery. */
export function reachable(roots: readonly Declaration[]): Set<Declaration> {
  const found = new Set<Declaration>(roots);
  // A Set hands out what is added while it is iterated: no recursion, so no stack to overflow.
  for (const declaration of found) for (const type of typesOf(declaration)) addTargets(type, found);
  return found;
}

function typesOf(declaration: Declaration): readonly Type[] {
  switch (declaration.kind) {
    case 'record':
      return declaration.members.map((member) => member.type);
    case 'alias':
      return [declaration.type];
    case 'enum':
      return [];
  }
}

function addTargets(type: Type, found: Set<Declaration>): void {
  switch (type.kind) {
    case 'ref':
      found.add(type.target);
      return;
    case 'list':
      return addTargets(type.items, found);
    case 'map':
      return addTargets(type.values, found);
    case 'nullable':
      return addTargets(type.of, found);
    case 'union':
      for (const branch of type.branches) addTargets(branch.type, found);
      return;
    default:
      return;
  }
}
