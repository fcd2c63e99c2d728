/** What a schema asks for where it holds. */
import type { Json } from '../../../model/types.js';
import {
  arrays,
  chain,
  type Clause,
  type Kind,
  maximum,
  minimum,
  numbers,
  objects,
  only,
  type Patch,
  sized,
  strings,
} from './clause.js';
import { type Doc, fails, holds, type Literal, objectOf, type Plain, type PlainObject } from './doc.js';
import { evaluations, itemsOf } from './evaluated.js';
import type { Demand, Way } from './expand.js';
import { equal } from './values.js';

/** Undefined: nothing satisfies it. */
export function affirm(node: Plain, doc: Doc): Demand | undefined {
  if (typeof node === 'boolean') return node ? { patches: [], literals: [], choices: [] } : undefined;
  const patches: Patch[] = [];
  const literals: Literal[] = [];
  const choices: (readonly Way[])[] = [];
  for (const [keyword, value] of Object.entries(node)) {
    const patch = patchOf(keyword, value, node, doc);
    if (patch !== undefined) patches.push(patch);
    switch (keyword) {
      case '$ref':
        literals.push(holds(doc.target(String(value)), doc));
        break;
      case 'allOf':
        literals.push(...schemas(value).map((one) => holds(one, doc)));
        break;
      case 'not':
        literals.push(fails(value as Plain, doc));
        break;
      case 'anyOf':
        choices.push(schemas(value).map((one) => ({ literals: [holds(one, doc)] })));
        break;
      case 'oneOf':
        choices.push(exactlyOne(schemas(value), doc));
        break;
      case 'if':
        choices.push(condition(node, doc, true));
        break;
      case 'dependentRequired':
        for (const [name, needed] of Object.entries(objectOf(value))) choices.push(dependent(name, words(needed), []));
        break;
      case 'dependentSchemas':
        for (const [name, schema] of Object.entries(objectOf(value)))
          choices.push(dependent(name, [], [holds(schema as Plain, doc)]));
        break;
      case 'unevaluatedProperties':
      case 'unevaluatedItems':
        choices.push(unevaluated(node, keyword, value as Plain, doc));
        break;
    }
  }
  return { patches, literals, choices };
}

function patchOf(keyword: string, value: Json, node: PlainObject, doc: Doc): Patch | undefined {
  switch (keyword) {
    case 'type':
      return ofTypes(Array.isArray(value) ? value.map(String) : [String(value)]);
    case 'const':
      return constants([value]);
    case 'enum':
      return constants(value as readonly Json[]);
    case 'minimum':
      return minimum(Number(value), false);
    case 'exclusiveMinimum':
      return minimum(Number(value), true);
    case 'maximum':
      return maximum(Number(value), false);
    case 'exclusiveMaximum':
      return maximum(Number(value), true);
    case 'multipleOf':
      return numbers((facets) => ({ ...facets, multiples: [...facets.multiples, Number(value)] }));
    case 'minLength':
      return strings(sized(Number(value), Infinity));
    case 'maxLength':
      return strings(sized(0, Number(value)));
    case 'pattern':
      return strings((facets) => ({ ...facets, patterns: [...facets.patterns, String(value)] }));
    case 'format':
      return strings((facets) => ({ ...facets, formats: [...facets.formats, String(value)] }));
    case 'minItems':
      return arrays(sized(Number(value), Infinity));
    case 'maxItems':
      return arrays(sized(0, Number(value)));
    case 'uniqueItems':
      return value === true ? arrays((facets) => ({ ...facets, unique: true })) : undefined;
    case 'prefixItems':
      return rules(schemas(value).map((one, index) => ({ from: index, to: index + 1, literal: holds(one, doc) })));
    case 'items':
      return rules([{ from: prefixLength(node), to: Infinity, literal: holds(value as Plain, doc) }]);
    case 'contains': {
      const { min, max } = containsBounds(node);
      return arrays((facets) => ({
        ...facets,
        contains: [...facets.contains, { literal: holds(value as Plain, doc), min, max }],
      }));
    }
    default:
      return objectPatch(keyword, value, node, doc);
  }
}

