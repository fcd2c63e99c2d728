/**
 * Whether a value is valid, told without paths, issues or evaluated members: what most values are judged by. Built for
 * the keywords that make up nearly all schemas; a schema with any other one is left to the full judge, and so is every
 * value that is not plainly valid.
 */
import { isMultiple } from '../multiple.js';
import { matchesFormat } from '../formats.js';
import { own } from './resources.js';
import { isObject, type JsonObject, lengthOf } from './values.js';

/** False also where it could not tell. */
export type Quick = (value: unknown) => boolean;

/** Keywords that say nothing about a value by themselves. */
const silent = new Set(
  '$schema $id $comment $defs definitions title description default examples deprecated readOnly writeOnly'.split(' '),
);

/** Schemas inside each other, when built and when applied; what goes deeper is left to the full judge. */
const deepest = 100;
/** Schemas applied to one value: combinations of combinations are exponential. */
const mostSteps = 10_000;

class Unknown extends Error {}

/** Undefined where the schema has a keyword that only the full judge knows. */
export function quickJudge(schema: unknown, formats: boolean): Quick | undefined {
  const known = new Map<object, Quick>();
  let depth = 0;
  let steps = 0;
  let text: string | undefined;
  try {
    const judge = compile(schema);
    return (value) => {
      depth = 0;
      steps = 0;
      return judge(value);
    };
  } catch (error) {
    if (error instanceof Unknown) return undefined;
    throw error;
  }

  function compile(node: unknown): Quick {
    if (node === true) return () => true;
    if (!isObject(node)) throw new Unknown();
    const before = known.get(node);
    if (before !== undefined) return before;
    let rules: readonly Quick[] = [];
    // Entered first: a schema may refer to itself.
    const judge: Quick = (value) => {
      if (depth >= deepest || ++steps > mostSteps) return false;
      depth++;
      for (let i = 0; i < rules.length; i++) {
        if ((rules[i] as Quick)(value)) continue;
        depth--;
        return false;
      }
      depth--;
      return true;
    };
    known.set(node, judge);
    if (++depth > deepest) throw new Unknown();
    rules = Object.keys(node).flatMap((key) => (silent.has(key) ? [] : [rule(key, node[key], node)]));
    depth--;
    const [only] = rules;
    return rules.length === 1 && only !== undefined ? only : judge;
  }

  function rule(key: string, given: unknown, node: JsonObject): Quick {
    switch (key) {
      case 'type':
        return ofType(Array.isArray(given) ? given.map(String) : [String(given)]);
      case 'enum':
        return oneOf(given);
      case 'const':
        return oneOf([given]);
      case 'properties':
        return members(given);
      case 'additionalProperties':
        return others(given, own(node, 'properties'));
      case 'required':
        return required(given);
      case 'items':
        return items(given);
      case 'anyOf':
        return anyOf(given);
      case 'propertyNames':
        return propertyNames(given);
      case 'format':
        if (typeof given !== 'string') throw new Unknown();
        return formats ? (value) => typeof value !== 'string' || matchesFormat(given, value) !== false : () => true;
      case '$ref':
        return reference(given, node);
      default:
        return bound(key, given);
    }
  }

  function members(given: unknown): Quick {
    if (!isObject(given)) throw new Unknown();
    const named = Object.entries(given).map(([name, one]) => ({ name, judge: compile(one) }));
    return (value) => {
      if (!isObject(value)) return true;
      for (let i = 0; i < named.length; i++) {
        const { name, judge } = named[i] as (typeof named)[number];
        if (Object.hasOwn(value, name) && !judge(value[name])) return false;
      }
      return true;
    };
  }

  /** Members that `properties` does not name; beside `patternProperties` there is no quick judge. */
  function others(given: unknown, properties: unknown): Quick {
    const judge = given === false ? (): boolean => false : compile(given);
    const named = new Set(isObject(properties) ? Object.keys(properties) : []);
    return (value) => {
      if (!isObject(value)) return true;
      for (const name of Object.keys(value)) if (!named.has(name) && !judge(value[name])) return false;
      return true;
    };
  }

  function items(given: unknown): Quick {
    const judge = compile(given);
    return (value) => {
      if (!Array.isArray(value)) return true;
      for (let i = 0; i < value.length; i++) if (!judge(value[i])) return false;
      return true;
    };
  }

  function anyOf(given: unknown): Quick {
    if (!Array.isArray(given)) throw new Unknown();
    const branches = given.map(compile);
    return (value) => {
      for (let i = 0; i < branches.length; i++) if ((branches[i] as Quick)(value)) return true;
      return false;
    };
  }

  function propertyNames(given: unknown): Quick {
    const judge = compile(given);
    return (value) => {
      if (!isObject(value)) return true;
      for (const name of Object.keys(value)) if (!judge(name)) return false;
      return true;
    };
  }

  /** Within the definitions of a schema that is one resource only. */
  function reference(given: unknown, node: JsonObject): Quick {
    const found = typeof given === 'string' ? /^#\/(\$defs|definitions)\/([A-Za-z0-9_-]+)$/.exec(given) : null;
    const [, group, name] = found ?? [];
    const places = isObject(schema) && group !== undefined ? own(schema, group) : undefined;
    const target = isObject(places) && name !== undefined ? own(places, name) : undefined;
    if (target === undefined || isolated(node)) throw new Unknown();
    // A reference to what it stands in gets the judge that counts, which ends.
    return compile(target);
  }

  /** Draft-07 drops what stands beside a reference, and an `$id` below the root moves what references mean. */
  function isolated(node: JsonObject): boolean {
    text ??= JSON.stringify(schema);
    return (Object.keys(node).length > 1 && text.includes('draft-07')) || /"\$id"|"id"/.test(text);
  }
}

