/** `readX` of a record: any order of members, the order of the last message fastest. */
import { kindsOf } from '../../model/kinds.js';
import { Code, type Part, t } from '../parts.js';
import { rt } from '../symbols.js';
import { setProperty } from '../own.js';
import { literal, property } from '../text.js';
import { typeText } from '../type-text.js';
import { defaultPart } from './defaults.js';
import { readExpression } from './read.js';
import { type MemberPlan, type RecordPlan, type Slot, spellings } from './record.js';
import type { JsonScope } from './scope.js';

export function readRecordBody(plan: RecordPlan, scope: JsonScope): Code {
  const code = new Code();
  const { unknown } = plan.declaration;
  for (const { member, local } of plan.members) {
    code.line(`let ${local}`, t(': ', typeText(member.type, scope.symbols), ' | undefined'), ';');
  }
  if (unknown === 'keep') code.line('let kept', t(': Record<string, unknown> | undefined'), ';');
  const names = plan.names;
  code.block([`for (let key = r.open(${names}); key >= 0; key = r.next(${names}, key)) {`], () => {
    code.block(['switch (key) {'], () => {
      cases(code, plan, scope);
      code.line('default:').line(`  ${unknownMember[unknown]}`);
    });
  });
  for (const { member, local } of plan.members) {
    if (member.presence === 'required')
      code.line(`if (${local} === undefined) throw r.missing(${literal(member.name)});`);
  }
  return built(code, plan, scope);
}

const unknownMember = {
  drop: 'r.skip();',
  keep: 'kept = r.keep(kept);',
  refuse: 'throw r.undeclared();',
} as const;

function cases(code: Code, plan: RecordPlan, scope: JsonScope): void {
  const all = spellings(plan.slots);
  for (const slot of plan.slots) {
    const { local } = slot.member;
    all.forEach(([, meant], index) => {
      if (meant === slot) code.line(`case ${index}:`);
    });
    const nullIsAbsent = slot.member.member.nullIsAbsent === true;
    // A branch that is null stands beside the one that is set.
    if (nullIsAbsent && slot.branch !== undefined && !kindsOf(slot.type).json.includes('null'))
      code.line('  if (r.null()) break;');
    code.line(`  r.once(${local});`);
    const absent = nullIsAbsent && slot.branch === undefined ? 'if (!r.null()) ' : '';
    code.line(`  ${absent}${local} = `, slotValue(slot, scope), ';');
    code.line('  break;');
  }
}

function slotValue(slot: Slot, scope: JsonScope): Part {
  const value = readExpression(slot.type, slot.hint, scope);
  if (slot.branch === undefined) return value;
  return [`{ kind: ${literal(slot.branch.name)}, ${property(slot.name)}: `, value, ' }'];
}

/** The object, its members that are always there in one literal. */
function built(code: Code, plan: RecordPlan, scope: JsonScope): Code {
  const optional = plan.members.filter(({ member }) => member.presence === 'optional');
  const always = plan.members.filter(({ member }) => member.presence !== 'optional');
  const keeps = plan.declaration.unknown === 'keep';
  const type = t(': ', scope.symbols.type(plan.declaration));
  const entries = always.map((one) => entry(one, scope));
  const head: Part = optional.length === 0 && !keeps ? 'return' : ['const value', type, ' ='];
  if (entries.length === 0) code.line(head, ' {};');
  else if (always.length <= 4 && always.every(({ member }) => member.presence === 'required')) {
    code.line(head, ' { ', ...entries.flatMap((one, index): Part[] => (index === 0 ? [one] : [', ', one])), ' };');
  } else {
    code.block(
      [head, ' {'],
      () => {
        for (const one of entries) code.line(one, ',');
      },
      '};',
    );
  }
  if (optional.length === 0 && !keeps) return code;
  for (const { member, local } of optional) {
    code.line(`if (${local} !== undefined) `, setProperty('value', member.name, local));
  }
  if (keeps) code.line('if (kept !== undefined) value[', rt('unknownFields'), '] = { json: kept };');
  return code.line('return value;');
}

function entry({ member, local }: MemberPlan, scope: JsonScope): Part {
  if (member.presence === 'implicit') {
    const value = defaultPart(member, scope);
    const chosen: Part =
      member.type.kind === 'nullable' ||
      member.type.kind === 'ref' ||
      member.type.kind === 'union' ||
      member.type.kind === 'json'
        ? [`${local} === undefined ? `, value, ` : ${local}`]
        : [`${local} ?? `, value];
    return [`${property(member.name)}: `, chosen];
  }
  return property(member.name) === local ? local : `${property(member.name)}: ${local}`;
}
