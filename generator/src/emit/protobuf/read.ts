/** `readX`: one loop over the fields, locals for the members, and the object built once at the end. */
import type { ProtoContent, ProtoSlot, ProtoValue } from '../../encodings/proto-layout.js';
import type { Type } from '../../model/types.js';
import { Code, type FunctionStatement, type Part, t } from '../parts.js';
import { rt, rtType } from '../symbols.js';
import { setProperty } from '../own.js';
import { expression, literal, property } from '../text.js';
import { ruleOf, violation } from './checks.js';
import { defaultExpression } from './defaults.js';
import { readScalar, tagOf, wireType, zeroOf } from './scalars.js';
import { bodyOf, createLocals, functionOf, type MessageScope, namesOf, typeOf, valueType } from './scope.js';
import { judgedText, openEnum, readJudged, wordsOf } from './texts.js';
import { around } from './unions.js';

export function readFunction(scope: MessageScope): FunctionStatement {
  const { message, file } = scope;
  const reading: Reading = { scope, cases: new Code(), locals: createLocals(file.taken), merges: false };
  const head = new Code();
  const tail = new Code();
  if (message.of.kind === 'record') readMembers(reading, message.of.slots, head, tail);
  else readAlone(reading, head, tail);
  const code = new Code();
  if (reading.merges) code.line('const start = r.position;');
  for (const { parts } of head.lines) code.line(...parts);
  code.block(['while (r.position < end) {'], () => {
    code.line('const tag = r.tag();');
    code.block(['switch (tag) {'], () => {
      for (const line of reading.cases.lines) code.line('  '.repeat(line.depth), ...line.parts);
      code.line('default:');
      code.line(...unknownCase(scope));
    });
  });
  code.line('r.end(end);');
  for (const line of tail.lines) code.line('  '.repeat(line.depth), ...line.parts);
  return {
    kind: 'function',
    exported: message.of.declaration !== undefined,
    name: functionOf(message, 'read', file.symbols).name,
    parameters: [
      { name: 'r', type: rtType('ProtobufReader') },
      { name: 'end', type: 'number' },
    ],
    returns: valueType(message, file.symbols),
    body: code,
  };
}

interface Reading {
  readonly scope: MessageScope;
  readonly cases: Code;
  readonly locals: (wanted: string) => string;
  /** Whether a singular message may have to be merged with an earlier occurrence. */
  merges: boolean;
}

function unknownCase(scope: MessageScope): Part[] {
  const { message, file } = scope;
  const names = namesOf(message, file.symbols);
  const policy = message.of.kind === 'record' ? message.of.declaration.unknown : 'drop';
  switch (policy) {
    case 'keep':
      return ['  unknown = r.keep(tag, ', names, ', unknown);'];
    case 'drop':
      return ['  r.skip(tag, ', names, ');'];
    case 'refuse':
      return ['  throw r.reject(tag);'];
  }
}

// ------------------------------------------------------------------------------------------------------------ records

