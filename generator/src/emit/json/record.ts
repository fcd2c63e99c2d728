/** The members of a record as JSON has them: a oneof lies flat, one of its branches beside the other members. */
import type { Branch, Member, RecordDeclaration, Type } from '../../model/types.js';
import { isInherited } from '../own.js';
import { localName, pascalCase, unique } from './names.js';
import type { JsonScope } from './scope.js';

/** One name that may stand in the object. */
export interface Slot {
  readonly name: string;
  readonly alias?: string;
  /** The spelling that is written. */
  readonly written: string;
  readonly member: MemberPlan;
  /** The branch of a oneof, else the member itself. */
  readonly branch?: Branch;
  readonly type: Type;
  readonly hint: string;
}

export interface MemberPlan {
  readonly member: Member;
  /** The local variable that holds it. */
  readonly local: string;
  /** Object.prototype has this name too. */
  readonly inherited: boolean;
}

export interface RecordPlan {
  readonly declaration: RecordDeclaration;
  readonly members: readonly MemberPlan[];
  /** In the order of the schema. */
  readonly slots: readonly Slot[];
  /** The constant with the names. */
  readonly names: string;
}

export function planRecord(declaration: RecordDeclaration, scope: JsonScope): RecordPlan {
  const locals = new Set<string>();
  const members = declaration.members.map((member) => ({
    member,
    local: localName(member.name, locals),
    inherited: isInherited(member.name),
  }));
  const head = declaration.name.charAt(0).toLowerCase() + declaration.name.slice(1);
  return {
    declaration,
    members,
    slots: members.flatMap((plan) => slotsOf(plan, declaration.name)),
    names: unique(`${head}Names`, scope.taken),
  };
}

function slotsOf(plan: MemberPlan, record: string): Slot[] {
  const { name, alias, jsonName, type } = plan.member;
  const hint = record + pascalCase(name);
  if (type.kind !== 'union' || type.style !== 'oneof') {
    return [{ name, written: jsonName ?? name, member: plan, type, hint, ...(alias === undefined ? {} : { alias }) }];
  }
  return type.branches.map((branch) => ({
    name: branch.name,
    written: branch.jsonName ?? branch.name,
    member: plan,
    branch,
    type: branch.type,
    hint: record + pascalCase(branch.name),
    ...(branch.alias === undefined ? {} : { alias: branch.alias }),
  }));
}

/** In the order of RFC 8785: by UTF-16 units. */
export function canonical(slots: readonly Slot[]): Slot[] {
  return slots.toSorted((a, b) => (a.written < b.written ? -1 : 1));
}

/** The spellings of the names, aliases last, and which slot each means. */
export function spellings(slots: readonly Slot[]): readonly (readonly [spelling: string, slot: Slot])[] {
  const names = slots.map((slot) => [slot.name, slot] as const);
  const aliases = slots.flatMap((slot) => (slot.alias === undefined ? [] : [[slot.alias, slot] as const]));
  return [...names, ...aliases];
}
