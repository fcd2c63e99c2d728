/** Sets of Unicode code points as sorted, disjoint, inclusive ranges. */

export type CodeSet = readonly (readonly [low: number, high: number])[];

const last = 0x10ffff;

export const digits: CodeSet = [[0x30, 0x39]];
export const words: CodeSet = [
  [0x30, 0x39],
  [0x41, 0x5a],
  [0x5f, 0x5f],
  [0x61, 0x7a],
];
export const spaces: CodeSet = [
  [0x09, 0x0d],
  [0x20, 0x20],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
];

export function union(a: CodeSet, b: CodeSet): CodeSet {
  const out: [number, number][] = [];
  for (const [low, high] of [...a, ...b].toSorted((x, y) => x[0] - y[0])) {
    const before = out.at(-1);
    if (before !== undefined && low <= before[1] + 1) before[1] = Math.max(before[1], high);
    else out.push([low, high]);
  }
  return out;
}

export function complement(set: CodeSet): CodeSet {
  const out: [number, number][] = [];
  let from = 0;
  for (const [low, high] of set) {
    if (low > from) out.push([from, low - 1]);
    from = high + 1;
  }
  if (from <= last) out.push([from, last]);
  return out;
}

export function intersects(a: CodeSet, b: CodeSet): boolean {
  let i = 0;
  let j = 0;
  for (;;) {
    const left = a[i];
    const right = b[j];
    if (left === undefined || right === undefined) return false;
    if (left[1] < right[0]) i++;
    else if (right[1] < left[0]) j++;
    else return true;
  }
}

const known = new Map<string, CodeSet>();
/** Each property costs a walk over all code points; a pattern of hundreds of them must not take the build's time. */
const maxProperties = 32;

/** The set of `\p{...}`, by asking the engine itself; everything, once too many different ones were asked for. */
export function propertySet(escape: string): CodeSet {
  const before = known.get(escape);
  if (before !== undefined) return before;
  if (known.size >= maxProperties) return [[0, last]];
  const test = new RegExp(`^${escape}$`, 'u');
  const out: [number, number][] = [];
  for (let code = 0; code <= last; code++) {
    if (!test.test(String.fromCodePoint(code))) continue;
    const range = out.at(-1);
    if (range !== undefined && range[1] === code - 1) range[1] = code;
    else out.push([code, code]);
  }
  known.set(escape, out);
  return out;
}
