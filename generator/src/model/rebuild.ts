/** A model with some declarations replaced: what refers to them, in circles too, refers to the new ones afterwards. */
import type { Declaration, Type } from './types.js';

/**
 * The declaration that stands for each of `declarations`. `edit` gives a declaration's new form, which may still refer
 * to old ones, or the declaration itself where nothing changes. Undefined where nothing changed at all.
 */
export function rebuild(
  declarations: Iterable<Declaration>,
  edit: (declaration: Declaration) => Declaration,
): ReadonlyMap<Declaration, Declaration> | undefined {
  const edited = [...declarations].map((declaration) => [declaration, edit(declaration)] as const);
  if (edited.every(([before, after]) => before === after)) return undefined;
  const copies = new Map<Declaration, Declaration>();
  for (const [before, after] of edited) copies.set(before, { ...after });
  // References go round in circles, so the copies exist before what they refer to is known.
  for (const copy of copies.values()) Object.assign(copy, contentOf(copy, copies));
  return copies;
}

/** A type whose parts have been changed, and what it was before. */
export type Change = (type: Type, before: Type) => Type;

/** The declaration with every type in place, however deep, as `change` wants it; itself where that is nothing new. */
export function withTypes(declaration: Declaration, change: Change): Declaration {
  switch (declaration.kind) {
    case 'record': {
      const members = declaration.members.map((member) => {
        const type = changed(member.type, change);
        return type === member.type ? member : { ...member, type };
      });
      return members.every((member, index) => member === declaration.members[index])
        ? declaration
        : { ...declaration, members };
    }
    case 'alias': {
      const type = changed(declaration.type, change);
      return type === declaration.type ? declaration : { ...declaration, type };
    }
    case 'enum':
      return declaration;
  }
}

function contentOf(declaration: Declaration, copies: ReadonlyMap<Declaration, Declaration>): Partial<Declaration> {
  const retargeted = withTypes(declaration, (type) =>
    type.kind === 'ref' ? { ...type, target: copies.get(type.target) ?? type.target } : type,
  );
  switch (retargeted.kind) {
    case 'record':
      return { members: retargeted.members };
    case 'alias':
      return { type: retargeted.type };
    case 'enum':
      return {};
  }
}

/** From the inside out; an equal type stays the same object, since emitters know types by identity. */
function changed(type: Type, change: Change): Type {
  switch (type.kind) {
    case 'list': {
      const items = changed(type.items, change);
      return change(items === type.items ? type : { ...type, items }, type);
    }
    case 'map': {
      const values = changed(type.values, change);
      return change(values === type.values ? type : { ...type, values }, type);
    }
    case 'nullable': {
      const of = changed(type.of, change);
      return change(of === type.of ? type : { ...type, of }, type);
    }
    case 'union': {
      const branches = type.branches.map((branch) => {
        const inner = changed(branch.type, change);
        return inner === branch.type ? branch : { ...branch, type: inner };
      });
      const same = branches.every((branch, index) => branch === type.branches[index]);
      return change(same ? type : { ...type, branches }, type);
    }
    default:
      return change(type, type);
  }
}