function ofType(types: readonly string[]): Quick {
  const [type] = types;
  if (types.length !== 1) throw new Unknown();
  switch (type) {
    case 'object':
      return isObject;
    case 'array':
      return Array.isArray;
    case 'integer':
      return Number.isInteger;
    case 'string':
    case 'number':
    case 'boolean':
      return (value) => typeof value === type;
    case 'null':
      return (value) => value === null;
    default:
      throw new Unknown();
  }
}

function oneOf(given: unknown): Quick {
  if (!Array.isArray(given) || given.some((one) => typeof one === 'object' && one !== null)) throw new Unknown();
  return (value) => given.includes(value);
}

function required(given: unknown): Quick {
  if (!Array.isArray(given)) throw new Unknown();
  const names = given.map(String);
  return (value) => {
    if (!isObject(value)) return true;
    for (let i = 0; i < names.length; i++) if (!Object.hasOwn(value, names[i] as string)) return false;
    return true;
  };
}

function bound(key: string, limit: unknown): Quick {
  if (typeof limit !== 'number') throw new Unknown();
  switch (key) {
    case 'minimum':
      return (value) => typeof value !== 'number' || value >= limit;
    case 'maximum':
      return (value) => typeof value !== 'number' || value <= limit;
    case 'exclusiveMinimum':
      return (value) => typeof value !== 'number' || value > limit;
    case 'exclusiveMaximum':
      return (value) => typeof value !== 'number' || value < limit;
    case 'multipleOf':
      return (value) => typeof value !== 'number' || isMultiple(value, limit);
    case 'minLength':
      return (value) => typeof value !== 'string' || value.length >= 2 * limit || lengthOf(value) >= limit;
    case 'maxLength':
      return (value) => typeof value !== 'string' || value.length <= limit || lengthOf(value) <= limit;
    case 'minItems':
      return (value) => !Array.isArray(value) || value.length >= limit;
    case 'maxItems':
      return (value) => !Array.isArray(value) || value.length <= limit;
    default:
      throw new Unknown();
  }
}
