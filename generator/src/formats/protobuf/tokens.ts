/** A `.proto` text as tokens with places, and the comments around them. */
import type { SourceText, Span } from '../../source/text.js';

export interface Token {
  readonly kind: 'word' | 'number' | 'string' | 'symbol' | 'end' | 'broken';
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** The comment that ends on the line before, or on this one. */
  readonly comment?: string;
}

export function spanOf(source: SourceText, from: { readonly start: number }, to: { readonly end: number }): Span {
  return { source, start: from.start, end: Math.max(from.start + 1, to.end) };
}

// Sticky: each attempt starts where the last token ended, so the whole takes time linear in the text.
const blank = /\s+/y;
const lineComment = /\/\/[^\n]*/y;
const blockComment = /\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\//y;
const word = /[A-Za-z_][A-Za-z0-9_]*/y;
const number = /(?:0[xX][0-9a-fA-F]+|[0-9]+(?:\.[0-9]*)?(?:[eE][+-]?[0-9]+)?|\.[0-9]+(?:[eE][+-]?[0-9]+)?)/y;
const string = /"(?:[^"\\\n]|\\[^\n])*"|'(?:[^'\\\n]|\\[^\n])*'/y;

/** Always ends with a token of kind `end`. What is no token is one of kind `broken`. */
export function tokenize({ text }: SourceText): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let comment: string[] = [];
  let trailingLine = false;
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  while (at < text.length) {
    const space = match(blank);
    if (space !== undefined) {
      at += space.length;
      const breaks = space.split('\n').length - 1;
      if (breaks > 0) trailingLine = false;
      // An empty line separates a comment from what follows.
      if (breaks > 1) comment = [];
      continue;
    }
    const remark = match(lineComment) ?? match(blockComment);
    if (remark !== undefined) {
      at += remark.length;
      // A comment behind a declaration on its line belongs to it: see `trailingComment`.
      if (!trailingLine) comment.push(plain(remark));
      continue;
    }
    const start = at;
    const token = next(match);
    at += token.text.length;
    tokens.push({
      ...token,
      start,
      end: at,
      ...(comment.length === 0 ? {} : { comment: comment.join('\n').trim() }),
    });
    comment = [];
    trailingLine = true;
  }
  tokens.push({ kind: 'end', text: 'the end of the file', start: text.length, end: text.length });
  return tokens;

  function next(find: typeof match): Pick<Token, 'kind' | 'text'> {
    const name = find(word);
    if (name !== undefined) return { kind: 'word', text: name };
    const digits = find(number);
    if (digits !== undefined) return { kind: 'number', text: digits };
    const quoted = find(string);
    if (quoted !== undefined) return { kind: 'string', text: quoted };
    const one = text.charAt(at);
    return { kind: '{}[]()<>=;,.:-+/'.includes(one) ? 'symbol' : 'broken', text: one };
  }
}

/** The comment behind a declaration, on its last line. */
export function trailingComment({ text }: SourceText, end: number): string | undefined {
  const stop = text.indexOf('\n', end);
  const rest = text.slice(end, stop === -1 ? text.length : stop).trim();
  const found = /^(?:\/\/.*|\/\*.*\*\/)$/.exec(rest)?.[0];
  return found === undefined ? undefined : plain(found) || undefined;
}

/** A comment without its marks. */
function plain(comment: string): string {
  if (comment.startsWith('//')) return comment.replace(/^\/{2,}\s?/, '').trimEnd();
  return comment
    .slice(2, -2)
    .split('\n')
    .map((line) => line.replace(/^\s*\*+ ?/, '').trimEnd())
    .join('\n')
    .trim();
}
