/** `json.ts` of a unit: per declaration a codec, and the two straight-line functions under it. */
import type { Declaration, EnumDeclaration, RecordDeclaration } from '../model/types.js';
import { unique } from './json/names.js';
import { readBody } from './json/read.js';
import { readRecordBody } from './json/read-record.js';
import { planRecord, spellings } from './json/record.js';
import { createScope, type Helper, type JsonScope } from './json/scope.js';
import { writeBody } from './json/write.js';
import { writeRecordBody } from './json/write-record.js';
import { group, layOut } from './layout.js';
import {
  Code,
  type ConstantStatement,
  type FunctionStatement,
  type Part,
  type SourceFile,
  type Statement,
} from './parts.js';
import { rt, rtType, type Symbols, type Unit } from './symbols.js';
import { literal } from './text.js';
import { typeText } from './type-text.js';

/** The file `json` of a unit. */
export function emitJson(unit: Unit, symbols: Symbols): SourceFile {
  const scope = createScope(unit, symbols);
  const functions = unit.declarations.flatMap((declaration) => declarationFunctions(declaration, scope));
  const codecs = unit.declarations.map((declaration) => codecConstant(declaration, symbols));
  return {
    path: `${unit.base}/json`,
    sources: unit.sources,
    statements: [...codecs, ...scope.constants, ...functions],
  };
}

function codecConstant(declaration: Declaration, symbols: Symbols): ConstantStatement {
  return {
    kind: 'constant',
    exported: true,
    name: symbols.codec(declaration, 'json').name,
    type: [rtType('JsonCodec'), '<', symbols.type(declaration), '>'],
    value: layOut(
      group(
        [rt('jsonCodec'), '('],
        [symbols.shape(declaration), symbols.write(declaration, 'json').name, symbols.read(declaration, 'json').name],
        ')',
      ),
      declaration.name.length * 2 + 34,
    ),
  };
}

interface Bodies {
  readonly write: Code;
  readonly read: Code;
}

function declarationFunctions(declaration: Declaration, scope: JsonScope): Statement[] {
  const type = scope.symbols.type(declaration);
  const { write, read } = bodiesOf(declaration, scope);
  return [
    writer(scope.symbols.write(declaration, 'json').name, true, type, write),
    reader(scope.symbols.read(declaration, 'json').name, true, type, read),
    ...helperFunctions(scope),
  ];
}

function bodiesOf(declaration: Declaration, scope: JsonScope): Bodies {
  switch (declaration.kind) {
    case 'record':
      return recordBodies(declaration, scope);
    case 'enum':
      return enumBodies(declaration, scope);
    case 'alias': {
      const { name, type } = declaration;
      return { write: writeBody(type, name, scope), read: readBody(type, name, scope) };
    }
  }
}

function recordBodies(declaration: RecordDeclaration, scope: JsonScope): Bodies {
  switch (declaration.jsonForm) {
    case 'field-mask':
      return { write: new Code().line('w.fieldMask(value);'), read: new Code().line('return r.fieldMask();') };
    case 'any':
      return { write: new Code().line('w.any(value);'), read: new Code().line('return r.any();') };
    case undefined:
      break;
  }
  const plan = planRecord(declaration, scope);
  const names = spellings(plan.slots).map(([spelling]) => literal(spelling));
  addConstant(scope, plan.names, [rt('jsonNames')], names);
  return { write: writeRecordBody(plan, scope), read: readRecordBody(plan, scope) };
}

function enumBodies(declaration: EnumDeclaration, scope: JsonScope): Bodies {
  const head = declaration.name.charAt(0).toLowerCase() + declaration.name.slice(1);
  const name = unique(`${head}Words`, scope.taken);
  const texts = declaration.words.map((word) => literal(word.name));
  if (declaration.open === 'words') {
    addConstant(scope, name, [rt('openWords')], texts);
    return {
      write: new Code().line(`w.openWord(value, ${name});`),
      read: new Code().line(`return r.openWord(${name});`),
    };
  }
  const words = group('[', texts, ']');
  const numbers = group(
    '[',
    declaration.words.map((word) => String(word.number ?? 0)),
    ']',
  );
  addConstant(scope, name, [rt('jsonWords')], declaration.origin.format === 'protobuf' ? [words, numbers] : [words]);
  const method = declaration.open === 'numbers' ? 'wordOrNumber' : 'word';
  const word = declaration.jsonForm === 'null' ? declaration.words[0] : undefined;
  const text = word === undefined ? undefined : literal(word.name);
  return {
    write: new Code().line(
      text === undefined ? '' : `if (value === ${text} || value === 0) w.null(); else `,
      `w.${method}(value, ${name});`,
    ),
    read: new Code().line('return ', text === undefined ? '' : `r.null() ? ${text} : `, `r.${method}(${name});`),
  };
}

function addConstant(scope: JsonScope, name: string, call: readonly Part[], items: Parameters<typeof group>[1]): void {
  const value = layOut(group([...call, '('], items, ')'), `const ${name} = ;`.length);
  scope.constants.push({ kind: 'constant', exported: false, name, value });
}

/** Helpers may need helpers. */
function helperFunctions(scope: JsonScope): Statement[] {
  const out: Statement[] = [];
  for (let pending = scope.pending(); pending.length > 0; pending = scope.pending()) {
    out.push(...pending.map((helper) => helperFunction(helper, scope)));
  }
  return out;
}

function helperFunction({ direction, name, hint, type }: Helper, scope: JsonScope): FunctionStatement {
  const text = typeText(type, scope.symbols);
  if (direction === 'write') return writer(name, false, text, writeBody(type, hint, scope));
  return reader(name, false, text, readBody(type, hint, scope));
}

function writer(name: string, exported: boolean, type: Part, body: Code): FunctionStatement {
  const parameters = [
    { name: 'w', type: rtType('JsonWriter') },
    { name: 'value', type },
  ];
  return { kind: 'function', exported, name, parameters, returns: 'void', body };
}

function reader(name: string, exported: boolean, type: Part, body: Code): FunctionStatement {
  return {
    kind: 'function',
    exported,
    name,
    parameters: [{ name: 'r', type: rtType('JsonReader') }],
    returns: type,
    body,
  };
}
