/** A conjunction of everything that one way of satisfying a set of schemas asks of a value. */
import type { Json } from '../../../model/types.js';
import type { Literal } from './doc.js';

export type Kind = 'null' | 'boolean' | 'number' | 'string' | 'array' | 'object';
export const allKinds: readonly Kind[] = ['null', 'boolean', 'number', 'string', 'array', 'object'];

export interface NumberFacets {
  readonly min: number;
  readonly max: number;
  readonly aboveMin: boolean;
  readonly belowMax: boolean;
  readonly multiples: readonly number[];
  readonly notMultiples: readonly number[];
}

export interface StringFacets {
  readonly min: number;
  readonly max: number;
  readonly patterns: readonly string[];
  readonly notPatterns: readonly string[];
  readonly formats: readonly string[];
  readonly notFormats: readonly string[];
}

export interface ArrayFacets {
  readonly min: number;
  readonly max: number;
  /** What the items from `from` up to `to` have to be. */
  readonly rules: readonly { readonly from: number; readonly to: number; readonly literal: Literal }[];
  readonly unique: boolean;
  /** Some item stands twice. */
  readonly repeats: boolean;
  readonly contains: readonly { readonly literal: Literal; readonly min: number; readonly max: number }[];
  /** Some item from `from` on is this. */
  readonly some: readonly { readonly from: number; readonly literal: Literal }[];
}

/** Names that no `properties` and no pattern takes. */
export interface Others {
  readonly names: readonly string[];
  readonly patterns: readonly string[];
}

export interface ObjectFacets {
  readonly min: number;
  readonly max: number;
  readonly required: readonly string[];
  readonly forbidden: readonly string[];
  readonly members: readonly { readonly name: string; readonly literal: Literal }[];
  readonly patterns: readonly { readonly pattern: string; readonly literal: Literal }[];
  readonly others: readonly { readonly of: Others; readonly literal: Literal }[];
  /** What every name has to be. */
  readonly names: readonly Literal[];
  /** Some member with such a name has such a value. */
  readonly some: readonly {
    readonly pattern?: string;
    readonly of?: Others;
    readonly name?: Literal;
    readonly literal?: Literal;
  }[];
}

export interface Clause {
  readonly kinds: ReadonlySet<Kind>;
  /** The only values there are. */
  readonly constants?: readonly Json[];
  readonly excluded: readonly Json[];
  readonly number: NumberFacets;
  readonly string: StringFacets;
  readonly array: ArrayFacets;
  readonly object: ObjectFacets;
}

export const anything: Clause = {
  kinds: new Set(allKinds),
  excluded: [],
  number: { min: -Infinity, max: Infinity, aboveMin: false, belowMax: false, multiples: [], notMultiples: [] },
  string: { min: 0, max: Infinity, patterns: [], notPatterns: [], formats: [], notFormats: [] },
  array: { min: 0, max: Infinity, rules: [], unique: false, repeats: false, contains: [], some: [] },
  object: {
    min: 0,
    max: Infinity,
    required: [],
    forbidden: [],
    members: [],
    patterns: [],
    others: [],
    names: [],
    some: [],
  },
};

/** A change of a clause; undefined where nothing is left. */
export type Patch = (clause: Clause) => Clause | undefined;

export function only(...kinds: readonly Kind[]): Patch {
  return (clause) => {
    const left = new Set([...clause.kinds].filter((kind) => kinds.includes(kind)));
    return left.size === 0 ? undefined : { ...clause, kinds: left };
  };
}

export function chain(...patches: readonly Patch[]): Patch {
  return (clause) => patches.reduce<Clause | undefined>((left, patch) => left && patch(left), clause);
}

export function minimum(bound: number, exclusive: boolean): Patch {
  return numbers((facets) => {
    if (bound < facets.min) return facets;
    const aboveMin = bound === facets.min ? facets.aboveMin || exclusive : exclusive;
    return { ...facets, min: bound, aboveMin };
  });
}

export function maximum(bound: number, exclusive: boolean): Patch {
  return numbers((facets) => {
    if (bound > facets.max) return facets;
    const belowMax = bound === facets.max ? facets.belowMax || exclusive : exclusive;
    return { ...facets, max: bound, belowMax };
  });
}

export function numbers(change: (facets: NumberFacets) => NumberFacets): Patch {
  return (clause) => ({ ...clause, number: change(clause.number) });
}

export function strings(change: (facets: StringFacets) => StringFacets): Patch {
  return (clause) => ({ ...clause, string: change(clause.string) });
}

export function arrays(change: (facets: ArrayFacets) => ArrayFacets): Patch {
  return (clause) => ({ ...clause, array: change(clause.array) });
}

export function objects(change: (facets: ObjectFacets) => ObjectFacets): Patch {
  return (clause) => ({ ...clause, object: change(clause.object) });
}

/** `min` and `max` of strings, arrays and objects. */
export function sized<F extends { readonly min: number; readonly max: number }>(
  min: number,
  max: number,
): (facets: F) => F {
  return (facets) => ({ ...facets, min: Math.max(facets.min, min), max: Math.min(facets.max, max) });
}