function readMembers(reading: Reading, slots: readonly ProtoSlot[], head: Code, tail: Code): void {
  const { scope } = reading;
  const { message, file } = scope;
  const keep = message.of.kind === 'record' && message.of.declaration.unknown === 'keep';
  const always: Part[] = [];
  const sometimes: { readonly local: string; readonly name: string }[] = [];
  for (const { member, content } of slots) {
    const local = reading.locals(member.name);
    readContent(reading, content, { local, type: member.type, member }, head);
    const missing = mayBeMissing(content);
    if (missing === 'error') tail.line(`if (${local} === undefined) throw r.missing(${literal(member.name)});`);
    if (content.kind === 'list') tail.line(`r.items(${local}.length);`);
    if (content.kind === 'map') tail.line(`r.items(Object.keys(${local}).length);`);
    const ruled = { file, message, member: member.name };
    const rule = violation(member.type, local, ruled, judgedText(content) === undefined ? undefined : 'read');
    if (rule !== undefined) {
      const guarded = missing === 'absent' ? [`${local} !== undefined && (`, ...rule, ')'] : rule;
      tail.line('if (', ...guarded, ') throw r.refuse(', ...ruleOf(ruled, file.symbols), `, ${local});`);
    }
    if (missing === 'absent') sometimes.push({ local, name: member.name });
    else always.push(property(member.name) === local ? local : `${property(member.name)}: ${local}`);
  }
  if (keep) head.line('let unknown', t(': number[] | undefined'), ';');
  const literalParts: Part[] = always.length === 0 ? ['{}'] : ['{ ', ...comma(always), ' }'];
  if (sometimes.length === 0 && !keep) {
    tail.line('return ', ...literalParts, ';');
    return;
  }
  tail.line('const out', t(': ', valueType(message, file.symbols)), ' = ', ...literalParts, ';');
  for (const { local, name } of sometimes) tail.line(`if (${local} !== undefined) `, setProperty('out', name, local));
  if (keep) tail.line('if (unknown !== undefined) out[', rt('unknownFields'), '] = r.kept(unknown);');
  tail.line('return out;');
}

function comma(parts: readonly Part[]): Part[] {
  return parts.flatMap((part, index) => (index === 0 ? [part] : [', ', part]));
}

function mayBeMissing(content: ProtoContent): 'error' | 'absent' | 'never' {
  if (content.kind === 'list' || content.kind === 'map') return 'never';
  switch (content.presence) {
    case 'required':
      return 'error';
    case 'optional':
      return 'absent';
    case 'nullable':
    case 'zero':
    case 'default':
      return 'never';
  }
}

// ----------------------------------------------------------------------------------------------- values on their own

function readAlone(reading: Reading, head: Code, tail: Code): void {
  const { message, file } = reading.scope;
  if (message.of.kind !== 'value') return;
  const { slot, type, declaration } = message.of;
  const local = reading.locals('content');
  readContent(reading, slot, { local, type }, head);
  if (mayBeMissing(slot) === 'error') tail.line(`if (${local} === undefined) throw r.missing('the value');`);
  if (slot.kind === 'list') tail.line(`r.items(${local}.length);`);
  if (slot.kind === 'map') tail.line(`r.items(Object.keys(${local}).length);`);
  const rule = declaration?.kind === 'alias' ? violation(type, local, { file, message }) : undefined;
  if (rule !== undefined) {
    tail.line('if (', ...rule, ') throw r.refuse(', ...ruleOf({ file, message }, file.symbols), `, ${local});`);
  }
  tail.line(`return ${local};`);
}

// ----------------------------------------------------------------------------------------------------------- contents

interface Target {
  readonly local: string;
  readonly type: Type;
  readonly member?: ProtoSlot['member'];
}

function readContent(reading: Reading, content: ProtoContent, target: Target, head: Code): void {
  switch (content.kind) {
    case 'single':
      return readSingle(reading, content, target, head);
    case 'list':
      return readList(reading, content, target, head);
    case 'map':
      return readMap(reading, content, target, head);
    case 'oneof':
      return readOneof(reading, content, target, head);
  }
}

type Single = Extract<ProtoContent, { kind: 'single' }>;

function readSingle(reading: Reading, content: Single, { local, type, member }: Target, head: Code): void {
  const { scope } = reading;
  const text = typeOf(type, scope);
  switch (content.presence) {
    case 'required':
    case 'optional':
      head.line(`let ${local}`, t(': ', text, ' | undefined'), ';');
      break;
    case 'nullable':
      head.line(`let ${local}`, t(': ', text), ' = null;');
      break;
    case 'zero':
      head.line(`let ${local}`, t(': ', text), ` = ${zeroValue(content.value)};`);
      break;
    case 'default':
      head.line(`let ${local}`, t(': ', text), ` = ${startValue(type, member)};`);
  }
  const absent = content.presence === 'nullable' ? 'null' : 'undefined';
  const mergeable =
    content.presence === 'required' || content.presence === 'optional' || content.presence === 'nullable';
  readCase(
    reading,
    content,
    (read) => [`${local} = `, ...read, ';'],
    mergeable ? `${local} !== ${absent}` : undefined,
    [],
    readMember(content, member, scope),
  );
}

