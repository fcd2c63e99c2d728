/** `avro.ts` of a unit: `writeX`, `readX`, the schema and `XAvro` for every declaration. */
import type { AvroLayouts } from '../encodings/avro-layout.js';
import type { AvroSchema } from '../model/avro-schema.js';
import type { Declaration } from '../model/types.js';
import { enumCall, writePlain } from './avro/write.js';
import { readEnum, readPlain } from './avro/read.js';
import { readRecord, writeRecord } from './avro/record.js';
import { definitionsOf, schemaConstant, schemaSymbol } from './avro/schema.js';
import type { FileScope, Place } from './avro/scope.js';
import {
  Code,
  type ConstantStatement,
  type FunctionStatement,
  joinParts,
  type SourceFile,
  type Statement,
} from './parts.js';
import { rt, rtType, type Symbols, type Unit } from './symbols.js';
import { literal } from './text.js';

/** The layouts must have been planned for every declaration that the unit is to encode. */
export function emitAvro(unit: Unit, symbols: Symbols, layouts: AvroLayouts): SourceFile {
  const planned = unit.declarations.flatMap((declaration) => {
    const schema = layouts.schemaOf.get(declaration);
    return schema === undefined ? [] : [{ declaration, schema }];
  });
  const names = planned.flatMap(({ declaration }) => [
    symbols.write(declaration, 'avro').name,
    symbols.read(declaration, 'avro').name,
  ]);
  const file: FileScope = { symbols, layouts, constants: [], helpers: [], taken: new Set(names), known: new Map() };
  const functions = planned.flatMap(({ declaration, schema }): Statement[] => {
    const place: Place = { file, owner: declaration, path: [] };
    const pair = [writer(declaration, schema, place), reader(declaration, schema, place)];
    return [...pair, ...file.helpers.splice(0)];
  });
  return {
    path: `${unit.base}/avro`,
    sources: unit.sources,
    statements: [
      ...file.constants,
      ...functions,
      ...planned.map(({ declaration, schema }) => schemaConstant(declaration, schema, layouts, symbols)),
      ...planned.map(({ declaration, schema }) => codecConstant(declaration, schema, layouts, symbols)),
    ],
  };
}

function writer(declaration: Declaration, schema: AvroSchema, place: Place): FunctionStatement {
  const { symbols } = place.file;
  return {
    kind: 'function',
    exported: true,
    name: symbols.write(declaration, 'avro').name,
    parameters: [
      { name: 'w', type: rtType('AvroWriter') },
      { name: 'value', type: symbols.type(declaration) },
    ],
    returns: 'void',
    body: writerBody(declaration, schema, place),
  };
}

function writerBody(declaration: Declaration, schema: AvroSchema, place: Place): Code {
  const code = new Code();
  switch (declaration.kind) {
    case 'record':
      writeRecord(code, declaration, schema, place);
      return code;
    case 'enum':
      return code.line(enumCall(declaration, schema, 'value', place), ';');
    case 'alias':
      writePlain(code, declaration.type, schema, 'value', place);
      return code;
  }
}

function reader(declaration: Declaration, schema: AvroSchema, place: Place): FunctionStatement {
  const { symbols } = place.file;
  return {
    kind: 'function',
    exported: true,
    name: symbols.read(declaration, 'avro').name,
    parameters: [{ name: hasBytes(schema) ? 'r' : '_r', type: rtType('AvroReader') }],
    returns: symbols.type(declaration),
    body: readerBody(declaration, schema, place),
  };
}

/** Null and records of nulls alone take no byte: a parameter that nobody reads must say so. */
function hasBytes(schema: AvroSchema): boolean {
  if (schema.kind === 'record') return schema.fields.some(({ type }) => type.kind !== 'null');
  return schema.kind !== 'null';
}

function readerBody(declaration: Declaration, schema: AvroSchema, place: Place): Code {
  const code = new Code();
  switch (declaration.kind) {
    case 'record':
      readRecord(code, declaration, schema, place);
      return code;
    case 'enum':
      return code.line('return ', readEnum(declaration, schema, place), ';');
    case 'alias':
      return code.line('return ', readPlain(declaration.type, schema, place), ';');
  }
}

function codecConstant(
  declaration: Declaration,
  schema: AvroSchema,
  layouts: AvroLayouts,
  symbols: Symbols,
): ConstantStatement {
  const needed = definitionsOf(schema, layouts).map((one) => schemaSymbol(one, symbols));
  // A function, since files may refer to each other in a circle.
  const definitions = needed.length === 0 ? [] : [', () => [', ...joinParts(needed, ', '), ']'];
  const earlier = layouts.earlierOf.get(declaration) ?? [];
  const writers = earlier.map(({ fingerprint, schema: text }) => `${literal(fingerprint)}: ${literal(text)}`);
  const known = writers.length === 0 ? [] : [needed.length === 0 ? ', () => []' : '', `, { ${writers.join(', ')} }`];
  return {
    kind: 'constant',
    exported: true,
    name: symbols.codec(declaration, 'avro').name,
    type: [rtType('AvroCodec'), '<', symbols.type(declaration), '>'],
    value: [
      rt('avroCodec'),
      '(',
      symbols.shape(declaration),
      ', ',
      symbols.write(declaration, 'avro'),
      ', ',
      symbols.read(declaration, 'avro'),
      ', ',
      schemaSymbol(declaration, symbols),
      ...definitions,
      ...known,
      ')',
    ],
  };
}
