/** JSON by RFC 8259, strictly: no comments, no trailing commas, no duplicate keys; and every value knows its place. */
import type { Diagnostics } from '../diagnostics/index.js';
import { type Entry, type Node, objectNode } from './node.js';
import type { SourceText, Span } from './text.js';

/** Nesting of a document, in JSON and YAML alike. */
export const maxDepth = 256;

class SyntaxFault {
  readonly message: string;
  readonly start: number;
  readonly hint: string | undefined;

  constructor(message: string, start: number, hint?: string) {
    this.message = message;
    this.start = start;
    this.hint = hint;
  }
}

interface Cursor {
  readonly source: SourceText;
  readonly text: string;
  readonly diagnostics: Diagnostics;
  at: number;
  depth: number;
}

export function parseJson(source: SourceText, diagnostics: Diagnostics): Node | undefined {
  const start = source.text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const cursor: Cursor = { source, text: source.text, diagnostics, at: start, depth: 0 };
  try {
    const node = readValue(cursor);
    skipSpace(cursor);
    if (cursor.at < cursor.text.length) {
      throw new SyntaxFault(`found ${shown(cursor)} after the end of the document`, cursor.at);
    }
    return node;
  } catch (fault) {
    if (!(fault instanceof SyntaxFault)) throw fault;
    const span = { source, start: fault.start, end: Math.min(fault.start + 1, source.text.length) };
    diagnostics.report('AW1002', span, { found: fault.message }, { hint: fault.hint });
    return undefined;
  }
}

function readValue(cursor: Cursor): Node {
  skipSpace(cursor);
  const start = cursor.at;
  const code = cursor.text.charCodeAt(start);
  if (code === 0x7b) return nested(cursor, readObject);
  if (code === 0x5b) return nested(cursor, readArray);
  if (code === 0x22) {
    const value = readString(cursor);
    return { kind: 'string', value, span: span(cursor, start) };
  }
  if (code === 0x2d || (code >= 0x30 && code <= 0x39)) return readNumber(cursor);
  if (word(cursor, 'true')) return { kind: 'boolean', value: true, span: span(cursor, start) };
  if (word(cursor, 'false')) return { kind: 'boolean', value: false, span: span(cursor, start) };
  if (word(cursor, 'null')) return { kind: 'null', span: span(cursor, start) };
  throw new SyntaxFault(`found ${shown(cursor)} where a value was expected`, start, hintFor(cursor));
}

function nested(cursor: Cursor, read: (cursor: Cursor) => Node): Node {
  if (++cursor.depth > maxDepth) throw new SyntaxFault(`nesting is deeper than ${maxDepth}`, cursor.at);
  const node = read(cursor);
  cursor.depth--;
  return node;
}

function readObject(cursor: Cursor): Node {
  const start = cursor.at++;
  const entries: Entry[] = [];
  const seen = new Set<string>();
  if (!closes(cursor, '}')) {
    do {
      skipSpace(cursor);
      const keyStart = cursor.at;
      if (cursor.text[keyStart] !== '"') {
        const trailing = cursor.text[keyStart] === '}';
        throw new SyntaxFault(
          `found ${shown(cursor)} where a key in double quotes was expected`,
          keyStart,
          trailing ? 'remove the comma before it' : hintFor(cursor),
        );
      }
      const key = readString(cursor);
      const keySpan = span(cursor, keyStart);
      if (seen.has(key))
        cursor.diagnostics.report('AW1002', keySpan, { found: `duplicate key ${JSON.stringify(key)}` });
      skipSpace(cursor);
      if (cursor.text[cursor.at] !== ':') {
        throw new SyntaxFault(`found ${shown(cursor)} where ':' was expected`, cursor.at, hintFor(cursor));
      }
      cursor.at++;
      const value = readValue(cursor);
      if (!seen.has(key)) entries.push({ key, keySpan, value });
      seen.add(key);
    } while (more(cursor, '}'));
  }
  return objectNode(entries, span(cursor, start));
}

