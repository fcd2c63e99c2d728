/**
 * What a regular expression can match, for the plain ones that name an alphabet: `^[a-z0-9][a-z0-9_.-]{0,99}$`. Anything
 * beyond literals, classes, groups and repetition is not understood, and then nothing is claimed.
 */

export interface Reach {
  /** Every character that a match may hold. */
  readonly characters: readonly string[];
  /** Characters of the longest match. */
  readonly longest: number;
}

interface Cursor {
  readonly pattern: string;
  at: number;
}

class NotPlain extends Error {}

/** Undefined where the pattern is not anchored at both ends or not plain. */
export function patternReach(pattern: string): Reach | undefined {
  if (!pattern.startsWith('^') || !/(?:^|[^\\])(?:\\\\)*\$$/.test(pattern) || pattern.length > 1000) return undefined;
  const cursor: Cursor = { pattern: pattern.slice(1, -1), at: 0 };
  try {
    const reach = readSequence(cursor);
    // An alternative at the top would take the anchors apart.
    return cursor.at === cursor.pattern.length ? { ...reach, characters: [...new Set(reach.characters)] } : undefined;
  } catch (thrown) {
    if (thrown instanceof NotPlain) return undefined;
    throw thrown;
  }
}

function readSequence(cursor: Cursor): Reach {
  const characters: string[] = [];
  let longest = 0;
  while (cursor.at < cursor.pattern.length && !/[|)]/.test(cursor.pattern[cursor.at] ?? '')) {
    const atom = readAtom(cursor);
    const times = readTimes(cursor);
    characters.push(...atom.characters);
    longest += atom.longest === 0 ? 0 : atom.longest * times;
  }
  return { characters, longest };
}

function readAtom(cursor: Cursor): Reach {
  const { pattern } = cursor;
  const character = pattern[cursor.at] ?? '';
  if (character === '(') return readGroup(cursor);
  if (character === '[') return readClass(cursor);
  if (character === '\\') return { characters: readEscape(cursor), longest: 1 };
  if (/[A-Za-z0-9_~:/@%!,;=&' -]/.test(character)) {
    cursor.at++;
    return { characters: [character], longest: 1 };
  }
  throw new NotPlain();
}

function readGroup(cursor: Cursor): Reach {
  cursor.at += cursor.pattern.startsWith('(?:', cursor.at) ? 3 : 1;
  const characters: string[] = [];
  let longest = 0;
  for (;;) {
    const branch = readSequence(cursor);
    characters.push(...branch.characters);
    longest = Math.max(longest, branch.longest);
    const end = cursor.pattern[cursor.at++];
    if (end === ')') return { characters, longest };
    if (end !== '|') throw new NotPlain();
  }
}

function readClass(cursor: Cursor): Reach {
  const { pattern } = cursor;
  const characters: string[] = [];
  cursor.at++;
  if (pattern[cursor.at] === '^') throw new NotPlain();
  while (pattern[cursor.at] !== ']') {
    const from = readClassMember(cursor);
    const [start = ''] = from;
    if (pattern[cursor.at] !== '-' || pattern[cursor.at + 1] === ']' || from.length !== 1) {
      characters.push(...from);
      continue;
    }
    cursor.at++;
    const [end = '', ...more] = readClassMember(cursor);
    const last = end.charCodeAt(0);
    if (more.length > 0 || !/^[\0-\x7f]$/.test(end)) throw new NotPlain();
    for (let code = start.charCodeAt(0); code <= last; code++) characters.push(String.fromCharCode(code));
  }
  cursor.at++;
  return { characters, longest: 1 };
}

function readClassMember(cursor: Cursor): readonly string[] {
  const character = cursor.pattern[cursor.at];
  if (character === '\\') return readEscape(cursor);
  if (character === undefined || !/[\x20-\x5a\x5e-\x7e]/.test(character)) throw new NotPlain();
  cursor.at++;
  return [character];
}

const digits = [...'0123456789'];
const words = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_', ...digits];

function readEscape(cursor: Cursor): readonly string[] {
  const character = cursor.pattern[cursor.at + 1] ?? '';
  cursor.at += 2;
  if (character === 'd') return digits;
  if (character === 'w') return words;
  // Escaped signs stand for themselves; escaped letters are classes, boundaries and back references.
  if (/[^A-Za-z0-9]/.test(character)) return [character];
  throw new NotPlain();
}

function readTimes(cursor: Cursor): number {
  const [text, least, comma, most] =
    /^(?:[?*+]|\{(\d{1,6})(,?)(\d{0,6})\})\??/.exec(cursor.pattern.slice(cursor.at)) ?? [];
  if (text === undefined) return 1;
  cursor.at += text.length;
  if (text.startsWith('?')) return 1;
  if (least === undefined) return Infinity;
  if (comma === '') return Number(least);
  return most === '' ? Infinity : Number(most);
}
