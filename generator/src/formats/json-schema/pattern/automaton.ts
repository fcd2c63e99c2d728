/**
 * The position automaton (Glushkov) of an expression: a state for each place where a character is read, and an edge
 * where one may follow another.
 */
import type { CodeSet } from './code-set.js';
import { type Regex, Unsupported } from './parse.js';

/** Counted repetitions up to here are written out; beyond, a loop stands for them, which is the stricter view. */
const maxCopies = 8;
const maxExpanded = 64;
/** A loop that ends by its count costs a constant factor, up to here. */
const maxCounted = 64;
const maxPositions = 1000;
export const maxSteps = 2_000_000;

interface Fragment {
  readonly nullable: boolean;
  readonly first: readonly number[];
  readonly last: readonly number[];
}

export interface Automaton {
  readonly sets: CodeSet[];
  readonly follow: Set<number>[];
  /** Edges that two operators add: `(a*)*` returns to `a` by either star. */
  readonly twice: [number, number][];
  /** `follow` without the loops that end by a count. */
  readonly endless: Set<number>[];
  readonly looks: Look[];
  first: readonly number[];
  last: readonly number[];
}

export interface Look {
  readonly body: Regex;
  /** Whether it stands in a repetition, and is so tried at every character. */
  readonly repeated: boolean;
}

/** @throws {Unsupported} where judging would take too long. */
export function automatonOf(regex: Regex): Automaton {
  const automaton: Automaton = { sets: [], follow: [], twice: [], endless: [], looks: [], first: [], last: [] };
  const { first, last } = build(regex, automaton, false);
  return Object.assign(automaton, { first, last });
}

const nothing: Fragment = { nullable: true, first: [], last: [] };

function build(regex: Regex, automaton: Automaton, repeated: boolean): Fragment {
  switch (regex.kind) {
    case 'set': {
      const position = automaton.sets.push(regex.set) - 1;
      if (position >= maxPositions) throw new Unsupported('is too long to be judged');
      automaton.follow.push(new Set());
      automaton.endless.push(new Set());
      return { nullable: false, first: [position], last: [position] };
    }
    case 'look':
      automaton.looks.push({ body: regex.body, repeated });
      return nothing;
    case 'edge':
      return nothing;
    case 'sequence':
      return regex.items.reduce<Fragment>(
        (left, item) => concatenate(left, build(item, automaton, repeated), automaton),
        nothing,
      );
    case 'choice': {
      const options = regex.items.map((item) => build(item, automaton, repeated));
      return {
        nullable: options.some((option) => option.nullable),
        first: options.flatMap((option) => option.first),
        last: options.flatMap((option) => option.last),
      };
    }
    case 'repeat':
      return repeat(regex, automaton, repeated);
  }
}

function repeat(
  { body, min, max }: Extract<Regex, { kind: 'repeat' }>,
  automaton: Automaton,
  repeated: boolean,
): Fragment {
  if (max === 0) return nothing;
  if (max === 1) {
    const once = build(body, automaton, repeated);
    return min === 0 ? { ...once, nullable: true } : once;
  }
  if (max <= maxCopies && sizeOf(body) * max <= maxExpanded) return copies(body, min, max, automaton, repeated);
  const once = build(body, automaton, true);
  connect(once.last, once.first, automaton, max > maxCounted);
  return min === 0 ? { ...once, nullable: true } : once;
}

/** `a{1,3}` as `a(a(a)?)?`. */
function copies(body: Regex, min: number, max: number, automaton: Automaton, repeated: boolean): Fragment {
  let rest = nothing;
  for (let n = max; n >= 1; n--) {
    const one = build(body, automaton, repeated);
    const joined = concatenate(one, rest, automaton);
    rest = n > min ? { ...joined, nullable: true } : joined;
  }
  return rest;
}

function concatenate(left: Fragment, right: Fragment, automaton: Automaton): Fragment {
  connect(left.last, right.first, automaton);
  return {
    nullable: left.nullable && right.nullable,
    first: left.nullable ? [...left.first, ...right.first] : left.first,
    last: right.nullable ? [...right.last, ...left.last] : right.last,
  };
}

function connect(from: readonly number[], to: readonly number[], automaton: Automaton, endless = true): void {
  const { follow, twice } = automaton;
  if (from.length * to.length > maxSteps / 10) throw new Unsupported('is too long to be judged');
  for (const p of from) {
    const next = follow[p];
    for (const q of to) {
      if (next?.has(q) === true) twice.push([p, q]);
      next?.add(q);
      if (endless) automaton.endless[p]?.add(q);
    }
  }
}

function sizeOf(regex: Regex): number {
  switch (regex.kind) {
    case 'set':
      return 1;
    case 'look':
    case 'edge':
      return 0;
    case 'sequence':
    case 'choice':
      return regex.items.reduce((sum, item) => sum + sizeOf(item), 0);
    case 'repeat':
      return sizeOf(regex.body) * (regex.max <= maxCopies ? regex.max : 1);
  }
}
