/**
 * Whether some value satisfies a set of schemas, each to hold or to fail: a value, the proof that there is none, or
 * neither. `old` accepts what `new` refuses exactly where a value satisfies old and not new.
 */
import type { Json } from '../../../model/types.js';
import { findArray } from './arrays.js';
import type { Clause, Kind } from './clause.js';
import { accepts, keyOf, type Literal, opposite } from './doc.js';
import { expand } from './expand.js';
import type { Found } from './found.js';
import { findNumber } from './numbers.js';
import { findObject } from './objects.js';
import { findString } from './strings.js';
import { Unproven } from './unproven.js';
import { equal } from './values.js';

export interface Solver {
  find(literals: readonly Literal[]): Found;
  /** Counts the work. @throws {Unproven} once it is too much. */
  step(): void;
}

const mostSteps = 60_000;
const deepest = 40;

/** One solver per question: what it has learnt is true of any set of schemas. */
export function createSolver(): Solver {
  const known = new Map<string, Found>();
  const open = new Map<string, number>();
  let steps = 0;
  /** The outermost question that was taken to have no answer, since it is being asked. */
  let assumed = Infinity;
  const solver: Solver = {
    step() {
      if (++steps > mostSteps) throw new Unproven('the schemas are too large to be compared');
    },
    find(literals) {
      const keys = [...new Set(literals.map(keyOf))].toSorted();
      const key = keys.join('\u0001');
      const before = known.get(key);
      if (before !== undefined) return before;
      if (keys.some((one) => one.startsWith('+') && keys.includes(`-${one.slice(1)}`))) return { kind: 'none' };
      const depth = open.get(key);
      if (depth !== undefined) {
        // Values end: one that needs itself is none.
        assumed = Math.min(assumed, depth);
        return { kind: 'none' };
      }
      if (open.size > deepest) return { kind: 'unknown' };
      const outer = assumed;
      assumed = Infinity;
      const mine = open.size;
      open.set(key, mine);
      const found = search(literals, solver);
      open.delete(key);
      const sure = assumed >= mine;
      if (found.kind === 'value' || sure) known.set(key, found);
      assumed = Math.min(outer, sure ? Infinity : assumed);
      return found;
    },
  };
  return solver;
}

function search(literals: readonly Literal[], solver: Solver): Found {
  let open = false;
  try {
    for (const clause of expand(literals, () => solver.step())) {
      const found = inClause(clause, literals, solver);
      if (found.kind === 'value') return found;
      if (found.kind === 'unknown') open = true;
    }
  } catch (error) {
    // A schema nested beyond the stack is beyond us as well.
    if (!(error instanceof Unproven) && !(error instanceof RangeError)) throw error;
    open = true;
  }
  return open ? { kind: 'unknown' } : { kind: 'none' };
}

function inClause(clause: Clause, literals: readonly Literal[], solver: Solver): Found {
  const { constants } = clause;
  if (constants !== undefined) {
    // The schemas themselves judge the few values that there are.
    const value = constants.find((one) => literals.every((literal) => accepts(literal, one)));
    return value === undefined ? { kind: 'none' } : { kind: 'value', value };
  }
  let open = false;
  for (const kind of clause.kinds) {
    const found = ofKind(kind, clause, solver);
    if (found.kind === 'value') return found;
    if (found.kind === 'unknown') open = true;
  }
  return open ? { kind: 'unknown' } : { kind: 'none' };
}

function ofKind(kind: Kind, clause: Clause, solver: Solver): Found {
  const { excluded } = clause;
  const among = (values: readonly Json[]): Found => {
    const value = values.find((one) => !excluded.some((other) => equal(one, other)));
    return value === undefined ? { kind: 'none' } : { kind: 'value', value };
  };
  switch (kind) {
    case 'null':
      return among([null]);
    case 'boolean':
      return among([false, true]);
    case 'number':
      return findNumber(clause.number, excluded);
    case 'string':
      return findString(clause.string, excluded);
    case 'array':
      return findArray(clause.array, excluded, solver);
    case 'object':
      return findObject(clause.object, excluded, solver);
  }
}

/** A value that `writer` accepts and `reader` refuses. */
export function difference(writer: Literal, reader: Literal, solver: Solver): Found {
  return solver.find([writer, opposite(reader)]);
}
