/** `protobuf.ts` of a unit: `writeX`, `readX` and `XProtobuf` for every declaration that has a message. */
import type { ProtoEnum, ProtoLayouts, ProtoMessage } from '../encodings/proto-layout.js';
import type { Declaration } from '../model/types.js';
import type { ConstantStatement, SourceFile, Statement } from './parts.js';
import { readEnum, writeEnum } from './protobuf/enums.js';
import { namesConstant } from './protobuf/names.js';
import { readFunction } from './protobuf/read.js';
import { type FileScope, functionOf, messageScope, namesOf, valueType } from './protobuf/scope.js';
import { writeFunction } from './protobuf/write.js';
import { schemaConstants } from './schemas.js';
import { rt, rtType, type Symbols, type Unit } from './symbols.js';

/** The layouts must have been planned for every declaration that the unit is to encode. */
export function emitProtobuf(unit: Unit, symbols: Symbols, layouts: ProtoLayouts): SourceFile {
  const { messages, enums } = layoutsOf(unit, layouts);
  // A member `names` of X would otherwise take the name of `xNames`.
  const exported = new Set(messages.map((message) => namesOf(message, symbols).name));
  const scope: FileScope = {
    symbols,
    layouts,
    constants: [],
    patterns: new Map(),
    schemas: schemaConstants(unit, symbols),
    words: new Map(),
    taken: exported,
  };
  const functions = messages.flatMap((message): Statement[] => {
    const here = messageScope(scope, message);
    return [writeFunction(here), readFunction(here)];
  });
  return {
    path: `${unit.base}/protobuf`,
    sources: unit.sources,
    statements: [
      ...scope.constants,
      ...enums.flatMap((one) => [writeEnum(one, symbols), readEnum(one, symbols)]),
      ...functions,
      ...messages.map((message) => namesConstant(message, symbols)),
      ...messages.flatMap((message) => codecConstant(message, symbols)),
    ],
  };
}

interface Owned {
  readonly messages: ReadonlyMap<Declaration, readonly Placed<ProtoMessage>[]>;
  readonly enums: ReadonlyMap<Declaration, readonly Placed<ProtoEnum>[]>;
}

interface Placed<T> {
  readonly index: number;
  readonly one: T;
}

/** By owner, once for all units: thousands of units would each look through what belongs to all of them. */
const owned = new WeakMap<ProtoLayouts, Owned>();

function layoutsOf(
  { declarations }: Unit,
  layouts: ProtoLayouts,
): { readonly messages: readonly ProtoMessage[]; readonly enums: readonly ProtoEnum[] } {
  let found = owned.get(layouts);
  if (found === undefined) {
    const messages = byOwner(layouts.messages, ({ owner }) => owner);
    owned.set(layouts, (found = { messages, enums: byOwner(layouts.enums, ({ declaration }) => declaration) }));
  }
  return { messages: inOrder(declarations, found.messages), enums: inOrder(declarations, found.enums) };
}

function byOwner<T>(all: readonly T[], ownerOf: (one: T) => Declaration): Map<Declaration, Placed<T>[]> {
  const out = new Map<Declaration, Placed<T>[]>();
  all.forEach((one, index) => {
    const list = out.get(ownerOf(one));
    if (list === undefined) out.set(ownerOf(one), [{ index, one }]);
    else list.push({ index, one });
  });
  return out;
}

/** Those of some owners, in the order of the layouts. */
function inOrder<T>(owners: readonly Declaration[], all: ReadonlyMap<Declaration, readonly Placed<T>[]>): readonly T[] {
  const placed = owners.flatMap((owner) => all.get(owner) ?? []);
  return placed.toSorted((a, b) => a.index - b.index).map(({ one }) => one);
}

function codecConstant(message: ProtoMessage, symbols: Symbols): ConstantStatement[] {
  const { declaration } = message.of;
  if (declaration === undefined) return [];
  const { name } = symbols.codec(declaration, 'protobuf');
  return [
    {
      kind: 'constant',
      exported: true,
      name,
      type: [rtType('Codec'), '<', valueType(message, symbols), '>'],
      value: [
        rt('protobufCodec'),
        '(',
        symbols.shape(declaration),
        ', ',
        functionOf(message, 'write', symbols),
        ', ',
        functionOf(message, 'read', symbols),
        ', ',
        namesOf(message, symbols),
        ')',
      ],
    },
  ];
}
