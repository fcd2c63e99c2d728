/** `writeX`: a value's fields in the order of their numbers' declaration, straight to the writer. */
import type { ProtoContent, ProtoValue } from '../../encodings/proto-layout.js';
import { Code, type FunctionStatement, type Part } from '../parts.js';
import { rt, rtType } from '../symbols.js';
import { getProperty } from '../own.js';
import { expression } from '../text.js';
import { type Ruled, violation } from './checks.js';
import { isNotZero, tagOf, wireType, writeScalar } from './scalars.js';
import { bodyOf, createLocals, functionOf, lowerFirst, type MessageScope, valueType } from './scope.js';
import { pascal } from '../../encodings/proto-names.js';
import { indented } from './indented.js';
import { judgedText, openEnum, wordsOf, writeJudged } from './texts.js';
import { inTestOrder, insideOf, isBranch } from './unions.js';

export function writeFunction(scope: MessageScope): FunctionStatement {
  const { message, file } = scope;
  const code = new Code();
  const locals = createLocals(file.taken);
  if (message.of.kind === 'record') writeMembers(scope, message.of.declaration.unknown === 'keep', code, locals);
  else {
    const { declaration, type, slot } = message.of;
    const rule = declaration?.kind === 'alias' ? violation(type, 'value', { file, message }) : undefined;
    if (rule !== undefined) code.line('if (', ...rule, ") throw w.refuse('what the schema allows');");
    writeContent(slot, 'value', { scope, name: 'value', code, locals });
  }
  return {
    kind: 'function',
    exported: message.of.declaration !== undefined,
    name: functionOf(message, 'write', file.symbols).name,
    parameters: [
      { name: 'w', type: rtType('ProtobufWriter') },
      { name: 'value', type: valueType(message, file.symbols) },
    ],
    returns: 'void',
    body: code,
  };
}

interface Writing {
  readonly scope: MessageScope;
  /** The member, for the names of places. */
  readonly name: string;
  readonly code: Code;
  readonly locals: (wanted: string) => string;
  /** The member whose value is written in place. */
  readonly ruled?: Ruled;
}

function writeMembers(scope: MessageScope, keep: boolean, code: Code, locals: (wanted: string) => string): void {
  const { message, file } = scope;
  if (message.of.kind !== 'record') return;
  const { slots } = message.of;
  const noticed = slots.some(({ content }) => 'presence' in content && content.presence === 'required');
  if (!noticed) code.line('w.object(value);');
  for (const { member, name, content } of slots) {
    const local = locals(member.name);
    code.line(`const ${local} = `, getProperty('value', member), ';');
    const ruled = { file, message, member: member.name };
    const judged = judgedText(content) === undefined ? undefined : 'written';
    const rule = violation(member.type, local, ruled, judged);
    if (rule !== undefined) {
      const guard = member.presence === 'optional' ? [`${local} !== undefined && (`, ...rule, ')'] : rule;
      code.line('if (', ...guard, `) throw w.refuse('what the schema allows');`);
    }
    writeContent(content, local, { scope, name, code, locals, ruled });
  }
  if (keep) code.line('w.unknown(value[', rt('unknownFields'), ']);');
}

function writeContent(content: ProtoContent, value: string, writing: Writing): void {
  switch (content.kind) {
    case 'single':
      return writeSingle(content, value, writing);
    case 'list':
      return writeList(content, value, writing);
    case 'map':
      return writeMap(content, value, writing);
    case 'oneof':
      return writeOneof(content, value, writing);
  }
}

type Single = Extract<ProtoContent, { kind: 'single' }>;

function writeSingle(content: Single, value: string, writing: Writing): void {
  const { code, scope, ruled } = writing;
  const judged = ruled === undefined ? undefined : judgedText(content);
  const write = (): void => {
    if (ruled === undefined || judged === undefined) writeValue(content, value, writing);
    else code.line(writeJudged(judged, value, tagOf(content.number, 2), ruled), ';');
  };
  switch (content.presence) {
    case 'required':
    case 'default':
      return write();
    case 'optional':
    case 'nullable': {
      const absent = content.presence === 'optional' ? 'undefined' : 'null';
      code.block([`if (${value} !== ${absent}) {`], write);
      return;
    }
    case 'zero': {
      if (content.value.kind === 'enum') {
        const number = writing.locals(`${value}Number`);
        const write = scope.file.symbols.write(content.value.declaration, 'protobuf');
        code.line(`const ${number} = `, write, `(${value});`);
        code.line(`if (${number} !== 0) w.tag(${tagOf(content.number, 0)}).int32(${number});`);
        return;
      }
      if (content.value.kind !== 'scalar') return writeValue(content, value, writing);
      const { scalar, type } = content.value;
      const parts = writeScalar(scalar, type, value, tagOf(content.number, wireType(content.value)));
      code.line(`if (${isNotZero(scalar, type, value)}) `, ...parts, ';');
    }
  }
}

interface Field {
  readonly number: number;
  readonly value: ProtoValue;
  readonly group?: boolean;
}