function readArray(cursor: Cursor): Node {
  const start = cursor.at++;
  const items: Node[] = [];
  if (!closes(cursor, ']')) {
    do items.push(readValue(cursor));
    while (more(cursor, ']'));
  }
  return { kind: 'array', items, span: span(cursor, start) };
}

function closes(cursor: Cursor, end: string): boolean {
  skipSpace(cursor);
  if (cursor.text[cursor.at] !== end) return false;
  cursor.at++;
  return true;
}

function more(cursor: Cursor, end: string): boolean {
  if (closes(cursor, end)) return false;
  if (cursor.text[cursor.at] !== ',') {
    throw new SyntaxFault(`found ${shown(cursor)} where ',' or '${end}' was expected`, cursor.at, hintFor(cursor));
  }
  cursor.at++;
  return true;
}

function readString(cursor: Cursor): string {
  const { text } = cursor;
  const start = cursor.at;
  let escaped = false;
  for (let i = start + 1; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0x22) {
      cursor.at = i + 1;
      return escaped ? unescape(text.slice(start, i + 1), start) : text.slice(start + 1, i);
    }
    if (code === 0x5c) {
      escaped = true;
      i++;
    } else if (code < 0x20) {
      const found = code === 0x0a || code === 0x0d ? 'a line break' : 'a control character';
      throw new SyntaxFault(`found ${found} inside a string`, i, 'close the string, or write it as an escape');
    }
  }
  throw new SyntaxFault('the string that starts here never ends', start);
}

function unescape(quoted: string, start: number): string {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    const bad = /\\(?!["\\/bfnrt]|u[0-9a-fA-F]{4})/g;
    // Pairs of backslashes are taken together, so that the second one is not looked at by itself.
    const index = quoted.replaceAll('\\\\', '__').search(bad);
    throw new SyntaxFault(`found ${JSON.stringify(quoted.slice(index, index + 2))}, which is no escape`, start + index);
  }
}

const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

function readNumber(cursor: Cursor): Node {
  const start = cursor.at;
  number.lastIndex = start;
  const raw = number.exec(cursor.text)?.[0];
  const next = cursor.text[start + (raw?.length ?? 0)] ?? ' ';
  if (raw === undefined || /[\w.+-]/.test(next))
    throw new SyntaxFault(`found ${shown(cursor)}, which is no JSON number`, start);
  const value = Number(raw);
  if (!Number.isFinite(value)) throw new SyntaxFault(`${raw.slice(0, 40)} is beyond what a number can hold`, start);
  cursor.at = start + raw.length;
  return { kind: 'number', value, raw, span: span(cursor, start) };
}

function word(cursor: Cursor, expected: string): boolean {
  if (!cursor.text.startsWith(expected, cursor.at)) return false;
  if (/\w/.test(cursor.text[cursor.at + expected.length] ?? '')) return false;
  cursor.at += expected.length;
  return true;
}

function skipSpace(cursor: Cursor): void {
  for (;;) {
    const code = cursor.text.charCodeAt(cursor.at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
    cursor.at++;
  }
}

function span(cursor: Cursor, start: number): Span {
  return { source: cursor.source, start, end: cursor.at };
}

/** What stands at the cursor, for a message. */
function shown(cursor: Cursor): string {
  if (cursor.at >= cursor.text.length) return 'the end of the file';
  const found = /[\w.+-]{1,40}|[^]/uy;
  found.lastIndex = cursor.at;
  return JSON.stringify(found.exec(cursor.text)?.[0] ?? '');
}

function hintFor(cursor: Cursor): string | undefined {
  const { text, at } = cursor;
  if (text.startsWith('//', at) || text.startsWith('/*', at) || text[at] === '#') return 'JSON has no comments';
  if (text[at] === "'") return 'JSON strings stand in double quotes';
  if ((text[at] === ']' || text[at] === '}') && /,\s*$/.test(text.slice(Math.max(0, at - 200), at)))
    return 'remove the comma before it';
  return undefined;
}
