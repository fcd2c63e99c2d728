/** `protobuf.ts` of a unit: `writeX`, `readX` and `XProtobuf` for every declaration that has a message. */
import type { ProtoLayouts, ProtoMessage } from '../encodings/proto-layout.js';
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
  const declared = new Set(unit.declarations);
  const messages = layouts.messages.filter((message) => declared.has(message.owner));
  const enums = layouts.enums.filter((one) => declared.has(one.declaration));
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
