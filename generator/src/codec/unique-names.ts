/** Declarations of several files in one unit: names are unique within a file only. */
import type { Declaration, Type } from '../model/types.js';

/** The same declarations in the same order; where two share a name, copies with numbers behind the names. */
export function uniquelyNamed(declarations: readonly Declaration[]): readonly Declaration[] {
  const names = new Map<Declaration, string>();
  // Names are told apart as file names and constants are: `Item` and `item` would meet in `itemNames`.
  const taken = new Set<string>();
  for (const declaration of declarations) {
    let name = declaration.name;
    for (let n = 2; taken.has(name.toLowerCase()); n++) name = `${declaration.name}${n}`;
    taken.add(name.toLowerCase());
    names.set(declaration, name);
  }
  if (declarations.every((declaration) => names.get(declaration) === declaration.name)) return declarations;
  const copies = new Map<Declaration, Declaration>();
  for (const [declaration, name] of names) copies.set(declaration, { ...declaration, name });
  // References go round in circles, so the copies exist before what they refer to is known.
  for (const copy of copies.values()) Object.assign(copy, contentOf(copy, copies));
  return [...copies.values()];
}

function contentOf(declaration: Declaration, copies: ReadonlyMap<Declaration, Declaration>): Partial<Declaration> {
  switch (declaration.kind) {
    case 'record':
      return { members: declaration.members.map((member) => ({ ...member, type: retarget(member.type, copies) })) };
    case 'alias':
      return { type: retarget(declaration.type, copies) };
    case 'enum':
      return {};
  }
}

function retarget(type: Type, copies: ReadonlyMap<Declaration, Declaration>): Type {
  switch (type.kind) {
    case 'ref':
      return { ...type, target: copies.get(type.target) ?? type.target };
    case 'list':
      return { ...type, items: retarget(type.items, copies) };
    case 'map':
      return { ...type, values: retarget(type.values, copies) };
    case 'nullable':
      return { ...type, of: retarget(type.of, copies) };
    case 'union':
      return { ...type, branches: type.branches.map((one) => ({ ...one, type: retarget(one.type, copies) })) };
    default:
      return type;
  }
}
