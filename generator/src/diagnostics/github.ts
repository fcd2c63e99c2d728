/** A finding as a workflow command of GitHub Actions, which shows it beside the line in the pull request. */
import type { Diagnostic } from './collector.js';
import { toJsonDiagnostic } from './json.js';

/** @see https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands#setting-an-error-message */
export function renderGithub(diagnostic: Diagnostic): string {
  const { code, severity, message, hint, file, line, column, endLine, endColumn } = toJsonDiagnostic(diagnostic);
  const properties = { file, line, col: column, endLine, endColumn, title: code };
  const list = Object.entries(properties).map(([key, value]) => `${key}=${property(String(value))}`);
  const text = hint === undefined ? message : `${message}\nhint: ${hint}`;
  return `::${severity} ${list.join(',')}::${data(text)}`;
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
