/** The ways in which a schema fails: each keyword is one, or several. */
import type { Json } from '../../../model/types.js';
import { condition, containsBounds, having, othersOf, prefixLength, schemas, without, words } from './affirm.js';
import { arrays, chain, maximum, minimum, numbers, objects, only, type Patch, sized, strings } from './clause.js';
import { type Doc, fails, holds, type Literal, objectOf, type Plain, type PlainObject } from './doc.js';
import { evaluations, itemsOf } from './evaluated.js';
import type { Demand, Way } from './expand.js';

/** Undefined: it never fails. */
export function deny(node: Plain, doc: Doc): Demand | undefined {
  if (typeof node === 'boolean') return node ? undefined : { patches: [], literals: [], choices: [] };
  const ways = Object.entries(node).flatMap(([keyword, value]) => waysOf(keyword, value, node, doc));
  return ways.length === 0 ? undefined : { patches: [], literals: [], choices: [ways] };
}

function waysOf(keyword: string, value: Json, node: PlainObject, doc: Doc): readonly Way[] {
  const when = (...patches: readonly Patch[]): readonly Way[] => [{ patch: chain(...patches) }];
  switch (keyword) {
    case '$ref':
      return [{ literals: [fails(doc.target(String(value)), doc)] }];
    case 'allOf':
      return schemas(value).map((one) => ({ literals: [fails(one, doc)] }));
    case 'not':
      return [{ literals: [holds(value as Plain, doc)] }];
    case 'anyOf':
      return [{ literals: schemas(value).map((one) => fails(one, doc)) }];
    case 'oneOf':
      return noneOrTwo(schemas(value), doc);
    case 'if':
      return condition(node, doc, false);
    case 'type':
      return when(notTypes(Array.isArray(value) ? value.map(String) : [String(value)]));
    case 'const':
      return when(excluding([value]));
    case 'enum':
      return when(excluding(value as readonly Json[]));
    case 'minimum':
      return when(only('number'), maximum(Number(value), true));
    case 'exclusiveMinimum':
      return when(only('number'), maximum(Number(value), false));
    case 'maximum':
      return when(only('number'), minimum(Number(value), true));
    case 'exclusiveMaximum':
      return when(only('number'), minimum(Number(value), false));
    case 'multipleOf':
      return when(
        only('number'),
        numbers((facets) => ({ ...facets, notMultiples: [...facets.notMultiples, Number(value)] })),
      );
    case 'minLength':
      return when(only('string'), strings(sized(0, Number(value) - 1)));
    case 'maxLength':
      return when(only('string'), strings(sized(Number(value) + 1, Infinity)));
    case 'pattern':
      return when(
        only('string'),
        strings((facets) => ({ ...facets, notPatterns: [...facets.notPatterns, String(value)] })),
      );
    case 'format':
      return when(
        only('string'),
        strings((facets) => ({ ...facets, notFormats: [...facets.notFormats, String(value)] })),
      );
    default:
      return [...arrayWays(keyword, value, node, doc), ...objectWays(keyword, value, node, doc)];
  }
}

function arrayWays(keyword: string, value: Json, node: PlainObject, doc: Doc): readonly Way[] {
  const array = (patch: Patch): Way => ({ patch: chain(only('array'), patch) });
  switch (keyword) {
    case 'minItems':
      return [array(arrays(sized(0, Number(value) - 1)))];
    case 'maxItems':
      return [array(arrays(sized(Number(value) + 1, Infinity)))];
    case 'uniqueItems':
      return value === true ? [array(arrays((facets) => ({ ...facets, repeats: true })))] : [];
    case 'prefixItems':
      return schemas(value).map((one, index) =>
        array(
          arrays((facets) => ({
            ...facets,
            min: Math.max(facets.min, index + 1),
            rules: [...facets.rules, { from: index, to: index + 1, literal: fails(one, doc) }],
          })),
        ),
      );
    case 'items':
      return [array(someItem(prefixLength(node), fails(value as Plain, doc)))];
    case 'contains': {
      const { min, max } = containsBounds(node);
      const counted = (from: number, to: number): Way =>
        array(
          arrays((facets) => ({
            ...facets,
            contains: [...facets.contains, { literal: holds(value as Plain, doc), min: from, max: to }],
          })),
        );
      return [...(min > 0 ? [counted(0, min - 1)] : []), ...(max < Infinity ? [counted(max + 1, Infinity)] : [])];
    }
    case 'unevaluatedItems':
      return evaluations(node, doc).flatMap((evaluation) => {
        const items = itemsOf(evaluation);
        if (items === Infinity) return [];
        return [{ ...array(someItem(items, fails(value as Plain, doc))), literals: evaluation.assumed }];
      });
    default:
      return [];
  }
}

