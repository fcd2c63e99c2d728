/** An object that meets all rules, or the proof that there is none. */
import type { Json } from '../../../model/types.js';
import type { ObjectFacets, Others } from './clause.js';
import { accepts, type Literal, lone, type Plain } from './doc.js';
import type { Found } from './found.js';
import type { Solver } from './solve.js';
import { Unproven } from './unproven.js';
import { equal } from './values.js';

type Some = ObjectFacets['some'][number];

/** Patterns whose combinations are told apart. */
const mostPatterns = 6;
const mostPadding = 200;

export function findObject(facets: ObjectFacets, excluded: readonly Json[], solver: Solver): Found {
  if (facets.min > facets.max) return { kind: 'none' };
  const object = new Growing(facets, solver);
  for (const name of facets.required) {
    const found = object.demand(name, []);
    if (found !== 'fine') return { kind: found };
  }
  const found = object.satisfy(facets.some);
  if (found !== 'fine') return { kind: found };
  return object.pad(excluded);
}

type Outcome = 'fine' | 'none' | 'unknown';

class Growing {
  readonly #facets: ObjectFacets;
  readonly #solver: Solver;
  readonly #mentioned: readonly string[];
  #asked: ReadonlyMap<string, readonly Literal[]> = new Map();
  #values: ReadonlyMap<string, Json> = new Map();

  constructor(facets: ObjectFacets, solver: Solver) {
    this.#facets = facets;
    this.#solver = solver;
    this.#mentioned = [
      ...new Set([
        ...facets.required,
        ...facets.forbidden,
        ...facets.members.map(({ name }) => name),
        ...facets.others.flatMap(({ of }) => of.names),
        ...facets.some.flatMap(({ of }) => of?.names ?? []),
      ]),
    ];
  }

  /** Puts a member in that satisfies everything that is asked of it, and `more`. */
  demand(name: string, more: readonly Literal[]): Outcome {
    const { forbidden, names } = this.#facets;
    if (forbidden.includes(name)) return 'none';
    if (!names.every((literal) => accepts(literal, name))) return 'none';
    const literals = [...(this.#asked.get(name) ?? []), ...more];
    const found = this.#solver.find([...this.#rulesFor(name), ...literals]);
    if (found.kind !== 'value') return found.kind;
    this.#asked = new Map(this.#asked).set(name, literals);
    this.#values = new Map(this.#values).set(name, found.value);
    return 'fine';
  }

  #rulesFor(name: string): readonly Literal[] {
    const { members, patterns, others } = this.#facets;
    return [
      ...members.filter((one) => one.name === name).map(({ literal }) => literal),
      ...patterns.filter(({ pattern }) => tests(pattern, name)).map(({ literal }) => literal),
      ...others.filter(({ of }) => isOther(of, name)).map(({ literal }) => literal),
    ];
  }

  satisfy(wanted: readonly Some[]): Outcome {
    const [some, ...rest] = wanted;
    if (some === undefined) return this.#values.size > this.#facets.max ? 'none' : 'fine';
    const before = { asked: this.#asked, values: this.#values };
    let open = false;
    for (const name of this.#candidates(some)) {
      if (name === undefined) {
        open = true;
        continue;
      }
      const outcome = this.demand(name, some.literal === undefined ? [] : [some.literal]);
      const all = outcome === 'fine' ? this.satisfy(rest) : outcome;
      if (all === 'fine') return all;
      if (all === 'unknown') open = true;
      this.#asked = before.asked;
      this.#values = before.values;
    }
    return open ? 'unknown' : 'none';
  }

  /** One name of every kind that the rules tell apart; undefined where a kind could not be looked into. */
  *#candidates({ pattern, of, name: literal }: Some): Generator<string | undefined> {
    const fits = (name: string): boolean =>
      (pattern === undefined || tests(pattern, name)) &&
      (of === undefined || isOther(of, name)) &&
      (literal === undefined || accepts(literal, name));
    for (const name of this.#mentioned) if (fits(name)) yield name;
    for (const fresh of this.#freshNames(
      [...(pattern === undefined ? [] : [pattern]), ...(of?.patterns ?? [])],
      literal,
    )) {
      if (fresh.kind === 'unknown') yield undefined;
      else if (fresh.kind === 'value' && typeof fresh.value === 'string' && fits(fresh.value)) yield fresh.value;
    }
  }

  /** Names that no rule mentions, by the patterns that they match. */
  *#freshNames(more: readonly string[], literal: Literal | undefined): Generator<Found> {
    const { patterns, others, names } = this.#facets;
    const all = [
      ...new Set([...more, ...patterns.map(({ pattern }) => pattern), ...others.flatMap(({ of }) => of.patterns)]),
    ];
    if (all.length > mostPatterns) throw new Unproven('too many patterns name members');
    for (let signature = 0; signature < 2 ** all.length; signature++) {
      const parts = all.map((pattern, index): Plain =>
        (signature >> index) % 2 === 1 ? { pattern } : { not: { pattern } },
      );
      const taken = [...this.#mentioned, ...this.#values.keys()];
      const node: Plain = {
        type: 'string',
        ...(parts.length === 0 ? {} : { allOf: parts }),
        ...(taken.length === 0 ? {} : { not: { enum: taken } }),
      };
      yield this.#solver.find([lone(node), ...names, ...(literal === undefined ? [] : [literal])]);
    }
  }

  /** Fills up to the fewest members that there have to be. */
  pad(excluded: readonly Json[]): Found {
    const { min, max } = this.#facets;
    if (this.#values.size > max) return { kind: 'none' };
    let open = false;
    const isDone = (): boolean => this.#values.size >= min && !excluded.some((value) => equal(value, this.#object()));
    for (const name of this.#mentioned) {
      if (isDone()) break;
      if (!this.#values.has(name) && this.demand(name, []) === 'unknown') open = true;
    }
    for (let n = 0, grew = true; !isDone() && grew && n < mostPadding; n++) {
      const size = this.#values.size;
      for (const fresh of this.#freshNames([], undefined)) {
        if (isDone()) break;
        if (fresh.kind === 'unknown') open = true;
        else if (
          fresh.kind === 'value' &&
          typeof fresh.value === 'string' &&
          this.demand(fresh.value, []) === 'unknown'
        )
          open = true;
      }
      grew = this.#values.size > size;
    }
    if (isDone() && this.#values.size <= max) return { kind: 'value', value: this.#object() };
    // What is ruled out may have another shape than the one that was built.
    return open || excluded.length > 0 || this.#values.size >= mostPadding ? { kind: 'unknown' } : { kind: 'none' };
  }

  #object(): Json {
    return Object.fromEntries(this.#values);
  }
}

function isOther({ names, patterns }: Others, name: string): boolean {
  return !names.includes(name) && !patterns.some((pattern) => tests(pattern, name));
}

function tests(pattern: string, name: string): boolean {
  return new RegExp(pattern, 'u').test(name);
}
