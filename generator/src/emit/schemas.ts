/** JSON Schemas that the model does not lower: one compiled constant each in `shape.ts`, used by shapes and codecs. */
import type { Declaration, JsonType, Type } from '../model/types.js';
import type { SymbolPart } from './parts.js';
import type { Symbols, Unit } from './symbols.js';

export interface SchemaConstant {
  readonly type: JsonType;
  readonly symbol: SymbolPart;
}

/** In the order of the text: `TaskSchema`, `TaskSchema2`, ... */
export function schemaConstants(unit: Unit, symbols: Symbols): ReadonlyMap<Type, SchemaConstant> {
  const found = new Map<Type, SchemaConstant>();
  const taken = new Set(unit.declarations.map((declaration) => symbols.shape(declaration).name));
  for (const declaration of unit.declarations) {
    const { from, name } = symbols.shape(declaration);
    for (const type of typesOf(declaration).flatMap(judgedTypes)) {
      if (found.has(type)) continue;
      const base = name.replace(/Shape$/, 'Schema');
      let own = base;
      for (let n = 2; taken.has(own); n++) own = `${base}${n}`;
      taken.add(own);
      found.set(type, { type, symbol: { kind: 'symbol', name: own, from, typeOnly: false } });
    }
  }
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

/** The types with a schema of their own inside a type; references are not followed. */
function judgedTypes(type: Type): readonly JsonType[] {
  switch (type.kind) {
    case 'json':
      return type.schema === undefined ? [] : [type];
    case 'list':
      return judgedTypes(type.items);
    case 'map':
      return judgedTypes(type.values);
    case 'nullable':
      return judgedTypes(type.of);
    case 'union':
      return type.branches.flatMap((branch) => judgedTypes(branch.type));
    default:
      return [];
  }
}
