/** `writeX` of a record: its members in canonical order, each read once. */
import { getProperty } from '../own.js';
import { Code, type Part } from '../parts.js';
import { rt } from '../symbols.js';
import { access, expression } from '../text.js';
import { canonical, type MemberPlan, type RecordPlan, type Slot } from './record.js';
import type { JsonScope } from './scope.js';
import { destructured, writeInto } from './write.js';

const widest = 100;

export function writeRecordBody(plan: RecordPlan, scope: JsonScope): Code {
  const code = new Code();
  const keeps = plan.declaration.unknown === 'keep';
  code.line('const start = w.open(value);');
  locals(code, plan.members);
  for (const { member, local } of plan.members) {
    if (member.type.kind !== 'union' || member.type.style !== 'oneof') continue;
    const known = expression(member.type.branches.map((branch) => branch.name));
    const test = member.presence === 'optional' ? `if (${local} !== undefined) ` : '';
    code.line(test, rt('oneOf'), `(${local}.kind, ${known});`);
  }
  if (keeps) code.line('const kept = ', rt('keptMembers'), '(value);');
  for (const slot of canonical(plan.slots)) {
    if (keeps) code.line(`w.kept(kept, ${scope.key(slot.written)});`);
    writeSlot(code, slot, scope);
  }
  if (keeps) code.line('w.kept(kept);');
  return code.line('w.close(start);');
}

/** `const { a, b } = value;` */
function locals(code: Code, members: readonly MemberPlan[]): void {
  const plain = members.filter((plan) => !plan.inherited).map(({ member, local }) => [member.name, local] as const);
  if (plain.length > 0) {
    const line = `const { ${destructured(plain)} } = value;`;
    if (line.length <= widest) code.line(line);
    else {
      code.block(
        ['const {'],
        () => {
          for (const pair of plain) code.line(`${destructured([pair])},`);
        },
        '} = value;',
      );
    }
  }
  for (const { member, local, inherited } of members) {
    if (inherited) code.line(`const ${local} = `, getProperty('value', member), ';');
  }
}

function writeSlot(code: Code, slot: Slot, scope: JsonScope): void {
  const { member, local } = slot.member;
  const write = (value: Part): void => {
    code.line(`w.key(${scope.key(slot.written)});`);
    writeInto(code, slot.type, value, slot.hint, scope);
  };
  const optional = member.presence === 'optional';
  if (slot.branch !== undefined) {
    const test = `${local}${optional ? '?' : ''}.kind === ${expression(slot.branch.name)}`;
    code.block([`if (${test}) {`], () => write(`${local}${access(slot.name)}`));
  } else if (optional) code.block([`if (${local} !== undefined) {`], () => write(local));
  else write(local);
}
