import type { Span } from '../source/text.js';
import { codes, type Code, type ParametersOf } from './codes/index.js';

/** One finding, with its place. `related` points at the other side of a clash. */
export interface Diagnostic {
  readonly code: Code;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly span: Span;
  readonly hint?: string;
  readonly related?: readonly { readonly span: Span; readonly message: string }[];
}

export interface Extra {
  readonly hint?: string | undefined;
  readonly related?: readonly { readonly span: Span; readonly message: string }[] | undefined;
}

/** Collects all problems of a stage; the pipeline stops between stages, never inside one. */
export interface Diagnostics {
  report<C extends Code>(code: C, span: Span, parameters: ParametersOf<C>, extra?: Extra): void;
  /** What another collector has found. */
  add(diagnostic: Diagnostic): void;
  readonly all: readonly Diagnostic[];
  readonly hasErrors: boolean;
}

export function createDiagnostics(): Diagnostics {
  const all: Diagnostic[] = [];
  const seen = new Set<string>();
  return {
    report(code, span, parameters, extra = {}) {
      const row = codes[code];
      const message = (row.message as (p: typeof parameters) => string)(parameters);
      const key = `${code}\0${span.source.path}\0${span.start}\0${message}`;
      if (seen.has(key)) return;
      seen.add(key);
      all.push({
        code,
        severity: row.severity,
        message,
        span,
        ...(extra.hint === undefined ? {} : { hint: extra.hint }),
        ...(extra.related === undefined ? {} : { related: extra.related }),
      });
    },
    add: (diagnostic) => void all.push(diagnostic),
    get all() {
      return all.toSorted(byPlace);
    },
    get hasErrors() {
      return all.some((d) => d.severity === 'error');
    },
  };
}

function byPlace(a: Diagnostic, b: Diagnostic): number {
  const left = a.span.source.path;
  const right = b.span.source.path;
  if (left !== right) return left < right ? -1 : 1;
  return a.span.start - b.span.start;
}

/** Thrown where a whole stage cannot go on; carries everything found so far. */
export class DiagnosticsError extends Error {
  override readonly name = 'DiagnosticsError';
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map((d) => `${d.code} ${d.message}`).join('\n'));
    this.diagnostics = diagnostics;
  }
}