/** A member that is judged on its bytes; undefined for all others. */
function readMember(content: Single, member: ProtoSlot['member'] | undefined, scope: MessageScope): Part | undefined {
  const judged = judgedText(content);
  if (judged === undefined || member === undefined) return undefined;
  return readJudged(judged, { file: scope.file, message: scope.message, member: member.name });
}

function startValue(type: Type, member: ProtoSlot['member'] | undefined): string {
  const text = member?.default === undefined ? undefined : defaultExpression(type, member.default);
  if (text === undefined) throw new Error(`bug: ${member?.name ?? 'a value'} has presence implicit and no default`);
  return text;
}

function zeroValue(value: ProtoValue): string {
  if (value.kind === 'scalar') return zeroOf(value.scalar, value.type);
  if (value.kind !== 'enum') throw new Error('bug: messages have no zero value');
  const { words } = value.declaration;
  const zero = words.find((word) => word.number === 0) ?? words[0];
  return expression(zero?.name ?? '');
}

interface Field {
  readonly number: number;
  readonly value: ProtoValue;
  readonly group?: boolean;
}

/**
 * One `case`. `store` takes the expression that reads; `again` is the condition under which a message was there before
 * and the two are merged; `others` are the tags that would have cleared it; `own` reads it in another way than its type.
 */
function readCase(
  reading: Reading,
  { number, value, group = false }: Field,
  store: (read: readonly Part[]) => Part[],
  again: string | undefined,
  others: readonly number[],
  own?: Part,
): void {
  const { cases, scope } = reading;
  const tag = tagOf(number, wireType(value, group));
  const body = bodyOf(value, 'read', scope.file.symbols);
  cases.line(`case ${tag}:`);
  if (body === undefined) cases.line('  ', ...store(own === undefined ? readPlain(value, scope) : [own]));
  else {
    const open = group ? `r.beginGroup(${number})` : 'r.begin()';
    const once = [body, `(r, ${open})`];
    if (again === undefined) cases.line('  ', ...store(once));
    else {
      reading.merges = true;
      const merged = [`r.merge(start, ${tag}, [${others.join(', ')}], `, body, ')'];
      if (group) {
        cases.line('  if (', again, ') ', ...store(merged));
        cases.line('  else {');
        cases.line('    ', ...store(once));
        cases.line('    r.endGroup();');
        cases.line('  }');
      } else cases.line('  ', ...store([again, ' ? ', ...merged, ' : ', ...once]));
    }
    if (group && again === undefined) cases.line('  r.endGroup();');
  }
  cases.line('  break;');
}

function readPlain(value: ProtoValue, scope: MessageScope): Part[] {
  const words = openEnum(value);
  if (words !== undefined) return [`r.word(${wordsOf(words, scope.file)})`];
  if (value.kind === 'scalar') return [readScalar(value.scalar, value.type)];
  if (value.kind === 'enum') return [scope.file.symbols.read(value.declaration, 'protobuf'), '(r)'];
  throw new Error('bug: a message is read by its body');
}

type List = Extract<ProtoContent, { kind: 'list' }>;

function readList(reading: Reading, content: List, { local, type }: Target, head: Code): void {
  const { cases, scope } = reading;
  const { number, item, group } = content;
  head.line(`const ${local}`, t(': ', typeOf(type, scope)), ' = [];');
  readCase(reading, { number, value: item, group }, (read) => [`${local}.push(`, ...read, ');'], undefined, []);
  const packable = item.kind === 'enum' || (item.kind === 'scalar' && wireType(item) !== 2);
  if (!packable) return;
  // Readers take both spellings of a repeated number, whatever the schema says.
  cases.block([`case ${tagOf(number, 2)}: {`], () => {
    cases.line('const stop = r.begin();');
    cases.line(`while (r.position < stop) ${local}.push(`, ...readPlain(item, scope), ');');
    cases.line('r.end(stop);');
    cases.line('break;');
  });
}

