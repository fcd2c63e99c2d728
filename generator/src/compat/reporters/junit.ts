/** JUnit XML: a test case per finding, and one that passes where there is none. */
import { locate } from '../../source/text.js';
import type { CheckResult } from '../check.js';
import type { Finding } from '../finding.js';
import { summary } from './text.js';

export function renderJunit(result: CheckResult): string {
  const { findings } = result;
  const failures = findings.filter(({ severity }) => severity !== 'warning').length;
  const cases =
    findings.length === 0 ? ['    <testcase classname="agentwire" name="compatible"/>'] : findings.map(caseOf);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    `  <testsuite name="agentwire check" tests="${cases.length}" failures="${failures}" errors="0" skipped="0">`,
    ...cases,
    `    <system-out>${xml(summary(result))}</system-out>`,
    '  </testsuite>',
    '</testsuites>',
  ].join('\n');
}

function caseOf(finding: Finding): string {
  const { rule, subject, direction = 'both', encoding, severity, message, witness, fix } = finding;
  const span = finding.new ?? finding.old;
  const head = `    <testcase classname="${xml(rule)}" name="${xml(`${subject} (${encoding}, ${direction})`)}"`;
  const lines = [
    span === undefined ? '' : locate(span),
    witness === undefined ? '' : `${witness.outcome}: ${JSON.stringify(witness.message)}: ${witness.detail}`,
    fix === undefined ? '' : `fix: ${fix}`,
  ].filter((line) => line !== '');
  if (severity === 'warning')
    return `${head}><system-out>${xml([message, ...lines].join('\n'))}</system-out></testcase>`;
  return `${head}><failure type="${severity}" message="${xml(message)}">${xml(lines.join('\n'))}</failure></testcase>`;
}

/** Characters that XML 1.0 has no spelling for are shown as the replacement character. */
function xml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd');
}
