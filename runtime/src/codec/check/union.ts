/** Finds the branch of a union that a value means to be. */
import { type BranchShape, type UnionShape } from '../shape.js';
import { wordList } from './bounds.js';
import { kindOf, kindsOf } from './kinds.js';
import type { Report } from './report.js';

/** The branch of a plain or untagged union, or undefined after reporting why there is none. */
export function plainBranch(
  report: Report,
  value: unknown,
  union: UnionShape,
  side: 'json' | 'value',
): BranchShape | undefined {
  if (union.tag !== undefined) return byTag(report, value, union, union.tag);
  if (union.style === 'plain' && union.branches.some((branch) => branch.tag !== undefined)) {
    return byRequiredKey(report, value, union);
  }
  const kind = kindOf(value);
  const fitting = union.branches.filter((branch) => kind !== undefined && kindsOf(branch.shape, side).includes(kind));
  const [first] = fitting;
  if (first === undefined) report.add(`${report.show(value)} is none of ${namesOf(union)}`);
  if (fitting.length < 2) return first;
  // Constants of one kind are told apart by themselves.
  return fitting.find((branch) => branch.shape.kind === 'literal' && branch.shape.value === value) ?? first;
}

function byTag(report: Report, value: unknown, union: UnionShape, tag: string): BranchShape | undefined {
  if (kindOf(value) !== 'object') {
    report.add(`${report.show(value)} is not an object`);
    return undefined;
  }
  const found = Object.hasOwn(value as object, tag) ? (value as Readonly<Record<string, unknown>>)[tag] : undefined;
  const branch = union.branches.find((one) => one.tag === found);
  if (branch !== undefined) return branch;
  if (found === undefined) report.add(`missing ${tag}`);
  else report.add(`${report.show(found)} is not one of ${wordList(union.branches.map((one) => String(one.tag)))}`, tag);
  return undefined;
}

function byRequiredKey(report: Report, value: unknown, union: UnionShape): BranchShape | undefined {
  const branch =
    kindOf(value) === 'object'
      ? union.branches.find((one) => typeof one.tag === 'string' && Object.hasOwn(value as object, one.tag))
      : undefined;
  if (branch === undefined) {
    const keys = wordList(union.branches.map((one) => String(one.tag)));
    report.add(`${report.show(value)} has none of the members ${keys}`);
  }
  return branch;
}

function namesOf(union: UnionShape): string {
  return wordList(union.branches.map((branch) => branch.name));
}

/** The branch that the `kind` of `{ kind, value }` names. */
export function namedBranch(report: Report, kind: unknown, union: UnionShape): BranchShape | undefined {
  const branch = union.branches.find((one) => one.name === kind);
  if (branch === undefined) report.add(`${report.show(kind)} is not one of ${namesOf(union)}`, 'kind');
  return branch;
}
