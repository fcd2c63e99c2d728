import { lineText, locate, positionOf } from '../source/text.js';
import type { Diagnostic } from './collector.js';

/** A finding as a person reads it: where, code, found against expected; the line with a caret; a hint when sure. */
export function renderDiagnostic(diagnostic: Diagnostic): string {
  const { span, code, message } = diagnostic;
  const label = diagnostic.severity === 'warning' ? 'warning ' : '';
  const lines = [`${locate(span)}  ${label}${code}  ${message}`, ...excerpt(diagnostic)];
  for (const related of diagnostic.related ?? []) lines.push(`  ${locate(related.span)}  ${related.message}`);
  if (diagnostic.hint !== undefined) lines.push(`  hint: ${diagnostic.hint}`);
  return lines.join('\n');
}

export function renderDiagnostics(diagnostics: readonly Diagnostic[]): string {
  return diagnostics.map(renderDiagnostic).join('\n\n');
}

const widest = 160;

function excerpt({ span }: Diagnostic): string[] {
  if (span.end === 0) return [];
  const { line, column } = positionOf(span.source, span.start);
  const whole = lineText(span.source, line).replaceAll('\t', ' ');
  // A minified schema is one endless line: show the neighbourhood.
  const cut = column > widest ? column - 40 : 0;
  const text = visible(whole.slice(cut, cut + widest));
  const at = column - 1 - cut;
  const width = Math.max(1, Math.min(span.end - span.start, text.length - at));
  const gutter = String(line).length;
  return [`  ${line} | ${text}`, `  ${' '.repeat(gutter)} | ${' '.repeat(at)}${'^'.repeat(width)}`];
}

/** Control and bidirectional characters of a stranger's text must not reach a terminal. */
function visible(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '\u00b7');
}