/** One value with its tag. */
function writeValue({ number, value: wire, group = false }: Field, value: string, writing: Writing): void {
  const { code, scope, name, locals } = writing;
  const { symbols } = scope.file;
  const tag = tagOf(number, wireType(wire, group));
  const words = openEnum(wire);
  if (words !== undefined) {
    code.line(`w.word(${tag}, ${value}, ${wordsOf(words, scope.file)});`);
    return;
  }
  if (wire.kind === 'scalar') {
    code.line(...writeScalar(wire.scalar, wire.type, value, tag), ';');
    return;
  }
  if (wire.kind === 'enum') {
    code.line(`w.tag(${tag}).int32(`, symbols.write(wire.declaration, 'protobuf'), `(${value}));`);
    return;
  }
  const write = bodyOf(wire, 'write', symbols) ?? '';
  if (group) {
    code.line(`w.beginGroup(${tag});`);
    code.line(write, `(w, ${value});`);
    code.line(`w.endGroup(${tag + 1});`);
    return;
  }
  const place = scope.place(name, number);
  const start = locals(`${name}Start`);
  code.line(`const ${start} = w.begin(${place});`);
  code.line(write, `(w, ${value});`);
  code.line(`w.end(${place}, ${start});`);
}

type List = Extract<ProtoContent, { kind: 'list' }>;

function writeList(content: List, value: string, writing: Writing): void {
  const { code, scope, name, locals } = writing;
  const { item: wire, number, group } = content;
  const plainText = wire.kind === 'scalar' && wire.scalar === 'string' && wire.type.kind !== 'literal';
  if (plainText && number < 16) {
    code.line(`w.strings(${tagOf(number, 2)}, ${value});`);
    return;
  }
  const item = locals(`${name}Item`);
  if (!content.packed || !isPackedKind(wire)) {
    code.block([`for (const ${item} of w.list(${value})) {`], () =>
      writeValue({ number, value: wire, group }, item, writing),
    );
    return;
  }
  code.block([`if (w.list(${value}).length > 0) {`], () => {
    const place = scope.place(name, number);
    const start = locals(`${name}Start`);
    code.line(`const ${start} = w.begin(${place});`);
    code.line(`for (const ${item} of ${value}) `, ...bare(wire, item, scope), ';');
    code.line(`w.end(${place}, ${start});`);
  });
}

function isPackedKind(wire: ProtoValue): boolean {
  return wire.kind === 'scalar' || wire.kind === 'enum';
}

/** A scalar or enum without its tag. */
function bare(wire: ProtoValue, value: string, scope: MessageScope): Part[] {
  if (wire.kind === 'scalar') return writeScalar(wire.scalar, wire.type, value);
  if (wire.kind === 'enum') return ['w.int32(', scope.file.symbols.write(wire.declaration, 'protobuf'), `(${value}))`];
  throw new Error('bug: only scalars and enums are packed');
}

type MapContent = Extract<ProtoContent, { kind: 'map' }>;

function writeMap(content: MapContent, value: string, writing: Writing): void {
  const { code, scope, name, locals } = writing;
  const place = scope.place(name, content.number);
  const entryKey = locals(`${name}Key`);
  const item = locals(`${name}Item`);
  code.block([`for (const [${entryKey}, ${item}] of `, rt('mapEntries'), `(${value})) {`], () => {
    const start = locals(`${name}Entry`);
    code.line(`const ${start} = w.begin(${place});`);
    const wire = { kind: 'scalar', scalar: content.key, type: { kind: 'string' } } as const;
    code.line(...writeScalar(content.key, wire.type, keyOf(content.key, entryKey), tagOf(1, wireType(wire))), ';');
    writeValue({ number: 2, value: content.value }, item, { ...writing, name: `${name}Value` });
    code.line(`w.end(${place}, ${start});`);
  });
}

const keyReaders = { bool: 'boolKey', int32: 'intKey', uint32: 'intKey' } as const;

/** Keys are text in TypeScript. */
function keyOf(scalar: MapContent['key'], key: string): Part {
  switch (scalar) {
    case 'string':
      return key;
    case 'bool':
    case 'int32':
    case 'uint32':
      return [rt(keyReaders[scalar]), `(${key})`];
    case 'sint32':
    case 'fixed32':
    case 'sfixed32':
      return [rt('intKey'), `(${key})`];
    default:
      return [rt('bigintKey'), `(${key})`];
  }
}

type Oneof = Extract<ProtoContent, { kind: 'oneof' }>;

function writeOneof(content: Oneof, value: string, writing: Writing): void {
  const { code } = writing;
  if (content.presence === 'optional') {
    code.block([`if (${value} !== undefined) {`], () => writeBranches(content, value, writing));
  } else writeBranches(content, value, writing);
}

function writeBranches({ union, branches }: Oneof, value: string, writing: Writing): void {
  const { code, locals } = writing;
  const ordered = inTestOrder(union, branches);
  ordered.forEach((one, index) => {
    const word = index === 0 ? 'if' : '} else if';
    code.line(`${word} (${isBranch(union, one.branch, value)}) {`);
    const inner = new Code();
    const inside = insideOf(union, one.branch, value);
    const simple = inside === value ? value : locals(one.name);
    if (simple !== inside) inner.line(`const ${simple} = ${inside};`);
    const branchWriting = { ...writing, code: inner, name: branchName(one.name) };
    if (isNullable(one.value, one.branch.type.kind)) throw new Error(`bug: ${one.name} may not be null in a oneof`);
    writeValue(one, simple, branchWriting);
    code.line(...indented(inner));
  });
  code.block(['} else {'], () => code.line(`throw w.refuse(${expression('one of the branches of the union')});`));
}

/** The words of a branch as a local: `AVisitOption2` is `aVisitOption2`. */
function branchName(name: string): string {
  return lowerFirst(pascal(name));
}

/** Nullable branches lie in a message of their own, so a bare `null` never reaches a scalar. */
function isNullable(value: ProtoValue, kind: string): boolean {
  return kind === 'nullable' && value.kind !== 'message';
}
