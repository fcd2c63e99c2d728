/** What a schema has evaluated of a value, case by case (JSON Schema Core, section 11). */
import { schemas } from './affirm.js';
import type { Others } from './clause.js';
import { type Doc, fails, holds, type Literal, lone, objectOf, type Plain, type PlainObject } from './doc.js';
import { Unproven } from './unproven.js';

export interface Evaluation {
  /** The case. */
  readonly assumed: readonly Literal[];
  /** Members that are left: none, or these others. */
  readonly of: Others | 'all';
  /** Items that are evaluated, from the first on; undefined where that is known with the value only. */
  readonly items: number | undefined;
}

const nothing: Evaluation = { assumed: [], of: { names: [], patterns: [] }, items: 0 };
const mostCases = 64;

/** Without the node's own `unevaluated*`. @throws {Unproven} where there are too many cases. */
export function evaluations(node: PlainObject, doc: Doc): readonly Evaluation[] {
  return casesOf(node, doc, new Set(), false);
}

/** @throws {Unproven} where `contains` decides. */
export function itemsOf({ items }: Evaluation): number {
  if (items === undefined) throw new Unproven('contains evaluates items');
  return items;
}

function casesOf(node: Plain, doc: Doc, inside: ReadonlySet<Plain>, nested: boolean): readonly Evaluation[] {
  if (typeof node === 'boolean' || inside.has(node)) return [nothing];
  const around = new Set(inside).add(node);
  let cases: readonly Evaluation[] = [ownOf(node, nested)];
  const and = (more: readonly Evaluation[]): void => {
    cases = cases.flatMap((one) => more.map((other) => joined(one, other)));
    if (cases.length > mostCases) throw new Unproven('unevaluated members depend on too many cases');
  };
  const of = (one: Plain): readonly Evaluation[] => casesOf(one, doc, around, true);
  const assuming = (literals: readonly Literal[], some: readonly Evaluation[]): readonly Evaluation[] =>
    some.map((one) => ({ ...one, assumed: [...literals, ...one.assumed] }));
  for (const [keyword, value] of Object.entries(node)) {
    switch (keyword) {
      case '$ref':
        and(of(doc.target(String(value))));
        break;
      case 'allOf':
        for (const one of schemas(value)) and(of(one));
        break;
      case 'anyOf':
        for (const one of schemas(value))
          and([...assuming([holds(one, doc)], of(one)), ...assuming([fails(one, doc)], [nothing])]);
        break;
      case 'oneOf':
        and(schemas(value).flatMap((one) => assuming([holds(one, doc)], of(one))));
        break;
      case 'if': {
        const test = value as Plain;
        const [yes, no] = [(node['then'] ?? true) as Plain, (node['else'] ?? true) as Plain];
        const both = of(test).flatMap((one) => of(yes).map((other) => joined(one, other)));
        and([...assuming([holds(test, doc)], both), ...assuming([fails(test, doc)], of(no))]);
        break;
      }
      case 'dependentSchemas':
        for (const [name, one] of Object.entries(objectOf(value))) {
          const has = lone({ type: 'object', required: [name] });
          and([...assuming([has], of(one as Plain)), ...assuming([{ ...has, holds: false }], [nothing])]);
        }
        break;
    }
  }
  return cases;
}

function ownOf(node: PlainObject, nested: boolean): Evaluation {
  const members = node['additionalProperties'] !== undefined || (nested && node['unevaluatedProperties'] !== undefined);
  const items = node['items'] !== undefined || (nested && node['unevaluatedItems'] !== undefined);
  const of: Others = {
    names: Object.keys(objectOf(node['properties'])),
    patterns: Object.keys(objectOf(node['patternProperties'])),
  };
  return {
    assumed: [],
    of: members ? 'all' : of,
    items: items ? Infinity : node['contains'] === undefined ? schemas(node['prefixItems']).length : undefined,
  };
}

function joined(one: Evaluation, other: Evaluation): Evaluation {
  return {
    assumed: [...one.assumed, ...other.assumed],
    of:
      one.of === 'all' || other.of === 'all'
        ? 'all'
        : { names: [...one.of.names, ...other.of.names], patterns: [...one.of.patterns, ...other.of.patterns] },
    items: [one.items, other.items].includes(Infinity)
      ? Infinity
      : one.items === undefined || other.items === undefined
        ? undefined
        : Math.max(one.items, other.items),
  };
}
