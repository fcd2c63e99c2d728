import type { Issue } from '../codec.js';
import { arrayKeywords, unevaluatedItems } from './arrays.js';
import { combinations } from './combine.js';
import { objectKeywords, unevaluatedProperties } from './objects.js';
import { quickJudge } from './quick.js';
import { findResources, locate, own, type Resource, type Resources } from './resources.js';
import { addSeen, createRun, enter, type Judge, leave, nothingSeen, problem, type Run } from './run.js';
import { anyKeywords, numberKeywords, stringKeywords } from './scalars.js';
import { isObject, type JsonObject } from './values.js';

export interface SchemaOptions {
  /** Whether `format` is asserted, for the formats that are known (default true). */
  readonly formats?: boolean;
}

/**
 * A judge of plain JSON by `schema` (draft 2020-12, or draft-07 where `$schema` says so): every problem found, at most
 * a hundred, with an RFC 6901 path; none means valid. The schema holds everything that it refers to.
 *
 * @example compileSchema({ type: 'array', contains: { type: 'string' } })([1]) // [{ path: '', message: '...' }]
 * @throws {TypeError} where the schema refers to something that is not in it, or a pattern is no regular expression.
 */
export function compileSchema(schema: unknown, options: SchemaOptions = {}): (value: unknown) => Issue[] {
  const compiler = createCompiler(findResources(schema), options.formats ?? true);
  const judge = compiler(schema);
  const quick = quickJudge(schema, options.formats ?? true);
  return (value) => {
    if (quick?.(value) === true) return [];
    const run = createRun();
    const valid = judge(value, run, undefined);
    if (run.exhausted !== undefined) return [{ path: '', message: run.exhausted }];
    // A problem noted in one place is a false verdict in another; both or neither, else this is a bug of ours.
    if (valid !== (run.issues.length === 0)) throw new Error('bug: verdict and issues of a schema differ');
    return run.issues;
  };
}

function createCompiler(resources: Resources, formats: boolean): (schema: unknown) => Judge {
  const known = new Map<object, Judge>();
  const referenced: unknown[] = [];
  return (schema) => {
    const judge = compile(schema);
    // One after the other: a chain of references may be longer than the stack.
    for (let next = referenced.pop(); next !== undefined; next = referenced.pop()) compile(next);
    return judge;
  };

  function compile(schema: unknown): Judge {
    if (schema === false) return (_, run) => problem(run, 'nothing is expected here');
    if (!isObject(schema)) return () => true;
    const before = known.get(schema);
    if (before !== undefined) return before;
    const judge = build(schema);
    known.set(schema, judge);
    return judge;
  }

  function build(node: JsonObject): Judge {
    const resource = resources.of(node);
    const reference = own(node, '$ref');
    const replaced = resource.draft === 'draft-07' && typeof reference === 'string';
    const judges = replaced ? [refer(reference, resource)] : keywords(node, resource);
    const items = replaced ? undefined : unevaluatedItems(node, compile);
    const members = replaced ? undefined : unevaluatedProperties(node, compile);
    const unevaluated = [items, members].filter((one) => one !== undefined);
    const asks = resource.draft === '2020-12' && unevaluated.length > 0;
    return (value, run, seen) => {
      if (!enter(run)) return exhausted(run);
      const inside = run.scope.at(-1) === resource;
      if (!inside) run.scope.push(resource);
      const evaluated = asks ? nothingSeen() : seen;
      let valid = true;
      for (const judge of judges) if (!judge(value, run, evaluated)) valid = false;
      if (asks && evaluated !== undefined) {
        // What a broken value has not evaluated would only be noise.
        if (valid) for (const judge of unevaluated) if (!judge(value, run, evaluated)) valid = false;
        if (seen !== undefined) addSeen(seen, evaluated);
      }
      if (!inside) run.scope.pop();
      leave(run);
      return valid;
    };
  }

  function keywords(node: JsonObject, resource: Resource): Judge[] {
    const { draft } = resource;
    const reference = own(node, '$ref');
    const dynamic = draft === '2020-12' ? own(node, '$dynamicRef') : undefined;
    return [
      ...(typeof reference === 'string' ? [refer(reference, resource)] : []),
      ...(typeof dynamic === 'string' ? [referDynamically(dynamic, resource)] : []),
      ...anyKeywords(node, formats),
      ...numberKeywords(node),
      ...stringKeywords(node),
      ...arrayKeywords(node, draft, compile),
      ...objectKeywords(node, draft, compile),
      ...combinations(node, compile),
    ];
  }

  function refer(reference: string, resource: Resource): Judge {
    return later(locate(reference, resource, resources));
  }

  function later(schema: unknown): Judge {
    referenced.push(schema);
    let judge: Judge | undefined;
    return (value, run, seen) => (judge ??= compile(schema))(value, run, seen);
  }

  /** Section 8.2.3.2: the outermost resource in the dynamic scope that has the same dynamic anchor. */
  function referDynamically(reference: string, resource: Resource): Judge {
    const first = locate(reference, resource, resources);
    const name = reference.slice(reference.indexOf('#') + 1);
    const initial = later(first);
    if (resources.of(first).dynamic.get(name) !== first) return initial;
    return (value, run, seen) => {
      const outermost = run.scope.find((one) => one.dynamic.has(name));
      const judge = outermost === undefined ? initial : compile(outermost.dynamic.get(name));
      return judge(value, run, seen);
    };
  }
}

function exhausted(run: Run): false {
  leave(run);
  return problem(run, run.exhausted ?? 'a limit was passed');
}
