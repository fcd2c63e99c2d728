/** Keywords about objects (JSON Schema Core, sections 10.3.2 and 11.3; Validation, section 6.5). */
import type { Compile } from './arrays.js';
import { type Draft, own } from './resources.js';
import { below, type Judge, problem, type Run, type Seen } from './run.js';
import { regexOf } from './regex.js';
import { counted, isObject, type JsonObject } from './values.js';

type ObjectJudge = (members: JsonObject, run: Run, seen: Seen | undefined, value: unknown) => boolean;

export function objectKeywords(node: JsonObject, draft: Draft, compile: Compile): Judge[] {
  const judges: ObjectJudge[] = [
    ...counts(node),
    ...required(node),
    ...memberKeywords(node, compile),
    ...names(node, compile),
    ...dependencies(node, draft, compile),
  ];
  return judges.map(
    (judge): Judge =>
      (value, run, seen) =>
        !isObject(value) || judge(value, run, seen, value),
  );
}

function counts(node: JsonObject): ObjectJudge[] {
  const judges: ObjectJudge[] = [];
  const min = own(node, 'minProperties');
  const max = own(node, 'maxProperties');
  if (typeof min === 'number') {
    judges.push((members, run) => {
      const count = Object.keys(members).length;
      return count >= min || problem(run, `${counted(count, 'property')}, at least ${min} expected`);
    });
  }
  if (typeof max === 'number') {
    judges.push((members, run) => {
      const count = Object.keys(members).length;
      return count <= max || problem(run, `${counted(count, 'property')}, at most ${max} expected`);
    });
  }
  return judges;
}

function required(node: JsonObject): ObjectJudge[] {
  return requires(own(node, 'required'), 'is required');
}

function requires(names: unknown, words: string): ObjectJudge[] {
  if (!Array.isArray(names) || names.length === 0) return [];
  const all = names.map(String);
  return [
    (members, run) => {
      let valid = true;
      for (const name of all) {
        if (!Object.hasOwn(members, name)) valid = problem(run, `${JSON.stringify(name)} ${words}`);
      }
      return valid;
    },
  ];
}

/** `properties`, `patternProperties`, and `additionalProperties` for what neither names. */
function memberKeywords(node: JsonObject, compile: Compile): ObjectJudge[] {
  const properties = own(node, 'properties');
  const patterns = own(node, 'patternProperties');
  const additional = own(node, 'additionalProperties');
  if (properties === undefined && patterns === undefined && additional === undefined) return [];
  const named = new Map(
    isObject(properties) ? Object.entries(properties).map(([name, one]) => [name, compile(one)]) : [],
  );
  const matched = isObject(patterns)
    ? Object.entries(patterns).map(([pattern, one]) => ({ regex: regexOf(pattern, node), judge: compile(one) }))
    : [];
  const rest = additional === undefined ? undefined : compile(additional);
  const closed = additional === false;
  return [
    (members, run, seen) => {
      let valid = true;
      for (const key of Object.keys(members)) {
        const judge = named.get(key);
        let evaluated = judge !== undefined;
        if (judge !== undefined && !below(judge, members[key], key, run)) valid = false;
        for (const pattern of matched) {
          if (!pattern.regex.test(key, run)) continue;
          evaluated = true;
          if (!below(pattern.judge, members[key], key, run)) valid = false;
        }
        if (evaluated) seen?.members.add(key);
        else if (closed) valid = problem(run, `${JSON.stringify(key)} is not expected`);
        else if (rest !== undefined && !below(rest, members[key], key, run)) valid = false;
      }
      if (rest !== undefined && seen !== undefined) seen.allMembers = true;
      return valid;
    },
  ];
}

function names(node: JsonObject, compile: Compile): ObjectJudge[] {
  const schema = own(node, 'propertyNames');
  if (schema === undefined) return [];
  const judge = compile(schema);
  return [
    (members, run) => {
      let valid = true;
      for (const key of Object.keys(members)) if (!judge(key, run, undefined)) valid = false;
      return valid;
    },
  ];
}

function dependencies(node: JsonObject, draft: Draft, compile: Compile): ObjectJudge[] {
  const keywords = draft === 'draft-07' ? ['dependencies'] : ['dependentRequired', 'dependentSchemas'];
  return keywords.flatMap((keyword) => {
    const map = own(node, keyword);
    if (!isObject(map)) return [];
    return Object.entries(map).flatMap(([name, one]): ObjectJudge[] => {
      if (Array.isArray(one)) {
        const needs = requires(one, `is required beside ${JSON.stringify(name)}`);
        return needs.map(
          (judge): ObjectJudge =>
            (members, run, seen, value) =>
              !Object.hasOwn(members, name) || judge(members, run, seen, value),
        );
      }
      const judge = compile(one);
      return [(members, run, seen, value) => !Object.hasOwn(members, name) || judge(value, run, seen)];
    });
  });
}

/** What no other keyword has evaluated. */
export function unevaluatedProperties(
  node: JsonObject,
  compile: Compile,
): ((value: unknown, run: Run, seen: Seen) => boolean) | undefined {
  const schema = own(node, 'unevaluatedProperties');
  if (schema === undefined) return undefined;
  const judge = compile(schema);
  const closed = schema === false;
  return (value, run, seen) => {
    if (!isObject(value) || seen.allMembers) return true;
    let valid = true;
    for (const key of Object.keys(value)) {
      if (seen.members.has(key)) continue;
      if (closed) valid = problem(run, `${JSON.stringify(key)} is not expected`);
      else if (!below(judge, value[key], key, run)) valid = false;
    }
    seen.allMembers = true;
    return valid;
  };
}
