/** One judgement of one value: where it is, what was found, what was evaluated, and how long it may take. */
import type { Issue } from '../codec.js';
import { pointer } from '../check/report.js';
import type { Resource } from './resources.js';

/**
 * Judges a value at the run's current path. What it evaluates of the value's members and items is noted in `seen`,
 * where an `unevaluated*` keyword around it asks for that.
 */
export type Judge = (value: unknown, run: Run, seen: Seen | undefined) => boolean;

/** Members and items that some schema has looked at (JSON Schema Core, section 11). */
export interface Seen {
  allMembers: boolean;
  readonly members: Set<string>;
  allItems: boolean;
  /** Items before this index are evaluated. */
  itemsBefore: number;
  readonly items: Set<number>;
}

export function nothingSeen(): Seen {
  return { allMembers: false, members: new Set(), allItems: false, itemsBefore: 0, items: new Set() };
}

export function addSeen(to: Seen, from: Seen): void {
  to.allMembers ||= from.allMembers;
  to.allItems ||= from.allItems;
  to.itemsBefore = Math.max(to.itemsBefore, from.itemsBefore);
  for (const member of from.members) to.members.add(member);
  for (const item of from.items) to.items.add(item);
}

const maxIssues = 100;
/** Schemas applied inside of each other, in place or in depth: a schema that applies itself would not end. */
const maxDepth = 1000;
/** Schemas applied in all: combinations of combinations can be exponential in the size of the schema. */
const maxSteps = 2_000_000;

export interface Run {
  readonly path: string[];
  /** Resources entered, outermost first: where `$dynamicRef` looks. */
  readonly scope: Resource[];
  issues: Issue[];
  depth: number;
  steps: number;
  /** Which limit was passed: nothing is accepted any more. */
  exhausted: string | undefined;
}

export function createRun(): Run {
  return { path: [], scope: [], issues: [], depth: 0, steps: 0, exhausted: undefined };
}

/** Notes a problem at the current path; always false, so that judges can return it. */
export function problem(run: Run, message: string): false {
  if (run.issues.length < maxIssues) run.issues.push({ path: pointer(run.path), message });
  return false;
}

/** Applies a schema to a member or an item. */
export function below(judge: Judge, value: unknown, key: string, run: Run): boolean {
  run.path.push(key);
  const valid = judge(value, run, undefined);
  run.path.pop();
  return valid;
}

/** Whether a schema holds, without noting why not. */
export function holds(judge: Judge, value: unknown, run: Run, seen: Seen | undefined): boolean {
  const { issues } = run;
  run.issues = [];
  const valid = judge(value, run, seen);
  run.issues = issues;
  return valid && run.exhausted === undefined;
}

/** Counts an application and its depth; false where the limit is passed. */
export function enter(run: Run): boolean {
  run.steps++;
  run.depth++;
  if (run.depth <= maxDepth && run.steps <= maxSteps && run.exhausted === undefined) return true;
  run.exhausted ??= 'the schema applies to itself too often to be judged';
  return false;
}

export function leave(run: Run): void {
  run.depth--;
}
