/**
 * JSON text to its canonical form (RFC 8785). Stricter than a parser has to be, since what is signed must be what is read:
 * no member twice, no lone surrogate, and numbers only in their canonical spelling, as a decimal is read as it is spelled.
 */

const deepest = 64;
const tokens = /[ \t\n\r]*(?:([{}[\],:])|("[^"\\]*(?:\\.[^"\\]*)*")|([-+.\w]+))/y;
const words: ReadonlySet<string> = new Set(['true', 'false', 'null']);

/** Undefined where the bytes are not such JSON. */
export function canonicalJson(bytes: Uint8Array): string | undefined {
  try {
    const cursor = new Cursor(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
    const text = valueAt(cursor, cursor.next(), 0);
    return cursor.atEnd() ? text : undefined;
  } catch (thrown) {
    // TypeError from the decoder, SyntaxError from JSON.parse and from below.
    if (thrown instanceof TypeError || thrown instanceof SyntaxError) return undefined;
    throw thrown;
  }
}

class Cursor {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  next(): string {
    tokens.lastIndex = this.#at;
    const found = tokens.exec(this.#text);
    if (found === null) throw new SyntaxError('not JSON');
    this.#at = tokens.lastIndex;
    return found[1] ?? found[2] ?? found[3] ?? '';
  }

  atEnd(): boolean {
    return /^[ \t\n\r]*$/.test(this.#text.slice(this.#at));
  }
}

function valueAt(cursor: Cursor, token: string, depth: number): string {
  if (depth > deepest) throw new SyntaxError('too deep');
  if (token === '{') return objectAt(cursor, depth);
  if (token === '[') return arrayAt(cursor, depth);
  if (token.startsWith('"')) return JSON.stringify(textOf(token));
  if (words.has(token) || JSON.stringify(JSON.parse(token)) === token) return token;
  throw new SyntaxError('a number that is spelled in another way');
}

function objectAt(cursor: Cursor, depth: number): string {
  const members = new Map<string, string>();
  let token = cursor.next();
  if (token === '}') return '{}';
  for (;;) {
    if (!token.startsWith('"')) throw new SyntaxError('expected a name');
    const name = textOf(token);
    if (members.has(name) || cursor.next() !== ':') throw new SyntaxError('a name twice, or without a value');
    members.set(name, valueAt(cursor, cursor.next(), depth + 1));
    const after = cursor.next();
    if (after === '}') break;
    if (after !== ',') throw new SyntaxError('expected a comma');
    token = cursor.next();
  }
  const names = [...members.keys()].sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${members.get(name) ?? ''}`).join(',')}}`;
}

function arrayAt(cursor: Cursor, depth: number): string {
  const items: string[] = [];
  let token = cursor.next();
  if (token === ']') return '[]';
  for (;;) {
    items.push(valueAt(cursor, token, depth + 1));
    const after = cursor.next();
    if (after === ']') return `[${items.join(',')}]`;
    if (after !== ',') throw new SyntaxError('expected a comma');
    token = cursor.next();
  }
}

function textOf(token: string): string {
  const text: unknown = JSON.parse(token);
  // A pattern with the u flag sees a pair as one character: what is left is lone (RFC 8785 3.2.2.2).
  if (typeof text !== 'string' || /\p{Surrogate}/u.test(text)) throw new SyntaxError('not text');
  return text;
}
