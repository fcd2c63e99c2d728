/** Which output file a declaration goes to, and what the names around it are. */
import type { Encoding } from '../model/model.js';
import type { Declaration, JsonType, Type } from '../model/types.js';
import { codecName } from '../plan/names.js';
import type { SymbolPart } from './parts.js';

/** A folder of generated code for some declarations: `types`, `shape` and one file per encoding. */
export interface Unit {
  /** Output folder, e.g. `messages/task-status`. */
  readonly base: string;
  readonly declarations: readonly Declaration[];
  readonly encodings: ReadonlySet<Encoding>;
  /** Schema files, project-relative, for the header. */
  readonly sources: readonly string[];
}

export interface Symbols {
  /** `TaskStatus` */
  type(declaration: Declaration): SymbolPart;
  /** The name of open JSON that a declaration stands for, so that its type is spelled once. */
  openType(type: JsonType): SymbolPart | undefined;
  /** `TaskStatusShape` */
  shape(declaration: Declaration): SymbolPart;
  /** `TaskStatusJson`, `TaskStatusProtobuf`, `TaskStatusAvro` */
  codec(declaration: Declaration, encoding: Encoding): SymbolPart;
  /** `writeTaskStatus` of the encoding's file */
  write(declaration: Declaration, encoding: Encoding): SymbolPart;
  /** `readTaskStatus` of the encoding's file */
  read(declaration: Declaration, encoding: Encoding): SymbolPart;
}

export function createSymbols(units: readonly Unit[]): Symbols {
  const bases = new Map<Declaration, string>();
  for (const unit of units) for (const declaration of unit.declarations) bases.set(declaration, unit.base);
  const open = new Map<Type, Declaration>();
  for (const declaration of bases.keys()) {
    // Types without text of their own are shared by many.
    if (declaration.kind !== 'alias' || declaration.type.kind !== 'json') continue;
    if (declaration.type.typescript !== undefined) open.set(declaration.type, declaration);
  }
  const at = (declaration: Declaration, file: string, name: string, typeOnly = false): SymbolPart => {
    const base = bases.get(declaration);
    if (base === undefined) throw new Error(`bug: ${declaration.name} of ${declaration.origin.path} has no unit`);
    return { kind: 'symbol', name, from: `${base}/${file}`, typeOnly };
  };
  return {
    type: (d) => at(d, 'types', d.name, true),
    openType(type) {
      const named = open.get(type);
      return named && at(named, 'types', named.name, true);
    },
    shape: (d) => at(d, 'shape', `${d.name}Shape`),
    codec: (d, encoding) => at(d, encoding, codecName(d.name, encoding)),
    write: (d, encoding) => at(d, encoding, `write${d.name}`),
    read: (d, encoding) => at(d, encoding, `read${d.name}`),
  };
}

const contract = '@agentwire/runtime/codegen/v1';

/** A function or value of the codegen contract. */
export function rt(name: string): SymbolPart {
  return { kind: 'symbol', name, from: contract, typeOnly: false };
}

/** A type of the codegen contract. */
export function rtType(name: string): SymbolPart {
  return { kind: 'symbol', name, from: contract, typeOnly: true };
}
