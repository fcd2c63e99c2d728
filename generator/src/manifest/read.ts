/** Typed readers over the nodes of the manifest: each reports what it does not find, with the place, and goes on. */
import { didYouMean, type Diagnostics } from '../diagnostics/index.js';
import type { ArrayNode, Entry, Node, ObjectNode, StringNode } from '../source/node.js';
import type { Span } from '../source/text.js';

/** An object with no other keys than `known`; any keys where it is a table of the user's own names. */
export function readObject(
  node: Node,
  where: string,
  known: readonly string[] | 'any',
  diagnostics: Diagnostics,
): ObjectNode | undefined {
  if (node.kind !== 'object') return wrong(node, where, 'an object', diagnostics);
  if (known !== 'any') {
    for (const { key, keySpan } of node.entries) {
      if (known.includes(key)) continue;
      diagnostics.report('AW2001', keySpan, { key, where }, { hint: didYouMean(key, known) });
    }
  }
  return node;
}

/** The value of a key that has to be there. */
export function readRequired(
  object: ObjectNode,
  key: string,
  where: string,
  diagnostics: Diagnostics,
): Node | undefined {
  const node = object.get(key);
  if (node === undefined) diagnostics.report('AW2003', startOf(object), { key, where });
  return node;
}

export function readText(node: Node, what: string, diagnostics: Diagnostics): StringNode | undefined {
  if (node.kind !== 'string') return wrong(node, what, 'text', diagnostics);
  if (node.value !== '') return node;
  diagnostics.report('AW2004', node.span, { what, found: 'empty', expected: 'text' });
  return undefined;
}

export function readBoolean(node: Node, what: string, diagnostics: Diagnostics): boolean | undefined {
  return node.kind === 'boolean' ? node.value : wrong(node, what, 'true or false', diagnostics);
}

export interface Range {
  readonly minimum: number;
  readonly integer?: boolean;
}

export function readNumber(node: Node, what: string, range: Range, diagnostics: Diagnostics): number | undefined {
  if (node.kind !== 'number') return wrong(node, what, 'a number', diagnostics);
  const whole = range.integer !== true || Number.isSafeInteger(node.value);
  if (whole && node.value >= range.minimum) return node.value;
  const expected = `${range.integer === true ? 'a whole number' : 'a number'} of at least ${range.minimum}`;
  diagnostics.report('AW2004', node.span, { what, found: node.raw, expected });
  return undefined;
}

/** One word of a closed list. */
export function readWord<W extends string>(
  node: Node,
  what: string,
  words: readonly W[],
  diagnostics: Diagnostics,
): W | undefined {
  const text = readText(node, what, diagnostics);
  if (text === undefined) return undefined;
  const word = words.find((known) => known === text.value);
  if (word === undefined) {
    const parameters = { what, found: JSON.stringify(text.value), expected: `one of ${words.join(', ')}` };
    diagnostics.report('AW2004', text.span, parameters, { hint: didYouMean(text.value, words) });
  }
  return word;
}

/** A name of the user's own, as it stands on the wire and in file names. */
export function readName(entry: Entry, what: string, diagnostics: Diagnostics): string | undefined {
  if (/^[A-Za-z][A-Za-z0-9_.-]{0,99}$/.test(entry.key)) return entry.key;
  const found = JSON.stringify(entry.key);
  const expected = 'up to 100 letters, digits, dots, dashes and underscores, a letter first';
  diagnostics.report('AW2004', entry.keySpan, { what: `the name of a ${what}`, found, expected });
  return undefined;
}

export function readList(node: Node, what: string, diagnostics: Diagnostics): ArrayNode | undefined {
  return node.kind === 'array' ? node : wrong(node, what, 'a list', diagnostics);
}

/** `x` stands for `[x]`. */
export function oneOrMore(node: Node): readonly Node[] {
  return node.kind === 'array' ? node.items : [node];
}

/** The list without repetitions, each of them reported. */
export function withoutRepeats<T>(
  read: readonly { readonly node: Node; readonly value: T; readonly name: string }[],
  what: string,
  diagnostics: Diagnostics,
): readonly T[] {
  const seen = new Set<string>();
  return read.flatMap(({ node, value, name }) => {
    if (seen.has(name)) {
      diagnostics.report('AW2005', node.span, { what, found: name });
      return [];
    }
    seen.add(name);
    return [value];
  });
}

/** What stands there, as a message says it. */
export function found(node: Node): string {
  switch (node.kind) {
    case 'object':
      return 'an object';
    case 'array':
      return 'a list';
    case 'null':
      return 'empty';
    case 'string':
      return JSON.stringify(node.value);
    case 'number':
      return `the number ${node.raw}`;
    case 'boolean':
      return String(node.value);
  }
}

export function wrong(node: Node, what: string, expected: string, diagnostics: Diagnostics): undefined {
  diagnostics.report('AW2002', node.span, { what, found: found(node), expected });
  return undefined;
}

/** Where an object begins: its whole extent would underline a page. */
export function startOf(object: ObjectNode): Span {
  const { source, start, end } = object.span;
  return { source, start, end: Math.min(start + 1, end) };
}
