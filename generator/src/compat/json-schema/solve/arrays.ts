/** An array that meets all rules, or the proof that there is none. */
import type { Json } from '../../../model/types.js';
import type { ArrayFacets } from './clause.js';
import { keyOf, type Literal, lone, opposite } from './doc.js';
import type { Found } from './found.js';
import type { Solver } from './solve.js';
import { equal } from './values.js';

const longest = 2000;

/** What has to stand somewhere: once, or in both places of a repeated item. */
interface Want {
  readonly from: number;
  readonly literals: readonly Literal[];
  /** Wants of one group take different places. */
  readonly group: number;
}

export function findArray(facets: ArrayFacets, excluded: readonly Json[], solver: Solver): Found {
  const { min, max } = facets;
  if (min > max) return { kind: 'none' };
  if (min > longest) return { kind: 'unknown' };
  if (facets.repeats && facets.unique) return { kind: 'none' };
  let open = false;
  for (const counts of countsOf(facets, 0)) {
    const wants = wantsOf(facets, counts);
    const reach = Math.max(
      0,
      ...facets.rules.map((rule) => (rule.to === Infinity ? rule.from : rule.to)),
      ...wants.map((want) => want.from),
    );
    const most = Math.min(max, Math.max(min, reach) + wants.length + (facets.repeats ? 2 : 0) + 1);
    for (let length = min; length <= most; length++) {
      const found = ofLength(facets, wants, length, excluded, solver);
      if (found.kind === 'value') return found;
      if (found.kind === 'unknown') open = true;
    }
  }
  return open ? { kind: 'unknown' } : { kind: 'none' };
}

/** How many items each `contains` is to find: the least, or each number up to its most, since others must then miss. */
function* countsOf({ contains, max }: ArrayFacets, index: number): Generator<readonly number[]> {
  const one = contains[index];
  if (one === undefined) return yield [];
  const most = one.max === Infinity ? one.min : Math.min(one.max, max, one.min + 4);
  for (let count = one.min; count <= most; count++)
    for (const rest of countsOf({ contains, max } as ArrayFacets, index + 1)) yield [count, ...rest];
}

function wantsOf({ some, contains }: ArrayFacets, counts: readonly number[]): readonly Want[] {
  const single = some.map(({ from, literal }, index): Want => ({ from, literals: [literal], group: -1 - index }));
  const several = contains.flatMap(({ literal }, group) =>
    Array.from({ length: counts[group] ?? 0 }, (): Want => ({ from: 0, literals: [literal], group })),
  );
  return [...single, ...several];
}

function ofLength(
  facets: ArrayFacets,
  wants: readonly Want[],
  length: number,
  excluded: readonly Json[],
  solver: Solver,
): Found {
  let open = false;
  for (const places of assignments(wants, length, [])) {
    for (const pair of pairsOf(facets, length)) {
      solver.step();
      const found = filled(facets, wants, places, pair, length, excluded, solver);
      if (found.kind === 'value') return found;
      if (found.kind === 'unknown') open = true;
    }
  }
  return open ? { kind: 'unknown' } : { kind: 'none' };
}

/** Two equal items, where some are asked for. */
function pairsOf({ repeats }: ArrayFacets, length: number): readonly (readonly [number, number] | undefined)[] {
  if (!repeats) return [undefined];
  const pairs: [number, number][] = [];
  for (let a = 0; a < length; a++) for (let b = a + 1; b < length; b++) pairs.push([a, b]);
  return pairs;
}

function* assignments(wants: readonly Want[], length: number, taken: readonly number[]): Generator<readonly number[]> {
  const want = wants[taken.length];
  if (want === undefined) return yield taken;
  for (let place = want.from; place < length; place++) {
    const clash = wants.some(
      (other, index) => index < taken.length && other.group === want.group && (taken[index] ?? -1) >= place,
    );
    if (!clash) yield* assignments(wants, length, [...taken, place]);
  }
}

function filled(
  facets: ArrayFacets,
  wants: readonly Want[],
  places: readonly number[],
  pair: readonly [number, number] | undefined,
  length: number,
  excluded: readonly Json[],
  solver: Solver,
): Found {
  const asked = (place: number): Literal[] => [
    ...facets.rules.filter(({ from, to }) => place >= from && place < to).map(({ literal }) => literal),
    ...wants.filter((_, index) => places[index] === place).flatMap(({ literals }) => literals),
    ...facets.contains.flatMap(({ literal, max }, group) => {
      const counted = wants.some((want, index) => want.group === group && places[index] === place);
      return max === Infinity || counted ? [] : [opposite(literal)];
    }),
  ];
  const items: Json[] = [];
  const keys = new Set<string>();
  for (let place = 0; place < length; place++) {
    const twin = pair?.[1] === place ? pair[0] : undefined;
    if (twin !== undefined) {
      items.push(items[twin] ?? null);
      continue;
    }
    const literals = [...asked(place), ...(pair?.[0] === place ? asked(pair[1]) : [])];
    keys.add(literals.map(keyOf).toSorted().join());
    const others = facets.unique ? items.map((item): Literal => ({ ...lone({ const: item }), holds: false })) : [];
    const found = solver.find([...literals, ...others]);
    // Which items came first may have been a bad choice, unless all places are alike.
    if (found.kind === 'none' && others.length > 0 && keys.size > 1 && solver.find(literals).kind !== 'none')
      return { kind: 'unknown' };
    if (found.kind !== 'value') return found;
    items.push(found.value);
  }
  return excluded.some((value) => equal(value, items)) ? { kind: 'unknown' } : { kind: 'value', value: items };
}