function objectPatch(keyword: string, value: Json, node: PlainObject, doc: Doc): Patch | undefined {
  switch (keyword) {
    case 'minProperties':
      return objects(sized(Number(value), Infinity));
    case 'maxProperties':
      return objects(sized(0, Number(value)));
    case 'required':
      return objects((facets) => ({ ...facets, required: [...facets.required, ...words(value)] }));
    case 'properties': {
      const members = Object.entries(objectOf(value)).map(([name, one]) => ({
        name,
        literal: holds(one as Plain, doc),
      }));
      return objects((facets) => ({ ...facets, members: [...facets.members, ...members] }));
    }
    case 'patternProperties': {
      const patterns = Object.entries(objectOf(value)).map(([pattern, one]) => ({
        pattern,
        literal: holds(one as Plain, doc),
      }));
      return objects((facets) => ({ ...facets, patterns: [...facets.patterns, ...patterns] }));
    }
    case 'additionalProperties': {
      const one = { of: othersOf(node), literal: holds(value as Plain, doc) };
      return objects((facets) => ({ ...facets, others: [...facets.others, one] }));
    }
    case 'propertyNames':
      return objects((facets) => ({ ...facets, names: [...facets.names, holds(value as Plain, doc)] }));
    default:
      return undefined;
  }
}

function rules(more: Clause['array']['rules']): Patch {
  return arrays((facets) => ({ ...facets, rules: [...facets.rules, ...more] }));
}

function ofTypes(types: readonly string[]): Patch {
  const kinds = types.map((type) => (type === 'integer' ? 'number' : type)) as Kind[];
  const integer = types.includes('integer') && !types.includes('number');
  const whole = numbers((facets) => ({ ...facets, multiples: [...facets.multiples, 1] }));
  return integer ? chain(only(...kinds), whole) : only(...kinds);
}

function constants(values: readonly Json[]): Patch {
  return (clause) => {
    const left = clause.constants?.filter((one) => values.some((other) => equal(one, other))) ?? values;
    return left.length === 0 ? undefined : { ...clause, constants: left };
  };
}

export function exactlyOne(branches: readonly Plain[], doc: Doc): readonly Way[] {
  return branches.map((_, index) => ({
    literals: branches.map((one, other) => (other === index ? holds(one, doc) : fails(one, doc))),
  }));
}

/** `if` with what it asks for, or the ways in which that fails. */
export function condition(node: PlainObject, doc: Doc, wanted: boolean): readonly Way[] {
  const test = node['if'] as Plain;
  const branch = (key: string): Literal => ({ node: (node[key] ?? true) as Plain, doc, holds: wanted });
  return [{ literals: [holds(test, doc), branch('then')] }, { literals: [fails(test, doc), branch('else')] }];
}

function dependent(name: string, needed: readonly string[], literals: readonly Literal[]): readonly Way[] {
  return [{ patch: without(name) }, { patch: chain(only('object'), having(name, ...needed)), literals }];
}

export function having(...names: readonly string[]): Patch {
  return objects((facets) => ({ ...facets, required: [...facets.required, ...names] }));
}

export function without(name: string): Patch {
  return objects((facets) => ({ ...facets, forbidden: [...facets.forbidden, name] }));
}

function unevaluated(node: PlainObject, keyword: string, rest: Plain, doc: Doc): readonly Way[] {
  return evaluations(node, doc).map((evaluation) => {
    const { assumed, of } = evaluation;
    if (keyword === 'unevaluatedItems') {
      const items = itemsOf(evaluation);
      const patch = items === Infinity ? undefined : rules([{ from: items, to: Infinity, literal: holds(rest, doc) }]);
      return { literals: assumed, ...(patch === undefined ? {} : { patch }) };
    }
    if (of === 'all') return { literals: assumed };
    const one = { of, literal: holds(rest, doc) };
    return { literals: assumed, patch: objects((facets) => ({ ...facets, others: [...facets.others, one] })) };
  });
}

export function schemas(json: Json | undefined): readonly Plain[] {
  return Array.isArray(json) ? (json as readonly Plain[]) : [];
}

export function words(json: Json | undefined): readonly string[] {
  return Array.isArray(json) ? json.map(String) : [];
}

export function prefixLength(node: PlainObject): number {
  return schemas(node['prefixItems']).length;
}

export function containsBounds(node: PlainObject): { readonly min: number; readonly max: number } {
  return { min: Number(node['minContains'] ?? 1), max: Number(node['maxContains'] ?? Infinity) };
}

export function othersOf(node: PlainObject): {
  readonly names: readonly string[];
  readonly patterns: readonly string[];
} {
  return {
    names: Object.keys(objectOf(node['properties'])),
    patterns: Object.keys(objectOf(node['patternProperties'])),
  };
}
