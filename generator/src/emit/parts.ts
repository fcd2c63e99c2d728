/**
 * The atoms that generated code is printed from. Mentioning a symbol imports it; a type prints itself in `.ts`, nothing
 * in `.js`. Nothing that came from a schema may reach a part except through the encoders in `text.ts`.
 */

import type { Span } from '../source/text.js';

/** A name exported by another generated file or by the runtime's codegen contract. */
export interface SymbolPart {
  readonly kind: 'symbol';
  readonly name: string;
  /** An output path without extension (`messages/task-status/types`), or a bare module specifier. */
  readonly from: string;
  /** Vanishes when types are erased. */
  readonly typeOnly: boolean;
}

/** Printed in `.ts` (and in the signatures of `.d.ts`), erased in `.js`. */
export interface TypePart {
  readonly kind: 'type';
  readonly parts: readonly Part[];
}

/** Marks where in the schema the name that follows comes from: a segment of the declaration map, no text. */
export interface MarkPart {
  readonly kind: 'mark';
  readonly span: Span;
}

export type Part = string | number | SymbolPart | TypePart | MarkPart | readonly Part[];

export function mark(span: Span): MarkPart {
  return { kind: 'mark', span };
}

/** `t(': ', x)`: an annotation inside code. */
export function t(...parts: Part[]): TypePart {
  return { kind: 'type', parts };
}

export function joinParts(parts: readonly Part[], separator: string): Part[] {
  return parts.flatMap((part, index) => (index === 0 ? [part] : [separator, part]));
}

// ------------------------------------------------------------------------------------------------------- statements

export type Statement = TypeStatement | ConstantStatement | FunctionStatement | ReExportStatement;

/** An interface or a type alias: `lines` is everything after `export ` (e.g. `interface X { ... }`). */
export interface TypeStatement {
  readonly kind: 'type-statement';
  readonly name: string;
  readonly doc?: string;
  readonly lines: Code;
}

export interface ConstantStatement {
  readonly kind: 'constant';
  readonly doc?: string;
  readonly exported: boolean;
  readonly name: string;
  /** Where it comes from, for the declaration map. */
  readonly span?: Span;
  /** Required when exported (isolatedDeclarations). */
  readonly type?: Part;
  readonly value: Part;
}

export interface FunctionStatement {
  readonly kind: 'function';
  readonly doc?: string;
  readonly exported: boolean;
  readonly name: string;
  readonly parameters: readonly { readonly name: string; readonly type: Part; readonly optional?: boolean }[];
  readonly returns: Part;
  readonly body: Code;
}

export interface ReExportStatement {
  readonly kind: 're-export';
  readonly symbols: readonly SymbolPart[];
}

/** One file to be written, printed once per target by `print.ts`. */
export interface SourceFile {
  /** Output path without extension, posix. */
  readonly path: string;
  /** Schema files it was made from, for the header. */
  readonly sources: readonly string[];
  readonly statements: readonly Statement[];
}

// ------------------------------------------------------------------------------------------------------------- code

/** Lines with their nesting: `line` adds one, `block` adds a head, an indented body and a tail. */
export class Code {
  readonly lines: { readonly depth: number; readonly parts: readonly Part[] }[] = [];
  #depth = 0;

  line(...parts: Part[]): this {
    this.lines.push({ depth: this.#depth, parts });
    return this;
  }

  /** `block(['if (', x, ') {'], () => ...)`, closed by `}` unless told otherwise. */
  block(head: readonly Part[], body: () => void, tail: Part = '}'): this {
    this.line(...head);
    this.#depth++;
    body();
    this.#depth--;
    return this.line(tail);
  }
}
