/** From schemas that hold or fail to the ways in which they do: clauses, one after the other, as far as they are asked for. */
import { anything, type Clause, type Patch } from './clause.js';
import { keyOf, type Literal } from './doc.js';
import { affirm } from './affirm.js';
import { deny } from './deny.js';
import { excludes, isVoid } from './exclude.js';

/** One of several ways. */
export interface Way {
  readonly patch?: Patch;
  readonly literals?: readonly Literal[];
}

/** What a literal comes to: all patches, all literals, and one way of each choice. */
export interface Demand {
  readonly patches: readonly Patch[];
  readonly literals: readonly Literal[];
  readonly choices: readonly (readonly Way[])[];
}

interface Choice {
  readonly ways: readonly Way[];
  /** The schema that is to fail, where that is what the ways are of. */
  readonly denied?: Literal;
}

interface State {
  readonly clause: Clause;
  readonly seen: ReadonlySet<string>;
  readonly agenda: readonly Literal[];
  readonly choices: readonly Choice[];
}

/** `step` counts the work, and throws once it is too much. */
export function* expand(literals: readonly Literal[], step: () => void): Generator<Clause> {
  yield* ways({ clause: anything, seen: new Set(), agenda: literals, choices: [] }, step);
}

function* ways(state: State, step: () => void): Generator<Clause> {
  step();
  const settled = settle(state, step);
  if (settled === undefined || isVoid(settled.clause)) return;
  const { clause, seen } = settled;
  const choices: Choice[] = [];
  for (const choice of settled.choices) {
    // What cannot hold anyway fails by itself.
    if (choice.denied !== undefined && excludes(clause, choice.denied)) continue;
    const left = choice.ways.filter((way) => isOpen(way, clause, seen));
    if (left.length === 0) return;
    choices.push({ ...choice, ways: left });
  }
  const [choice, ...rest] = choices.toSorted((a, b) => rank(a) - rank(b));
  if (choice === undefined) {
    yield clause;
    return;
  }
  for (const { patch, literals = [] } of choice.ways) {
    const next = patch === undefined ? clause : patch(clause);
    if (next !== undefined) yield* ways({ clause: next, seen, agenda: literals, choices: rest }, step);
  }
}

/** Few ways first, since what contradicts then shows early; what is to fail last, since it mostly does by then. */
function rank({ ways, denied }: Choice): number {
  return ways.length === 1 || denied === undefined ? ways.length : 1000 + ways.length;
}

function isOpen({ patch, literals = [] }: Way, clause: Clause, seen: ReadonlySet<string>): boolean {
  if (literals.some((literal) => seen.has(opposed(keyOf(literal))))) return false;
  if (literals.some((literal) => literal.holds && excludes(clause, literal))) return false;
  return patch === undefined || patch(clause) !== undefined;
}

function opposed(key: string): string {
  return (key.startsWith('+') ? '-' : '+') + key.slice(1);
}

/** Everything that leaves no choice; undefined where it contradicts itself. */
function settle(state: State, step: () => void): State | undefined {
  let { clause } = state;
  const seen = new Set(state.seen);
  const choices = [...state.choices];
  const agenda = [...state.agenda];
  for (let literal = agenda.pop(); literal !== undefined; literal = agenda.pop()) {
    step();
    const key = keyOf(literal);
    if (seen.has(key)) continue;
    if (seen.has(opposed(key))) return undefined;
    seen.add(key);
    const demand = literal.holds ? affirm(literal.node, literal.doc) : deny(literal.node, literal.doc);
    if (demand === undefined) return undefined;
    for (const patch of demand.patches) {
      const next = patch(clause);
      if (next === undefined) return undefined;
      clause = next;
    }
    agenda.push(...demand.literals);
    for (const choice of demand.choices) {
      const [way, ...others] = choice;
      if (way === undefined) return undefined;
      if (others.length > 0) {
        choices.push({ ways: choice, ...(literal.holds ? {} : { denied: literal }) });
        continue;
      }
      const next = way.patch === undefined ? clause : way.patch(clause);
      if (next === undefined) return undefined;
      clause = next;
      agenda.push(...(way.literals ?? []));
    }
  }
  return { clause, seen, agenda: [], choices };
}