function someItem(from: number, literal: Literal): Patch {
  return arrays((facets) => ({ ...facets, some: [...facets.some, { from, literal }] }));
}

function objectWays(keyword: string, value: Json, node: PlainObject, doc: Doc): readonly Way[] {
  const object = (...patches: readonly Patch[]): Way => ({ patch: chain(only('object'), ...patches) });
  switch (keyword) {
    case 'minProperties':
      return [object(objects(sized(0, Number(value) - 1)))];
    case 'maxProperties':
      return [object(objects(sized(Number(value) + 1, Infinity)))];
    case 'required':
      return words(value).map((name) => object(without(name)));
    case 'properties':
      return Object.entries(objectOf(value)).map(([name, one]) =>
        object(
          having(name),
          objects((facets) => ({
            ...facets,
            members: [...facets.members, { name, literal: fails(one as Plain, doc) }],
          })),
        ),
      );
    case 'patternProperties':
      return Object.entries(objectOf(value)).map(([pattern, one]) =>
        object(someMember({ pattern, literal: fails(one as Plain, doc) })),
      );
    case 'additionalProperties':
      return [object(someMember({ of: othersOf(node), literal: fails(value as Plain, doc) }))];
    case 'propertyNames':
      return [object(someMember({ name: fails(value as Plain, doc) }))];
    case 'dependentRequired':
      return Object.entries(objectOf(value)).flatMap(([name, needed]) =>
        words(needed).map((other) => object(having(name), without(other))),
      );
    case 'dependentSchemas':
      return Object.entries(objectOf(value)).map(([name, one]) => ({
        ...object(having(name)),
        literals: [fails(one as Plain, doc)],
      }));
    case 'unevaluatedProperties':
      return evaluations(node, doc).flatMap(({ assumed, of }) =>
        of === 'all' ? [] : [{ ...object(someMember({ of, literal: fails(value as Plain, doc) })), literals: assumed }],
      );
    default:
      return [];
  }
}

function someMember(one: Parameters<typeof memberOf>[0]): Patch {
  return objects((facets) => ({ ...facets, some: [...facets.some, memberOf(one)] }));
}

function memberOf<M extends object>(one: M): M {
  return one;
}

/** An integer is a number, so a number that is none is left. */
function notTypes(types: readonly string[]): Patch {
  return (clause) => {
    const left = new Set([...clause.kinds].filter((kind) => !types.includes(kind)));
    if (left.size === 0) return undefined;
    const broken = types.includes('integer') && left.has('number');
    const number = { ...clause.number, notMultiples: [...clause.number.notMultiples, 1] };
    return { ...clause, kinds: left, ...(broken ? { number } : {}) };
  };
}

function excluding(values: readonly Json[]): Patch {
  return (clause) => ({ ...clause, excluded: [...clause.excluded, ...values] });
}

function noneOrTwo(branches: readonly Plain[], doc: Doc): readonly Way[] {
  const none: Way = { literals: branches.map((one) => fails(one, doc)) };
  const two = branches.flatMap((one, index) =>
    branches.slice(index + 1).map((other): Way => ({ literals: [holds(one, doc), holds(other, doc)] })),
  );
  return [none, ...two];
}
