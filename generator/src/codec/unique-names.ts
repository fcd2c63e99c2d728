/** Declarations of several files in one unit: names are unique within a file only. */
import { rebuild } from '../model/rebuild.js';
import type { Declaration } from '../model/types.js';

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
  const copies = rebuild(declarations, (declaration) => {
    const name = names.get(declaration) ?? declaration.name;
    return name === declaration.name ? declaration : { ...declaration, name };
  });
  return copies === undefined ? declarations : [...copies.values()];
}
