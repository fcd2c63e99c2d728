/** For people: where, what, the message that proves it, and what would mend it; then the verdict. */
import { locate, type Span } from '../../source/text.js';
import type { CheckResult } from '../check.js';
import type { Finding } from '../finding.js';

const widest = 200;

export function renderText(result: CheckResult): string {
  const waived = (result.waived ?? []).map(({ finding, reason, expires }) =>
    visible(`waived until ${expires}: ${finding.rule} ${finding.subject}: ${reason}`),
  );
  const lines = waived.length === 0 ? [] : [waived.join('\n')];
  return [...result.findings.map(findingText), ...lines, summary(result)].join('\n\n');
}

function findingText(finding: Finding): string {
  const { code, severity, message, encoding, direction, witness, fix, rule } = finding;
  const label = severity === 'breaking' ? code : `${severity} ${code}`;
  const lines = [`${placeText(finding.new ?? finding.old)}  ${label}  ${message}`];
  if (finding.new !== undefined && finding.old !== undefined) lines.push(`  old       ${placeText(finding.old)}`);
  if (witness !== undefined) {
    lines.push(
      `  ${encoding.padEnd(8)}  ${witness.outcome}  ${clipped(JSON.stringify(witness.message))}  ${clipped(witness.detail)}`,
    );
  }
  lines.push(`  rule      ${rule}${direction === undefined ? '' : `, ${direction}`}`);
  for (const use of finding.impact ?? []) {
    const doubt = use.sure ? '' : ' (by its name)';
    lines.push(`  your code ${use.file}:${use.line}:${use.column} ${use.access} ${use.member}${doubt}`);
  }
  if (fix !== undefined) lines.push(`  fix       ${fix}`);
  return lines.map(visible).join('\n');
}

export function summary({ verdict, findings, policy, mode }: CheckResult): string {
  const breaking = findings.filter((finding) => finding.severity === 'breaking');
  const count = (direction: string): number =>
    breaking.filter((one) => (one.direction ?? direction) === direction).length;
  const judged = `Judged by: ${policy}, ${mode}`;
  if (verdict === 'compatible') return `Compatible. ${judged}`;
  if (verdict === 'unknown')
    return `Unknown: neither proven compatible nor refuted; --allow-unknown lets it pass. ${judged}`;
  const [backward, forward] = [count('backward'), count('forward')];
  const changes = `${backward} breaking for new readers of old messages, ${forward} for old readers of new messages`;
  return `Incompatible: ${changes}. ${advice(backward, forward, mode.startsWith('full'))}${judged}`;
}

/** Known only where both directions were looked at. */
function advice(backward: number, forward: number, full: boolean): string {
  if (!full) return '';
  if (backward === 0) return 'Deploy the readers first. ';
  return forward === 0 ? 'Deploy the writers first, and let the old messages run out. ' : '';
}

function placeText(span: Span | undefined): string {
  if (span === undefined) return '-';
  return span.end === 0 ? span.source.path : locate(span);
}

function clipped(text: string): string {
  return text.length <= widest ? text : `${text.slice(0, widest)}...`;
}

/** Control and bidirectional characters of a stranger's text must not reach a terminal. */
function visible(line: string): string {
  return line.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '\u00b7');
}
