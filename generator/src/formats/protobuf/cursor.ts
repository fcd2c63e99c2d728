/** Walking over tokens: expectations that report, and recovery behind a broken statement. */
import type { Diagnostics } from '../../diagnostics/index.js';
import type { SourceText, Span } from '../../source/text.js';
import { spanOf, type Token, tokenize, trailingComment } from './tokens.js';

/** Thrown inside the outline only, to leave a statement that was reported. */
export class Broken extends Error {}

export class Cursor {
  readonly source: SourceText;
  readonly #tokens: readonly Token[];
  readonly #diagnostics: Diagnostics;
  #at = 0;
  failed = false;

  constructor(source: SourceText, diagnostics: Diagnostics) {
    this.source = source;
    this.#tokens = tokenize(source);
    this.#diagnostics = diagnostics;
  }

  get token(): Token {
    return this.peek(0);
  }

  peek(ahead: number): Token {
    const last = this.#tokens.length - 1;
    return this.#tokens[Math.min(this.#at + ahead, last)] ?? endless;
  }

  /** The token just taken. */
  get previous(): Token {
    return this.#tokens[this.#at - 1] ?? this.token;
  }

  take(): Token {
    const token = this.token;
    this.#at++;
    return token;
  }

  is(text: string): boolean {
    return this.token.text === text && this.token.kind !== 'string';
  }

  accept(text: string): boolean {
    if (!this.is(text)) return false;
    this.#at++;
    return true;
  }

  expect(text: string): Token {
    if (!this.is(text)) throw this.broken(`found ${this.shown()}, expected ${text}`);
    return this.take();
  }

  word(what: string): Token {
    if (this.token.kind !== 'word') throw this.broken(`found ${this.shown()}, expected ${what}`);
    return this.take();
  }

  /** A quoted text without its quotes; adjacent ones are one. */
  string(what: string): string {
    let out = '';
    if (this.token.kind !== 'string') throw this.broken(`found ${this.shown()}, expected ${what} in quotes`);
    while (this.token.kind === 'string') out += this.take().text.slice(1, -1);
    return out;
  }

  integer(what: string): { readonly value: number; readonly span: Span } {
    const first = this.token;
    const negative = this.accept('-');
    const { kind, text } = this.token;
    const whole = kind === 'number' && /^(?:0[xX][0-9a-fA-F]+|[0-9]+)$/.test(text);
    if (!whole) throw this.broken(`found ${this.shown()}, expected ${what}`);
    const octal = /^0[0-7]+$/.test(text);
    const value = octal ? Number.parseInt(text, 8) : Number(text);
    this.#at++;
    return { value: negative ? -value : value, span: this.from(first) };
  }

  from(first: { readonly start: number }): Span {
    return spanOf(this.source, first, this.previous);
  }

  /** The comment above `first`, else the one behind the token just taken. */
  comment(first: Token): string | undefined {
    return first.comment ?? trailingComment(this.source, this.previous.end);
  }

  broken(message: string): Broken {
    this.failed = true;
    this.#diagnostics.report('AW3201', spanOf(this.source, this.token, this.token), { found: message });
    return new Broken(message);
  }

  shown(): string {
    return this.token.kind === 'end' ? this.token.text : `"${this.token.text.slice(0, 40)}"`;
  }

  /** Behind the end of the statement in hand: its `;`, its block, or the end of the block around it. */
  recover(): void {
    let depth = 0;
    while (this.token.kind !== 'end') {
      if (depth === 0 && this.is('}')) return;
      const { text } = this.take();
      if (text === '{') depth++;
      else if (text === '}' && --depth === 0) return;
      else if (text === ';' && depth === 0) return;
    }
  }

  /** Skips brackets that are open, with all they hold. */
  skipTo(stops: readonly string[]): void {
    let depth = 0;
    while (this.token.kind !== 'end') {
      const { text, kind } = this.token;
      if (kind !== 'string') {
        if (depth === 0 && stops.includes(text)) return;
        if (text === '{' || text === '[') depth++;
        else if (text === '}' || text === ']') {
          if (depth-- === 0) return;
        }
      }
      this.#at++;
    }
  }
}

const endless: Token = { kind: 'end', text: 'the end of the file', start: 0, end: 0 };
