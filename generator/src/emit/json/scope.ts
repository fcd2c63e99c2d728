/** What one JSON module shares: constants made when first used, helper functions for types without a name. */
import type { Declaration, JsonType, Type } from '../../model/types.js';
import type { ConstantStatement, Part, SymbolPart } from '../parts.js';
import { schemaConstants } from '../schemas.js';
import { rt, type Symbols, type Unit } from '../symbols.js';
import { literal, patternArguments } from '../text.js';
import { constantName, pascalCase, unique } from './names.js';

export type Direction = 'read' | 'write';

/** A function still to be printed. */
export interface Helper {
  readonly direction: Direction;
  readonly name: string;
  readonly hint: string;
  readonly type: Type;
}

export interface JsonScope {
  readonly symbols: Symbols;
  readonly constants: ConstantStatement[];
  /** Taken by statements of the module. */
  readonly taken: Set<string>;
  /** The constant of a member's key. */
  key(name: string): string;
  /** Tried on texts of up to `longest` characters; `hint` says where it stands. */
  pattern(source: string, longest: number | undefined, hint: string): string;
  schema(type: JsonType): SymbolPart;
  /** The function that reads or writes a compound type in place; `hint` says where it stands. */
  helper(direction: Direction, hint: string, type: Type): string;
  /** Helpers asked for since the last call. */
  pending(): Helper[];
}

export function createScope(unit: Unit, symbols: Symbols): JsonScope {
  const taken = new Set(unit.declarations.flatMap((declaration) => namesOf(declaration, symbols)));
  const constants: ConstantStatement[] = [];
  const keys = new Map<string, string>();
  const patterns = new Map<string, string>();
  const schemas = schemaConstants(unit, symbols);
  const helpers = { read: new Map<Type, string>(), write: new Map<Type, string>() };
  let queue: Helper[] = [];

  function constant(known: Map<string, string>, text: string, named: string, suffix: string, value: Part): string {
    const found = known.get(text);
    if (found !== undefined) return found;
    const name = constantName(named, suffix, taken);
    known.set(text, name);
    constants.push({ kind: 'constant', exported: false, name, value });
    return name;
  }

  return {
    symbols,
    constants,
    taken,
    key: (name) => constant(keys, name, name, 'Key', [rt('jsonKey'), `(${literal(name)})`]),
    pattern: (source, longest, hint) => {
      const facts = patternArguments(source, longest);
      return constant(patterns, facts, hint, 'Pattern', [rt('textPattern'), `(${facts})`]);
    },
    schema(type) {
      const found = schemas.get(type);
      if (found === undefined) throw new Error('bug: a schema of open JSON has no constant');
      return found.symbol;
    },
    helper(direction, hint, type) {
      const found = helpers[direction].get(type);
      if (found !== undefined) return found;
      const name = unique(`${direction}${pascalCase(hint)}`, taken);
      helpers[direction].set(type, name);
      queue.push({ direction, name, hint, type });
      return name;
    },
    pending() {
      const found = queue;
      queue = [];
      return found;
    },
  };
}

function namesOf(declaration: Declaration, symbols: Symbols): string[] {
  return [
    symbols.codec(declaration, 'json').name,
    symbols.write(declaration, 'json').name,
    symbols.read(declaration, 'json').name,
    // Types are imported into the module.
    declaration.name,
  ];
}
