/**
 * Regular expressions as automata that are run side by side, so that a text of some languages and not of others is
 * found, or shown not to exist. Expressions search, as `pattern` does; `^` and `$` tie them to the ends.
 */
import { type CodeSet } from '../../../formats/json-schema/pattern/code-set.js';
import { parseRegex, type Regex, Unsupported } from '../../../formats/json-schema/pattern/parse.js';
import { Unproven } from './unproven.js';

interface Edge {
  readonly to: number;
  readonly on: CodeSet | 'empty' | 'start' | 'end';
}

export interface Automaton {
  readonly edges: readonly (readonly Edge[])[];
  readonly accepting: number;
}

const mostStates = 2000;
const known = new Map<string, Automaton | undefined>();

/** @throws {Unproven} for expressions that no finite automaton reads: back references, lookaround, word boundaries. */
export function automatonOf(pattern: string): Automaton {
  if (!known.has(pattern)) {
    if (known.size > 500) known.clear();
    known.set(pattern, build(pattern));
  }
  const automaton = known.get(pattern);
  if (automaton === undefined) throw new Unproven(`the pattern ${pattern} cannot be compared`);
  return automaton;
}

function build(pattern: string): Automaton | undefined {
  const edges: Edge[][] = [[]];
  const state = (): number => {
    if (edges.length > mostStates) throw new Unsupported('is too long to be compared');
    return edges.push([]) - 1;
  };
  const link = (from: number, to: number, on: Edge['on']): void => void edges[from]?.push({ to, on });

  function add(regex: Regex, from: number): number {
    switch (regex.kind) {
      case 'set': {
        const to = state();
        link(from, to, regex.set);
        return to;
      }
      case 'edge': {
        if (regex.at === 'word') throw new Unsupported('asks for a word boundary');
        const to = state();
        link(from, to, regex.at);
        return to;
      }
      case 'look':
        throw new Unsupported('looks around');
      case 'sequence':
        return regex.items.reduce((at, item) => add(item, at), from);
      case 'choice': {
        const to = state();
        for (const item of regex.items) link(add(item, from), to, 'empty');
        return to;
      }
      case 'repeat':
        return repeat(regex, from);
    }
  }

  function repeat({ body, min, max }: Extract<Regex, { kind: 'repeat' }>, from: number): number {
    let at = from;
    for (let n = 0; n < min; n++) at = add(body, at);
    if (max === Infinity) {
      const loop = state();
      link(at, loop, 'empty');
      link(add(body, loop), loop, 'empty');
      return loop;
    }
    const end = state();
    link(at, end, 'empty');
    for (let n = min; n < max; n++) {
      at = add(body, at);
      link(at, end, 'empty');
    }
    return end;
  }

  try {
    return { accepting: add(parseRegex(pattern), 0), edges };
  } catch (error) {
    if (error instanceof Unsupported) return undefined;
    throw error;
  }
}

/** Text that is exactly this. */
export function automatonOfText(text: string): Automaton {
  const codes = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  const edges: Edge[][] = [[{ to: 1, on: 'start' }]];
  for (const [index, code] of codes.entries()) edges.push([{ to: index + 2, on: [[code, code]] }]);
  edges.push([{ to: codes.length + 2, on: 'end' }], []);
  return { edges, accepting: codes.length + 2 };
}

/** The states after some text; `found` once the expression has matched, which nothing can undo. */
export interface Reading {
  readonly states: readonly number[];
  readonly found: boolean;
}

export function begin(automaton: Automaton): Reading {
  return reading(automaton, [0], 'start');
}

export function read(automaton: Automaton, before: Reading, code: number): Reading {
  if (before.found) return before;
  const next = new Set<number>([0]);
  for (const state of before.states) {
    for (const { to, on } of automaton.edges[state] ?? []) if (typeof on !== 'string' && has(on, code)) next.add(to);
  }
  return reading(automaton, [...next], undefined);
}

/** Whether the text may end here with a match. */
export function matches(automaton: Automaton, { states, found }: Reading, first: boolean): boolean {
  return found || closure(automaton, states, first ? ['start', 'end'] : ['end']).has(automaton.accepting);
}

function reading(automaton: Automaton, states: readonly number[], at: 'start' | undefined): Reading {
  const all = closure(automaton, states, at === undefined ? [] : [at]);
  if (all.has(automaton.accepting)) return { states: [], found: true };
  return { states: [...all].toSorted((a, b) => a - b), found: false };
}

function closure({ edges }: Automaton, states: readonly number[], at: readonly Edge['on'][]): Set<number> {
  const all = new Set(states);
  for (const state of all)
    for (const { to, on } of edges[state] ?? []) if (on === 'empty' || at.includes(on)) all.add(to);
  return all;
}

function has(set: CodeSet, code: number): boolean {
  return set.some(([low, high]) => code >= low && code <= high);
}

/** One code point for each class that the automata tell apart; letters and digits where there is a choice. */
export function alphabet(automata: readonly Automaton[]): readonly number[] {
  const starts = new Set([0]);
  for (const { edges } of automata) {
    for (const { on } of edges.flat()) {
      if (typeof on === 'string') continue;
      for (const [low, high] of on) starts.add(low).add(high + 1);
    }
  }
  const sorted = [...starts].filter((code) => code <= 0x10ffff).toSorted((a, b) => a - b);
  return sorted.flatMap((start, index) => {
    const end = (sorted[index + 1] ?? 0x110000) - 1;
    const nice = [0x61, 0x41, 0x30, 0x20, 0x21].find((code) => code >= start && code <= end);
    if (nice !== undefined) return [nice];
    // Lone surrogates are no text.
    if (start >= 0xd800 && end <= 0xdfff) return [];
    return [start >= 0xd800 && start <= 0xdfff ? 0xe000 : start];
  });
}
