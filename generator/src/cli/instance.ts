/** A JSON instance with positions, so that what a codec says by pointer is shown in the user's own text. */
import type { CodecError, Issue } from '@agentwire/runtime';
import { createDiagnostics, type Diagnostic, type Diagnostics, DiagnosticsError } from '../diagnostics/index.js';
import { at, type Node, parseDocument } from '../source/document.js';
import { type SourceText, type Span, wholeOf } from '../source/text.js';

/** @throws {DiagnosticsError} AW1002, AW1003. */
export function parseInstance(source: SourceText): Node {
  const diagnostics = createDiagnostics();
  const node = parseDocument(source, diagnostics);
  if (node === undefined || diagnostics.hasErrors) throw new DiagnosticsError(diagnostics.all);
  return node;
}

/** AW7001 for each issue, at the value it is about, or at the nearest one around it. */
export function issueDiagnostics(issues: readonly Issue[], node: Node): readonly Diagnostic[] {
  const diagnostics: Diagnostics = createDiagnostics();
  for (const issue of issues) {
    diagnostics.report('AW7001', nearest(node, issue.path), { issue: issueText(issue) });
  }
  return diagnostics.all;
}

/** AW7002 for bytes, which have no lines. */
export function byteDiagnostics(
  issues: readonly Issue[],
  offset: number | undefined,
  path: string,
): readonly Diagnostic[] {
  const diagnostics = createDiagnostics();
  const place = wholeOf({ path, text: '' });
  const where = offset === undefined ? '' : ` (at byte ${offset})`;
  for (const issue of issues) diagnostics.report('AW7002', place, { issue: `${issueText(issue)}${where}` });
  return diagnostics.all;
}

/** By name: the codec brings a runtime of its own, and a command that does not need one should not load one. */
export function isCodecError(error: unknown): error is CodecError {
  return error instanceof Error && error.name === 'CodecError';
}

function issueText({ path, message }: Issue): string {
  return path === '' ? message : `${path}: ${message}`;
}

/** A missing member has no place of its own: the object that lacks it has. */
function nearest(node: Node, pointer: string): Span {
  for (let path = pointer; ; path = path.slice(0, Math.max(0, path.lastIndexOf('/')))) {
    const found = at(node, path);
    if (found !== undefined)
      return found.kind === 'object' || found.kind === 'array' ? opening(found.span) : found.span;
    if (path === '') return node.span;
  }
}

/** A caret below the whole object would underline everything. */
function opening(span: Span): Span {
  return { ...span, end: span.start + 1 };
}
