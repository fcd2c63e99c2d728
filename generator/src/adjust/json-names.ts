/** `json_names: proto3`: messages authored in Protobuf are written in JSON by their lowerCamelCase names. */
import type { SchemaModule } from '../model/model.js';
import type { Branch, Declaration, Member, RecordDeclaration, Type } from '../model/types.js';
import { edited } from './modules.js';

/** Decoders take both spellings anyway, and refuse both at once; only what encoders write changes. */
export function proto3Names(modules: readonly SchemaModule[], kept: ReadonlySet<Declaration>): readonly SchemaModule[] {
  return edited(modules, (declaration) =>
    declaration.kind === 'record' && declaration.origin.format === 'protobuf' && !kept.has(declaration)
      ? camelled(declaration)
      : declaration,
  );
}

function camelled(declaration: RecordDeclaration): RecordDeclaration {
  return {
    ...declaration,
    members: declaration.members.map((member) => ({ ...spelled(member), type: flat(member.type) })),
  };
}

/** The branches of a oneof lie beside the other members. */
function flat(type: Type): Type {
  return type.kind === 'union' && type.style === 'oneof' ? { ...type, branches: type.branches.map(spelled) } : type;
}

function spelled<T extends Member | Branch>(named: T): T {
  return named.alias === undefined ? named : { ...named, jsonName: named.alias };
}
