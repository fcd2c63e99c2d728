/** A regular expression (ECMA-262 with the u flag, known to be valid) as a tree. */
import { type CodeSet, complement, digits, propertySet, spaces, union, words } from './code-set.js';

export type Regex =
  | { readonly kind: 'set'; readonly set: CodeSet }
  | { readonly kind: 'sequence'; readonly items: readonly Regex[] }
  | { readonly kind: 'choice'; readonly items: readonly Regex[] }
  | { readonly kind: 'repeat'; readonly body: Regex; readonly min: number; readonly max: number }
  /** `^`, `$` and word boundaries: they consume nothing. */
  | { readonly kind: 'edge'; readonly at: 'start' | 'end' | 'word' }
  /** Lookahead and lookbehind: they consume nothing and are judged by themselves. */
  | { readonly kind: 'look'; readonly body: Regex };

/** Why a pattern is not looked at: it is refused then. */
export class Unsupported {
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}

const maxNesting = 100;
const anything: CodeSet = [[0, 0x10ffff]];
const lineBreaks: CodeSet = [
  [0x0a, 0x0a],
  [0x0d, 0x0d],
  [0x2028, 0x2029],
];
const empty: Regex = { kind: 'sequence', items: [] };

/** @throws {Unsupported} for back references and absurd nesting. */
export function parseRegex(pattern: string): Regex {
  const characters = Array.from(pattern);
  let at = 0;
  let depth = 0;
  return choice();

  function choice(): Regex {
    const items = [sequence()];
    while (characters[at] === '|') {
      at++;
      items.push(sequence());
    }
    return items.length === 1 ? (items[0] ?? empty) : { kind: 'choice', items };
  }

  function sequence(): Regex {
    const items: Regex[] = [];
    while (at < characters.length && characters[at] !== '|' && characters[at] !== ')') items.push(quantified());
    return { kind: 'sequence', items };
  }

  function quantified(): Regex {
    const body = atom();
    const bounds = quantifier();
    if (bounds === undefined) return body;
    // Lazy or greedy: the ways to match are the same.
    if (characters[at] === '?') at++;
    return { kind: 'repeat', body, ...bounds };
  }

  function quantifier(): { min: number; max: number } | undefined {
    const character = characters[at];
    if (character === '*' || character === '+' || character === '?') {
      at++;
      return { min: character === '+' ? 1 : 0, max: character === '?' ? 1 : Infinity };
    }
    if (character !== '{') return undefined;
    const end = characters.indexOf('}', at);
    const [low = '0', high] = characters
      .slice(at + 1, end)
      .join('')
      .split(',');
    at = end + 1;
    return { min: Number(low), max: high === undefined ? Number(low) : high === '' ? Infinity : Number(high) };
  }

  function atom(): Regex {
    const character = characters[at++];
    switch (character) {
      case '(':
        return group();
      case '[':
        return { kind: 'set', set: bracket() };
      case '\\':
        return escape();
      case '.':
        return { kind: 'set', set: complement(lineBreaks) };
      case '^':
        return { kind: 'edge', at: 'start' };
      case '$':
        return { kind: 'edge', at: 'end' };
      default:
        return { kind: 'set', set: single(character?.codePointAt(0) ?? 0) };
    }
  }

  function group(): Regex {
    if (++depth > maxNesting) throw new Unsupported(`nests groups deeper than ${maxNesting}`);
    let look = false;
    if (characters[at] === '?') {
      const opener = characters.slice(at, at + 3).join('');
      look = /^\?(?:[=!]|<[=!])/.test(opener);
      if (/^\?(?:[:=!])/.test(opener)) at += 2;
      else if (look) at += 3;
      else at = characters.indexOf('>', at) + 1;
    }
    const body = choice();
    at++;
    depth--;
    return look ? { kind: 'look', body } : body;
  }

  function escape(): Regex {
    const next = characters[at];
    if (next === 'b' || next === 'B') {
      at++;
      return { kind: 'edge', at: 'word' };
    }
    if (next !== undefined && /[1-9k]/.test(next)) throw new Unsupported('uses a back reference');
    return { kind: 'set', set: escapedSet() };
  }

  function escapedSet(): CodeSet {
    const next = characters[at++] ?? '';
    switch (next) {
      case 'd':
        return digits;
      case 'D':
        return complement(digits);
      case 'w':
        return words;
      case 'W':
        return complement(words);
      case 's':
        return spaces;
      case 'S':
        return complement(spaces);
      case 'p':
      case 'P': {
        const end = characters.indexOf('}', at);
        const text = characters.slice(at, end + 1).join('');
        at = end + 1;
        return propertySet(`\\${next}${text}`);
      }
      default:
        return single(escapedCode(next));
    }
  }

  function escapedCode(next: string): number {
    const controls: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, v: 11, f: 12, '0': 0, b: 8 };
    const control = controls[next];
    if (control !== undefined) return control;
    if (next === 'c') return (characters[at++]?.codePointAt(0) ?? 0) % 32;
    if (next === 'x') return hex(2);
    if (next !== 'u') return next.codePointAt(0) ?? 0;
    if (characters[at] === '{') {
      const end = characters.indexOf('}', at);
      const code = Number.parseInt(characters.slice(at + 1, end).join(''), 16);
      at = end + 1;
      return code;
    }
    const high = hex(4);
    if (high < 0xd800 || high > 0xdbff || characters[at] !== '\\' || characters[at + 1] !== 'u') return high;
    at += 2;
    return 0x10000 + ((high - 0xd800) << 10) + (hex(4) - 0xdc00);
  }

  function hex(length: number): number {
    const code = Number.parseInt(characters.slice(at, at + length).join(''), 16);
    at += length;
    return code;
  }

  function bracket(): CodeSet {
    const negated = characters[at] === '^';
    if (negated) at++;
    let set: CodeSet = [];
    while (at < characters.length && characters[at] !== ']') {
      const low = member();
      const isRange = characters[at] === '-' && characters[at + 1] !== ']' && low.length === 1;
      if (!isRange) {
        set = union(set, low);
        continue;
      }
      at++;
      const high = member();
      set = union(set, [[low[0]?.[0] ?? 0, high[0]?.[1] ?? 0]]);
    }
    at++;
    if (negated) return complement(set);
    return set.length === 0 ? anything : set;
  }

  function member(): CodeSet {
    const character = characters[at++] ?? '';
    return character === '\\' ? escapedSet() : single(character.codePointAt(0) ?? 0);
  }
}

function single(code: number): CodeSet {
  return [[code, code]];
}