type MapContent = Extract<ProtoContent, { kind: 'map' }>;

function readMap(reading: Reading, content: MapContent, { local, type }: Target, head: Code): void {
  const { cases, scope, locals } = reading;
  const { symbols } = scope.file;
  const { key: scalar, value, number } = content;
  const place = type.kind === 'map' ? type.values : type;
  head.line(`const ${local}`, t(': ', typeOf(type, scope)), ' = ', rt('emptyMap'), '();');
  const entryKey = locals(`${local}Key`);
  const item = locals(`${local}Item`);
  const body = bodyOf(value, 'read', symbols);
  cases.block([`case ${tagOf(number, 2)}: {`], () => {
    cases.line('const stop = r.begin();');
    cases.line(`let ${entryKey} = ${scalar === 'string' ? "''" : `'${scalar === 'bool' ? 'false' : '0'}'`};`);
    const known = body === undefined ? ` = ${zeroEntry(value)}` : '';
    cases.line(`let ${item}`, t(': ', typeOf(place, scope), body === undefined ? '' : ' | undefined'), `${known};`);
    cases.block(['while (r.position < stop) {'], () => {
      cases.line('const inner = r.tag();');
      const keyTag = tagOf(1, wireType({ kind: 'scalar', scalar, type: { kind: 'string' } }));
      const keyRead = readScalar(scalar, { kind: 'string' });
      cases.line(
        `if (inner === ${keyTag}) ${entryKey} = `,
        scalar === 'string' ? keyRead : ['String(', keyRead, ')'],
        ';',
      );
      const read = body === undefined ? readPlain(value, scope) : [body, '(r, r.begin())'];
      cases.line(`else if (inner === ${tagOf(2, wireType(value))}) ${item} = `, ...read, ';');
      cases.line('else r.skip(inner, ', rt('entryNames'), ');');
    });
    cases.line('r.end(stop);');
    // Null is a value; undefined is an entry without one.
    const missing = body === undefined ? [] : [`${item} === undefined ? `, body, '(r, r.nothing()) : '];
    cases.line(`${local}[${entryKey}] = `, ...missing, `${item};`);
    cases.line('break;');
  });
}

/** What an entry without value means. */
function zeroEntry(value: ProtoValue): string {
  if (value.kind === 'scalar') {
    if (value.type.kind === 'timestamp' && value.type.unit === 'millis') return 'new Date(0)';
    if (value.type.kind === 'json') return { any: 'null', object: '{}', array: '[]' }[value.type.of];
    if (value.type.kind === 'literal') return expression(value.type.value);
    if (value.type.kind === 'duration') return '{ months: 0, days: 0, millis: 0 }';
  }
  return zeroValue(value);
}

type Oneof = Extract<ProtoContent, { kind: 'oneof' }>;

function readOneof(reading: Reading, { union, branches }: Oneof, { local, type }: Target, head: Code): void {
  head.line(`let ${local}`, t(': ', typeOf(type, reading.scope), ' | undefined'), ';');
  for (const one of branches) {
    const { before, after } = around(union, one.branch);
    // Only an authored oneof meets other writers; ours never write a branch twice.
    const again = union.style === 'oneof' && !one.group ? `${local}?.kind === ${literal(one.branch.name)}` : undefined;
    const others = branches
      .filter((other) => other !== one)
      .map((other) => tagOf(other.number, wireType(other.value, other.group)));
    readCase(reading, one, (read) => [`${local} = ${before}`, ...read, `${after};`], again, others);
  }
}
