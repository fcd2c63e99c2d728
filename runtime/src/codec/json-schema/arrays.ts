/** Keywords about arrays (JSON Schema Core, sections 10.3.1 and 11.2; Validation, section 6.4). */
import { firstRepeat } from '../unique.js';
import { type Draft, own } from './resources.js';
import { below, holds, type Judge, problem, type Run, type Seen } from './run.js';
import { counted, type JsonObject } from './values.js';

export type Compile = (schema: unknown) => Judge;

type ArrayJudge = (items: readonly unknown[], run: Run, seen: Seen | undefined) => boolean;

export function arrayKeywords(node: JsonObject, draft: Draft, compile: Compile): Judge[] {
  const judges: ArrayJudge[] = [
    ...counts(node),
    ...itemKeywords(node, draft, compile),
    ...contains(node, draft, compile),
  ];
  return judges.map(
    (judge): Judge =>
      (value, run, seen) =>
        !Array.isArray(value) || judge(value, run, seen),
  );
}

function counts(node: JsonObject): ArrayJudge[] {
  const judges: ArrayJudge[] = [];
  const min = own(node, 'minItems');
  const max = own(node, 'maxItems');
  if (typeof min === 'number') {
    judges.push(
      (items, run) => items.length >= min || problem(run, `${counted(items.length, 'item')}, at least ${min} expected`),
    );
  }
  if (typeof max === 'number') {
    judges.push(
      (items, run) => items.length <= max || problem(run, `${counted(items.length, 'item')}, at most ${max} expected`),
    );
  }
  if (own(node, 'uniqueItems') === true) {
    judges.push((items, run) => {
      const repeat = firstRepeat(items);
      return repeat === -1 || problem(run, `item ${repeat} stands before as well, and each was expected once`);
    });
  }
  return judges;
}

/** The first items by their place, the others by one schema. */
function itemKeywords(node: JsonObject, draft: Draft, compile: Compile): ArrayJudge[] {
  const listed = draft === 'draft-07' ? own(node, 'items') : own(node, 'prefixItems');
  const first = Array.isArray(listed) ? listed.map(compile) : [];
  const others = draft === 'draft-07' && Array.isArray(listed) ? own(node, 'additionalItems') : own(node, 'items');
  const rest = others === undefined || Array.isArray(others) ? undefined : compile(others);
  if (first.length === 0 && rest === undefined) return [];
  return [
    (items, run, seen) => {
      let valid = true;
      const end = rest === undefined ? Math.min(first.length, items.length) : items.length;
      for (let i = 0; i < end; i++) {
        const judge = first[i] ?? rest;
        if (judge !== undefined && !below(judge, items[i], String(i), run)) valid = false;
      }
      if (seen !== undefined) {
        if (rest === undefined) seen.itemsBefore = Math.max(seen.itemsBefore, end);
        else seen.allItems = true;
      }
      return valid;
    },
  ];
}

function contains(node: JsonObject, draft: Draft, compile: Compile): ArrayJudge[] {
  const schema = own(node, 'contains');
  if (schema === undefined) return [];
  const judge = compile(schema);
  const lowest = draft === 'draft-07' ? 1 : (own(node, 'minContains') ?? 1);
  const highest = draft === 'draft-07' ? undefined : own(node, 'maxContains');
  const min = typeof lowest === 'number' ? lowest : 1;
  const max = typeof highest === 'number' ? highest : Infinity;
  return [
    (items, run, seen) => {
      let matches = 0;
      for (const [index, item] of items.entries()) {
        if (!holds(judge, item, run, undefined)) continue;
        matches++;
        if (draft !== 'draft-07') seen?.items.add(index);
      }
      if (matches < min)
        return problem(run, `${counted(matches, 'item')} of the kind asked for, at least ${min} expected`);
      return (
        matches <= max || problem(run, `${counted(matches, 'item')} of the kind asked for, at most ${max} expected`)
      );
    },
  ];
}

/** What no other keyword has evaluated. */
export function unevaluatedItems(
  node: JsonObject,
  compile: Compile,
): ((value: unknown, run: Run, seen: Seen) => boolean) | undefined {
  const schema = own(node, 'unevaluatedItems');
  if (schema === undefined) return undefined;
  const judge = compile(schema);
  return (value, run, seen) => {
    if (!Array.isArray(value) || seen.allItems) return true;
    let valid = true;
    for (const [index, item] of value.entries()) {
      if (index < seen.itemsBefore || seen.items.has(index)) continue;
      if (!below(judge, item, String(index), run)) valid = false;
    }
    seen.allItems = true;
    return valid;
  };
}
