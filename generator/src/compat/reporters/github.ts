/** Workflow commands of GitHub Actions: each finding beside its line in the pull request. */
import { placeOf } from '../../diagnostics/json.js';
import type { CheckResult } from '../check.js';
import type { Finding } from '../finding.js';
import { summary } from './text.js';

/** @see https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands#setting-an-error-message */
export function renderGithub(result: CheckResult): string {
  return [...result.findings.map(command), summary(result)].join('\n');
}

function command(finding: Finding): string {
  const { code, severity, message, rule, fix, witness } = finding;
  const span = finding.new ?? finding.old;
  const place = span === undefined ? {} : placeOf(span);
  const { file, line, column, endLine, endColumn } = {
    file: '',
    line: 1,
    column: 1,
    endLine: 1,
    endColumn: 1,
    ...place,
  };
  const properties = { file, line, col: column, endLine, endColumn, title: `${code} ${rule}` };
  const list = Object.entries(properties).map(([key, value]) => `${key}=${property(String(value))}`);
  const proof = witness === undefined ? '' : `\n${witness.outcome}: ${JSON.stringify(witness.message)}`;
  const text = `${message}${proof}${fix === undefined ? '' : `\nfix: ${fix}`}`;
  return `::${severity === 'warning' ? 'warning' : 'error'} ${list.join(',')}::${data(text)}`;
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
