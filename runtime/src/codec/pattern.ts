/**
 * Patterns of schemas. Most are a row of ASCII classes with counts (`^[0-9a-f]{32}$`): those are matched by a table, at
 * a third of the cost of a regular expression and without backtracking. All others are what they are.
 */

import { type Memory, memory } from './core/memory.js';

export interface TextPattern {
  readonly source: string;
  test(text: string): boolean;
  /** Its steps, where it is a row of classes. */
  readonly row: readonly Step[] | undefined;
  /** Texts that matched before; none of a pattern of digests or ids, which never come again. */
  readonly matched: Memory | undefined;
}

/** A pattern by Unicode rules, not anchored. It matches no text of more than `longest` characters. */
export function textPattern(source: string, longest: number = Number.POSITIVE_INFINITY): TextPattern {
  // Also where a table will do: what is not a regular expression is refused here.
  const regex = new RegExp(source, 'u');
  const row = rowOf(source);
  const test =
    row === undefined
      ? (text: string) => text.length <= 2 * longest && regex.test(text)
      : (text: string) => matchesRow(row, text);
  const ofIds = row?.some(({ pairs }) => pairs !== undefined) === true;
  return { source, test, row, matched: ofIds ? undefined : memory() };
}

export interface Step {
  /** 1 for each code that the class has, all of them ASCII. */
  readonly members: Uint8Array;
  /** 1 for each two codes that the class has; where the step is long and of one length. */
  readonly pairs: Uint8Array | undefined;
  readonly least: number;
  readonly most: number;
}

function matchesRow(row: readonly Step[], text: string): boolean {
  const end = text.length;
  let at = 0;
  for (let i = 0; i < row.length; i++) {
    const { members, least, most } = row[i] as Step;
    const limit = Math.min(end, at + most);
    const start = at;
    while (at < limit && members[text.charCodeAt(at)] === 1) at++;
    if (at - start < least) return false;
  }
  return at === end;
}

/**
 * Where the row ends in the bytes between the two places, or -1 where it does not match. A table has no quote, backslash or byte
 * beyond ASCII, so that a match is plain text.
 */
export function endOfRow(row: readonly Step[], view: DataView, from: number, to: number): number {
  let at = from;
  for (let i = 0; i < row.length; i++) {
    const { members, pairs, least, most } = row[i] as Step;
    const start = at;
    const limit = Math.min(to, at + most);
    if (pairs !== undefined) while (at + 2 <= limit && pairs[view.getUint16(at)] === 1) at += 2;
    while (at < limit && members[view.getUint8(at)] === 1) at++;
    if (at - start < least) return -1;
  }
  return at;
}

const step =
  /(?:\[((?:[A-Za-z0-9_.,:;@#=+/ ]-[A-Za-z0-9]|[A-Za-z0-9_.,:;@#=+/ ]|\\[-./_])*-?)\]|([A-Za-z0-9_:;@#=,/ -])|\\([-./]))(?:\{(\d{1,4})(?:(,)(\d{1,4})?)?\}|([+*?]))?/uy;

/** A table of pairs takes 64 KiB: made for digests and trace ids, once per class. */
const shortestInPairs = 12;
const tables = new Map<string, Uint8Array>();

function pairsOf(members: Uint8Array): Uint8Array {
  const key = members.join('');
  let pairs = tables.get(key);
  if (pairs === undefined) {
    pairs = new Uint8Array(65_536);
    const codes = Array.from(members.keys()).filter((code) => members[code] === 1);
    for (const high of codes) for (const low of codes) pairs[(high << 8) | low] = 1;
    tables.set(key, pairs);
  }
  return pairs;
}

/** The steps of an anchored row, or undefined where the source is anything else. */
function rowOf(source: string): readonly Step[] | undefined {
  if (!source.startsWith('^') || !source.endsWith('$') || source.length > 500) return undefined;
  const row: Step[] = [];
  step.lastIndex = 1;
  while (step.lastIndex < source.length - 1) {
    const found = step.exec(source);
    if (found === null) return undefined;
    const [, inside, plain, escaped, least, comma, most, sign] = found;
    const members = inside === undefined ? single(plain ?? escaped ?? '') : classOf(inside);
    // JSON escapes these two: they never stand in the bytes as they are.
    if (members[0x22] === 1 || members[0x5c] === 1) return undefined;
    const count = countOf(least, comma !== undefined, most, sign);
    const long = count.least === count.most && count.least >= shortestInPairs;
    row.push({ members, pairs: long ? pairsOf(members) : undefined, ...count });
  }
  return step.lastIndex === source.length - 1 && isDeterministic(row) ? row : undefined;
}

function countOf(
  least: string | undefined,
  open: boolean,
  most: string | undefined,
  sign: string | undefined,
): Pick<Step, 'least' | 'most'> {
  const many = Number.MAX_SAFE_INTEGER;
  if (least !== undefined)
    return { least: Number(least), most: most !== undefined ? Number(most) : open ? many : Number(least) };
  if (sign === undefined) return { least: 1, most: 1 };
  return { least: sign === '+' ? 1 : 0, most: sign === '?' ? 1 : many };
}

function single(letter: string): Uint8Array {
  const members = new Uint8Array(256);
  members[letter.charCodeAt(0)] = 1;
  return members;
}

function classOf(inside: string): Uint8Array {
  const members = new Uint8Array(256);
  for (let i = 0; i < inside.length; i++) {
    if (inside[i] === '\\') i++;
    const from = inside.charCodeAt(i);
    const isRange = inside[i + 1] === '-' && i + 2 < inside.length && inside[i - 1] !== '\\';
    const to = isRange ? inside.charCodeAt(i + 2) : from;
    for (let code = from; code <= to; code++) members[code] = 1;
    if (isRange) i += 2;
  }
  return members;
}

/** Whether taking as many as there are is always right: what may follow a step of varying count is not in its class. */
function isDeterministic(row: readonly Step[]): boolean {
  return row.every(({ members, least, most }, index) => {
    if (least > most) return false;
    if (least === most) return true;
    for (const next of row.slice(index + 1)) {
      if (next.members.some((member, code) => member === 1 && members[code] === 1)) return false;
      if (next.least > 0) return true;
    }
    return true;
  });
}
