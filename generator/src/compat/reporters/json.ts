/** For machines: stable names, one-based lines and columns. */
import { placeOf } from '../../diagnostics/json.js';
import type { Span } from '../../source/text.js';
import type { CheckResult } from '../check.js';
import type { Finding } from '../finding.js';

export function toJsonResult({ verdict, policy, mode, findings, waived = [] }: CheckResult): object {
  return {
    verdict,
    policy,
    mode,
    findings: findings.map(toJsonFinding),
    waived: waived.map(({ finding, reason, expires }) => ({ reason, expires, finding: toJsonFinding(finding) })),
    diagnostics: [],
  };
}

export function renderJson(result: CheckResult): string {
  return JSON.stringify(toJsonResult(result), null, 2);
}

function toJsonFinding(finding: Finding): object {
  const { code, rule, severity, direction, encoding, subject, message, witness, fix, impact } = finding;
  const place = (span: Span | undefined): object | null => (span === undefined ? null : placeOf(span));
  return {
    code,
    rule,
    severity,
    direction: direction ?? 'both',
    encoding,
    subject,
    message,
    old: place(finding.old),
    new: place(finding.new),
    ...(witness === undefined ? {} : { witness }),
    ...(fix === undefined ? {} : { fix }),
    ...(impact === undefined ? {} : { impact }),
  };
}
