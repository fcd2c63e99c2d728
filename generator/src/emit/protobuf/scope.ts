/** Names within the file of a unit: its constants, the functions of its messages, and the locals of one function. */
import { createNamePool, fieldName, pascal } from '../../encodings/proto-names.js';
import type { ProtoLayouts, ProtoMessage, ProtoValue } from '../../encodings/proto-layout.js';
import type { Type } from '../../model/types.js';
import type { ConstantStatement, Part, SymbolPart } from '../parts.js';
import type { SchemaConstant } from '../schemas.js';
import { rt, type Symbols } from '../symbols.js';
import { typeText } from '../type-text.js';

export interface FileScope {
  readonly symbols: Symbols;
  readonly layouts: ProtoLayouts;
  /** The places of nested messages, in order of first use. */
  readonly constants: ConstantStatement[];
  /** Constants that hold regular expressions, by their text. */
  readonly patterns: Map<string, string>;
  /** The judges of open JSON, in `shape.ts`. */
  readonly schemas: ReadonlyMap<Type, SchemaConstant>;
  /** Constants that hold the words of open enums, by their name. */
  readonly words: Map<string, string>;
  readonly taken: Set<string>;
}

/** One message: where its nested messages are, and what its value is called. */
export interface MessageScope {
  readonly file: FileScope;
  readonly message: ProtoMessage;
  /** `taskRequestHeader`, declared as `nested(1)`. */
  place(name: string, number: number): string;
}

export function messageScope(file: FileScope, message: ProtoMessage): MessageScope {
  return {
    file,
    message,
    place(name, number) {
      const wanted = `${lowerFirst(message.name)}${pascal(name)}`;
      let local = wanted;
      for (let n = 2; file.taken.has(local); n++) local = `${wanted}${n}`;
      file.taken.add(local);
      file.constants.push({
        kind: 'constant',
        exported: false,
        name: local,
        value: [rt('nested'), `(${number})`],
      });
      return local;
    },
  };
}

export function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

/** The type of a message's value. */
export function valueType(message: ProtoMessage, symbols: Symbols): Part {
  const declaration = message.of.declaration;
  return declaration === undefined || message.of.kind === 'record'
    ? message.of.kind === 'record'
      ? symbols.type(message.of.declaration)
      : typeText(message.of.type, symbols)
    : symbols.type(declaration);
}

export function typeOf(type: Type, scope: MessageScope): Part {
  return typeText(type, scope.file.symbols);
}

/** `writeX`, `readX` and `XNames` of a message. */
export function functionOf(message: ProtoMessage, what: 'write' | 'read', symbols: Symbols): SymbolPart {
  const { from } = symbols[what](message.owner, 'protobuf');
  return { kind: 'symbol', name: `${what}${functionName(message)}`, from, typeOnly: false };
}

export function namesOf(message: ProtoMessage, symbols: Symbols): SymbolPart {
  const { from } = symbols.read(message.owner, 'protobuf');
  const name = functionName(message);
  // `readDateNames` of a message ReadDate would be the reader of a message DateNames.
  const head = /^(?:Read|Write)[A-Z]/.test(name) ? `of${name}` : lowerFirst(name);
  return { kind: 'symbol', name: `${head}Names`, from, typeOnly: false };
}

function functionName(message: ProtoMessage): string {
  const { declaration } = message.of;
  return declaration === undefined || declaration.kind === 'enum' ? message.name : declaration.name;
}

/** The functions that write and read the body of a message-like value. */
export function bodyOf(value: ProtoValue, what: 'write' | 'read', symbols: Symbols): SymbolPart | undefined {
  switch (value.kind) {
    case 'message':
      return functionOf(value.message(), what, symbols);
    case 'well-known':
      return rt(`${what}${value.name}${value.type.kind === 'timestamp' && value.type.unit === 'millis' ? 'Date' : ''}`);
    case 'scalar':
    case 'enum':
      return undefined;
  }
}

const reserved = [
  'abstract arguments await boolean break byte case catch class const continue debugger default delete do else enum eval',
  'export extends false finally for function if implements import in instanceof interface let new null package private',
  'protected public return static super switch this throw true try typeof undefined var void while with yield',
  'Array Date Infinity NaN Number Object Uint8Array',
  'w r value end tag start stop inner out unknown nested conforms emptyMap mapEntries unknownFields',
  'boolKey intKey bigintKey isUuid RegExp',
].flatMap((line) => line.split(' '));

/** Hands out the locals of one function; none hides a function that its body calls. */
export function createLocals(taken: Iterable<string> = []): (wanted: string) => string {
  const pool = createNamePool([...reserved, ...taken]);
  return (wanted) => {
    const name = fieldName(wanted);
    return pool.take(/^(?:read|write)|(?:Names|Pattern|Words)\d*$/.test(name) ? `${name}_` : name);
  };
}
