/** Keywords that apply schemas to the same value (JSON Schema Core, section 10.2). */
import type { Compile } from './arrays.js';
import { own } from './resources.js';
import { addSeen, holds, type Judge, nothingSeen, problem, type Run, type Seen } from './run.js';
import { type JsonObject, shown } from './values.js';

export function combinations(node: JsonObject, compile: Compile): Judge[] {
  return [
    ...all(node, compile),
    ...any(node, compile),
    ...one(node, compile),
    ...not(node, compile),
    ...condition(node, compile),
  ];
}

function listed(node: JsonObject, keyword: string, compile: Compile): readonly Judge[] | undefined {
  const list = own(node, keyword);
  return Array.isArray(list) ? list.map(compile) : undefined;
}

function all(node: JsonObject, compile: Compile): Judge[] {
  return [...(listed(node, 'allOf', compile) ?? [])];
}

/** What a branch has evaluated counts only where the branch holds. */
function tried(judge: Judge, value: unknown, run: Run, seen: Seen | undefined): boolean {
  if (seen === undefined) return holds(judge, value, run, undefined);
  const own = nothingSeen();
  const valid = holds(judge, value, run, own);
  if (valid) addSeen(seen, own);
  return valid;
}

function any(node: JsonObject, compile: Compile): Judge[] {
  const branches = listed(node, 'anyOf', compile);
  if (branches === undefined) return [];
  return [
    (value, run, seen) => {
      let valid = false;
      for (const branch of branches) {
        if (!tried(branch, value, run, seen)) continue;
        valid = true;
        // The others matter only for what they evaluate.
        if (seen === undefined) break;
      }
      return valid || problem(run, `${shown(value)} matches none of the ${branches.length} branches`);
    },
  ];
}

function one(node: JsonObject, compile: Compile): Judge[] {
  const branches = listed(node, 'oneOf', compile);
  if (branches === undefined) return [];
  return [
    (value, run, seen) => {
      const matching: number[] = [];
      const evaluated = seen === undefined ? undefined : nothingSeen();
      for (const [index, branch] of branches.entries())
        if (tried(branch, value, run, evaluated)) matching.push(index + 1);
      if (seen !== undefined && evaluated !== undefined && matching.length === 1) addSeen(seen, evaluated);
      if (matching.length === 1) return true;
      if (matching.length === 0) return problem(run, `${shown(value)} matches none of the ${branches.length} branches`);
      return problem(run, `${shown(value)} matches the branches ${matching.join(' and ')}, exactly one expected`);
    },
  ];
}

function not(node: JsonObject, compile: Compile): Judge[] {
  const schema = own(node, 'not');
  if (schema === undefined) return [];
  const judge = compile(schema);
  return [
    (value, run) => !holds(judge, value, run, undefined) || problem(run, `${shown(value)} matches what is ruled out`),
  ];
}

function condition(node: JsonObject, compile: Compile): Judge[] {
  const schema = own(node, 'if');
  if (schema === undefined) return [];
  const test = compile(schema);
  const branch = (key: string): Judge => {
    const one = own(node, key);
    return one === undefined ? () => true : compile(one);
  };
  const yes = branch('then');
  const no = branch('else');
  return [(value, run, seen) => (tried(test, value, run, seen) ? yes : no)(value, run, seen)];
}
