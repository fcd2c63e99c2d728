/** Records: one line a field, in the order of the Avro schema. */
import type { AvroRecordField, AvroSchema } from '../../model/avro-schema.js';
import type { Member, RecordDeclaration } from '../../model/types.js';
import { Code, type Part, t } from '../parts.js';
import { getProperty, setProperty } from '../own.js';
import { property } from '../text.js';
import { readChoice } from './read-choice.js';
import { readValue } from './read.js';
import { isRecursive } from './recursive.js';
import { createLocals, type Place, within } from './scope.js';
import { choiceOf, nullSlot, slotsOf } from './slots.js';
import { chain, writeValue } from './write.js';
import { writeValues } from './write-choice.js';

interface Row {
  readonly field: AvroRecordField;
  readonly member: Member;
}

function rowsOf(declaration: RecordDeclaration, schema: AvroSchema): readonly Row[] {
  if (schema.kind !== 'record') throw new Error(`bug: ${declaration.name} on Avro's ${schema.kind}`);
  return schema.fields.map((field) => {
    const member = declaration.members.find((one) => one.name === (field.property ?? field.name));
    if (member === undefined) throw new Error(`bug: ${declaration.name} has no member ${field.name}`);
    return { field, member };
  });
}

export function writeRecord(code: Code, declaration: RecordDeclaration, schema: AvroSchema, place: Place): void {
  const local = createLocals(place.file);
  const recursive = isRecursive(schema);
  code.line('w.record(value);');
  if (recursive) code.line('w.enter();');
  for (const { field, member } of rowsOf(declaration, schema)) {
    const value = getProperty('value', member);
    const at = within(place, member.name);
    const choice = slotsOf(field.type);
    if (member.presence !== 'optional' && choice.length === 0) {
      writeValue(code, member.type, field.type, value, at);
      continue;
    }
    const name = local(member.name);
    code.line(`const ${name} = `, value, ';');
    if (member.presence !== 'optional') {
      writeValue(code, member.type, field.type, name, at);
      continue;
    }
    const inner = new Code();
    writeValues(inner, member.type, choice, name, at);
    chain(code, [
      { head: `if (${name} === undefined)`, body: new Code().line(`w.index(${nullSlot(choice)});`) },
      { head: '', body: inner },
    ]);
  }
  if (recursive) code.line('w.leave();');
}

export function readRecord(code: Code, declaration: RecordDeclaration, schema: AvroSchema, place: Place): void {
  const local = createLocals(place.file);
  const recursive = isRecursive(schema);
  const rows = rowsOf(declaration, schema).map((row) => ({ ...row, name: local(row.member.name) }));
  if (recursive) code.line('r.enter();');
  for (const { field, member, name } of rows) code.line(`const ${name} = `, readMember(member, field, place), ';');
  if (recursive) code.line('r.leave();');
  const always = rows.filter(({ member }) => member.presence !== 'optional');
  const maybe = rows.filter(({ member }) => member.presence === 'optional');
  const items = always.map(({ member, name }) =>
    property(member.name) === name ? name : `${property(member.name)}: ${name}`,
  );
  const object = objectText(items, declaration.name.length + 20);
  if (maybe.length === 0) {
    code.line(`return ${object};`);
    return;
  }
  code.line('const value', t(': ', place.file.symbols.type(declaration)), ` = ${object};`);
  for (const { member, name } of maybe)
    code.line(`if (${name} !== undefined) `, setProperty('value', member.name, name));
  code.line('return value;');
}

/** On one line where it fits. */
function objectText(items: readonly string[], used: number): string {
  const line = items.length === 0 ? '{}' : `{ ${items.join(', ')} }`;
  return used + line.length <= 112 ? line : `{\n${items.map((item) => `  ${item},\n`).join('')}}`;
}

function readMember(member: Member, field: AvroRecordField, place: Place): Part {
  const at = within(place, member.name);
  if (member.presence !== 'optional') return readValue(member.type, field.type, at);
  const slots = slotsOf(field.type);
  return readChoice(member.type, choiceOf(member.type), slots, slots.length, at, 'undefined');
}
