/**
 * Whether a backtracking engine can be made to take exponential time: exactly when some loop of the expression can
 * read one text in two ways. Judged on the position automaton (Glushkov) and its product with itself.
 */
import { type CodeSet, intersects } from './code-set.js';
import { type Regex, Unsupported } from './parse.js';

/** Counted repetitions up to here are written out; beyond, a loop stands for them, which is the stricter view. */
const maxCopies = 8;
const maxExpanded = 64;
const maxPositions = 1000;
const maxSteps = 2_000_000;

interface Fragment {
  readonly nullable: boolean;
  readonly first: readonly number[];
  readonly last: readonly number[];
}

interface Automaton {
  readonly sets: CodeSet[];
  readonly follow: Set<number>[];
  /** Edges that two operators add: `(a*)*` returns to `a` by either star. */
  readonly twice: [number, number][];
  readonly looks: Regex[];
}

/** @throws {Unsupported} where judging would take too long. */
export function isAmbiguous(regex: Regex): boolean {
  const queue = [regex];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const automaton: Automaton = { sets: [], follow: [], twice: [], looks: [] };
    build(next, automaton);
    if (hasAmbiguousLoop(automaton)) return true;
    queue.push(...automaton.looks);
  }
  return false;
}

const nothing: Fragment = { nullable: true, first: [], last: [] };

function build(regex: Regex, automaton: Automaton): Fragment {
  switch (regex.kind) {
    case 'set': {
      const position = automaton.sets.push(regex.set) - 1;
      if (position >= maxPositions) throw new Unsupported('is too long to be judged');
      automaton.follow.push(new Set());
      return { nullable: false, first: [position], last: [position] };
    }
    case 'edge':
      return nothing;
    case 'look':
      automaton.looks.push(regex.body);
      return nothing;
    case 'sequence':
      return regex.items.reduce<Fragment>(
        (left, item) => concatenate(left, build(item, automaton), automaton),
        nothing,
      );
    case 'choice': {
      const options = regex.items.map((item) => build(item, automaton));
      return {
        nullable: options.some((option) => option.nullable),
        first: options.flatMap((option) => option.first),
        last: options.flatMap((option) => option.last),
      };
    }
    case 'repeat':
      return repeat(regex, automaton);
  }
}

function repeat({ body, min, max }: Extract<Regex, { kind: 'repeat' }>, automaton: Automaton): Fragment {
  if (max === 0) return nothing;
  if (max === 1) {
    const once = build(body, automaton);
    return min === 0 ? { ...once, nullable: true } : once;
  }
  if (max <= maxCopies && sizeOf(body) * max <= maxExpanded) return copies(body, min, max, automaton);
  const once = build(body, automaton);
  connect(once.last, once.first, automaton);
  return min === 0 ? { ...once, nullable: true } : once;
}

/** `a{1,3}` as `a(a(a)?)?`. */
function copies(body: Regex, min: number, max: number, automaton: Automaton): Fragment {
  let rest = nothing;
  for (let n = max; n >= 1; n--) {
    const one = build(body, automaton);
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

function connect(from: readonly number[], to: readonly number[], { follow, twice }: Automaton): void {
  if (from.length * to.length > maxSteps / 10) throw new Unsupported('is too long to be judged');
  for (const p of from) {
    const next = follow[p];
    for (const q of to) {
      if (next?.has(q) === true) twice.push([p, q]);
      next?.add(q);
    }
  }
}

function sizeOf(regex: Regex): number {
  switch (regex.kind) {
    case 'set':
      return 1;
    case 'edge':
    case 'look':
      return 0;
    case 'sequence':
    case 'choice':
      return regex.items.reduce((sum, item) => sum + sizeOf(item), 0);
    case 'repeat':
      return sizeOf(regex.body) * (regex.max <= maxCopies ? regex.max : 1);
  }
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

/** Strongly connected components (Tarjan), without recursion. */
function components(follow: readonly ReadonlySet<number>[]): number[] {
  const index: number[] = [];
  const low: number[] = [];
  const component: number[] = [];
  const stack: number[] = [];
  let count = 0;
  for (let root = 0; root < follow.length; root++) {
    if (index[root] !== undefined) continue;
    const work: { node: number; edges: Iterator<number> }[] = [];
    const enter = (node: number): void => {
      index[node] = low[node] = count++;
      stack.push(node);
      work.push({ node, edges: (follow[node] ?? new Set<number>()).values() });
    };
    enter(root);
    for (let top = work.at(-1); top !== undefined; top = work.at(-1)) {
      const { node } = top;
      const edge = top.edges.next();
      if (edge.done !== true) {
        const next = edge.value;
        if (index[next] === undefined) enter(next);
        else if (component[next] === undefined) low[node] = Math.min(low[node] ?? 0, index[next]);
        continue;
      }
      work.pop();
      const parent = work.at(-1)?.node;
      if (parent !== undefined) low[parent] = Math.min(low[parent] ?? 0, low[node] ?? 0);
      if (low[node] !== index[node]) continue;
      for (let member = stack.pop(); member !== undefined; member = stack.pop()) {
        component[member] = node;
        if (member === node) break;
      }
    }
  }
  return component;
}
