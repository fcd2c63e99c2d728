/**
 * Whether a backtracking engine can be made to take exponential time: exactly when some loop of the expression can
 * read one text in two ways. Judged on the position automaton and its product with itself.
 */
import { type Automaton, automatonOf, maxSteps } from './automaton.js';
import { intersects } from './code-set.js';
import { components } from './components.js';
import { type Regex, Unsupported } from './parse.js';

/** @throws {Unsupported} where judging would take too long. */
export function isAmbiguous(regex: Regex): boolean {
  const queue = [regex];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const automaton = automatonOf(next);
    if (hasAmbiguousLoop(automaton)) return true;
    queue.push(...automaton.looks.map((look) => look.body));
  }
  return false;
}

function hasAmbiguousLoop({ sets, follow, twice }: Automaton): boolean {
  const component = components(follow);
  if (twice.some(([p, q]) => component[p] === component[q])) return true;
  const size = sets.length;
  const before = new Map<number, number[]>();
  const reached = new Set<number>();
  const queue: number[] = [];
  for (let p = 0; p < size; p++) queue.push(p * size + p);
  let steps = 0;
  for (let pair = queue.pop(); pair !== undefined; pair = queue.pop()) {
    const p = Math.floor(pair / size);
    const q = pair % size;
    for (const p2 of follow[p] ?? []) {
      if (component[p2] !== component[p]) continue;
      for (const q2 of follow[q] ?? []) {
        if (++steps > maxSteps) throw new Unsupported('is too long to be judged');
        if (component[q2] !== component[p] || !intersects(sets[p2] ?? [], sets[q2] ?? [])) continue;
        const next = p2 <= q2 ? p2 * size + q2 : q2 * size + p2;
        if (next === pair || (p === q && p2 === q2)) continue;
        const sources = before.get(next);
        if (sources === undefined) before.set(next, [pair]);
        else sources.push(pair);
        if (p2 === q2 || reached.has(next)) continue;
        reached.add(next);
        queue.push(next);
      }
    }
  }
  // Two different readings begin at a common position; do they also meet in one?
  for (let p = 0; p < size; p++) if ((before.get(p * size + p) ?? []).length > 0) return true;
  return false;
}
