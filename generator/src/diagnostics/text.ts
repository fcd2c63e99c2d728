import { lineText, locate, positionOf, type Span } from '../source/text.js';
import type { Diagnostic } from './collector.js';
import { type Paint, plain } from './paint.js';

/** A finding as a person reads it: where, code, found against expected; the line with a caret; a hint when sure. */
export function renderDiagnostic(diagnostic: Diagnostic, paint: Paint = plain): string {
  const { span, code, message, severity } = diagnostic;
  const label = severity === 'warning' ? paint.warning(`warning ${code}`) : paint.error(code);
  const lines = [`${paint.place(visible(place(span)))}  ${label}  ${visible(message)}`, ...excerpt(diagnostic, paint)];
  for (const related of diagnostic.related ?? []) {
    lines.push(`  ${paint.place(visible(place(related.span)))}  ${visible(related.message)}`);
  }
  if (diagnostic.hint !== undefined) lines.push(`  ${paint.hint('hint:')} ${visible(diagnostic.hint)}`);
  return lines.join('\n');
}

export function renderDiagnostics(diagnostics: readonly Diagnostic[], paint: Paint = plain): string {
  return diagnostics.map((diagnostic) => renderDiagnostic(diagnostic, paint)).join('\n\n');
}

/** A finding about a whole file has no line. */
function place(span: Span): string {
  return span.end === 0 ? span.source.path : locate(span);
}

const widest = 160;

function excerpt({ span, severity }: Diagnostic, paint: Paint): string[] {
  if (span.end === 0) return [];
  const { line, column } = positionOf(span.source, span.start);
  const whole = lineText(span.source, line).replaceAll('\t', ' ');
  // A minified schema is one endless line: show the neighbourhood.
  const cut = column > widest ? column - 40 : 0;
  const text = visible(whole.slice(cut, cut + widest));
  const at = column - 1 - cut;
  const width = Math.max(1, Math.min(span.end - span.start, text.length - at));
  const caret = (severity === 'warning' ? paint.warning : paint.error)('^'.repeat(width));
  const gutter = String(line).length;
  return [
    `  ${paint.quiet(`${line} |`)} ${text}`,
    `  ${' '.repeat(gutter)} ${paint.quiet('|')} ${' '.repeat(at)}${caret}`,
  ];
}

/** Control and bidirectional characters of a stranger's text must not reach a terminal. */
function visible(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '\u00b7');
}
