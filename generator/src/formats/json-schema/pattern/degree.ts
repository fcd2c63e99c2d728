/**
 * How many characters' worth of choices a backtracking engine has: a text of n characters can be begun in about
 * n^degree ways. Two loops that read the same text, one behind the other (`x*x*`), are a degree (Weber and Seidl, "On
 * the degree of ambiguity of finite automata"); so is searching for the place to begin.
 */
import { type Automaton, automatonOf, maxSteps } from './automaton.js';
import { type CodeSet, intersects } from './code-set.js';
import { components } from './components.js';
import { type Regex, Unsupported } from './parse.js';

/** Of an expression whose loops are not ambiguous. @throws {Unsupported} where judging would take too long. */
export function degreeOf(regex: Regex): number {
  const automaton = automatonOf(regex);
  const searched = !isAnchored(regex, 'start');
  const own = longestChain(graphOf(automaton, searched, canFailLate(regex)));
  const inside = automaton.looks.map((look) => {
    const loops = automatonOf(look.body).endless.some((next) => next.size > 0);
    // What looks ahead without a loop takes a constant time.
    const time = loops ? degreeOf({ kind: 'sequence', items: [{ kind: 'edge', at: 'start' }, look.body] }) + 1 : 0;
    return time + (searched || look.repeated ? 0 : -1);
  });
  return Math.max(own, ...inside);
}

function isAnchored(regex: Regex, at: 'start'): boolean {
  switch (regex.kind) {
    case 'edge':
      return regex.at === at;
    case 'sequence': {
      const first = regex.items.find((item) => item.kind !== 'look');
      return first !== undefined && isAnchored(first, at);
    }
    case 'choice':
      return regex.items.every((item) => isAnchored(item, at));
    case 'repeat':
      return regex.min > 0 && isAnchored(regex.body, at);
    case 'set':
    case 'look':
      return false;
  }
}

/** Whether something can still fail where all is read: else the first way to get there is the last one tried. */
function canFailLate(regex: Regex): boolean {
  switch (regex.kind) {
    case 'edge':
      return regex.at !== 'start';
    case 'look':
      return true;
    case 'sequence':
    case 'choice':
      return regex.items.some(canFailLate);
    case 'repeat':
      return canFailLate(regex.body);
    case 'set':
      return false;
  }
}

interface Graph {
  readonly sets: readonly CodeSet[];
  readonly follow: readonly ReadonlySet<number>[];
}

const anything: CodeSet = [[0, 0x10ffff]];

function graphOf({ sets, endless, first, last }: Automaton, searched: boolean, failsLate: boolean): Graph {
  const ends = new Set(failsLate ? [] : last);
  const without = (next: Iterable<number>): Set<number> => new Set([...next].filter((to) => !ends.has(to)));
  const follow = endless.map(without);
  if (!searched) return { sets, follow };
  // The search for the beginning is a loop over anything.
  return { sets: [...sets, anything], follow: [...follow, without([...first, sets.length])] };
}

/** Of loops each of which reads what the one before reads too. */
function longestChain(graph: Graph): number {
  const { follow } = graph;
  const component = components(follow);
  const members = new Map<number, number[]>();
  for (const [state, id] of component.entries()) members.set(id, [...(members.get(id) ?? []), state]);
  const budget = { left: maxSteps };
  const known = new Map<number, number>();
  const reach = new Map<number, ReadonlySet<number>>();
  const isLoop = (id: number): boolean =>
    (members.get(id) ?? []).some((p) => [...(follow[p] ?? [])].some((q) => component[q] === id));
  const chainFrom = (id: number): number => {
    const before = known.get(id);
    if (before !== undefined) return before;
    let longest = 0;
    for (const next of reachable(id)) {
      if (next === id || !isLoop(next)) continue;
      const rest = chainFrom(next);
      // Whether the two read the same only matters where that would be a new longest chain.
      const step = rest + 1 > longest && isLoop(id) && areLinked(id, next) ? 1 : 0;
      longest = Math.max(longest, rest + step);
    }
    known.set(id, longest);
    return longest;
  };
  return Math.max(0, ...[...members.keys()].map(chainFrom));

  function reachable(id: number): ReadonlySet<number> {
    const before = reach.get(id);
    if (before !== undefined) return before;
    const found = new Set(members.get(id) ?? []);
    for (const state of found) for (const next of follow[state] ?? []) found.add(next);
    const ids = new Set([...found].map((state) => component[state] ?? state));
    reach.set(id, ids);
    return ids;
  }

  /** Whether for some p of one loop and q of the other, one text leads from p to p, from p to q and from q to q. */
  function areLinked(left: number, right: number): boolean {
    for (const p of members.get(left) ?? []) {
      for (const q of members.get(right) ?? []) if (isLinked(p, q)) return true;
    }
    return false;
  }

  function isLinked(p: number, q: number): boolean {
    const size = follow.length;
    const start = (p * size + p) * size + q;
    const goal = (p * size + q) * size + q;
    const seen = new Set([start]);
    for (const triple of seen) {
      const [a, b, c] = [Math.floor(triple / (size * size)), Math.floor(triple / size) % size, triple % size];
      for (const a2 of follow[a] ?? []) {
        if (component[a2] !== component[p]) continue;
        for (const c2 of follow[c] ?? []) {
          if (component[c2] !== component[q] || !meet(a2, c2)) continue;
          for (const b2 of follow[b] ?? []) {
            if (--budget.left < 0) throw new Unsupported('is too long to be judged');
            const next = (a2 * size + b2) * size + c2;
            if (seen.has(next) || !meet(a2, b2) || !meet(b2, c2)) continue;
            if (next === goal) return true;
            seen.add(next);
          }
        }
      }
    }
    return false;
  }

  function meet(a: number, b: number): boolean {
    return intersects(graph.sets[a] ?? [], graph.sets[b] ?? []);
  }
}
