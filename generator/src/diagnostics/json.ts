/** A finding for a machine: stable names, one-based lines and columns. */
import { positionOf, type Span } from '../source/text.js';
import type { Diagnostic } from './collector.js';

export interface JsonPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export interface JsonDiagnostic extends JsonPlace {
  readonly code: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly hint?: string;
  readonly related?: readonly (JsonPlace & { readonly message: string })[];
}

export function toJsonDiagnostic({ code, severity, message, span, hint, related }: Diagnostic): JsonDiagnostic {
  return {
    ...placeOf(span),
    code,
    severity,
    message,
    ...(hint === undefined ? {} : { hint }),
    ...(related === undefined ? {} : { related: related.map((r) => ({ ...placeOf(r.span), message: r.message })) }),
  };
}

export function placeOf(span: Span): JsonPlace {
  const start = positionOf(span.source, span.start);
  const end = positionOf(span.source, Math.max(span.start, span.end));
  return { file: span.source.path, line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
}
