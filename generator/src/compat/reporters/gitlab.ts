/** GitLab's code quality report. */
import { placeOf } from '../../diagnostics/json.js';
import type { CheckResult } from '../check.js';
import { fingerprintOf } from './print.js';

/** @see https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format */
export function renderGitlab({ findings }: CheckResult): string {
  const entries = findings.map((finding) => {
    const span = finding.new ?? finding.old;
    const place = span === undefined ? { file: '', line: 1 } : placeOf(span);
    return {
      description: finding.message,
      check_name: finding.rule,
      fingerprint: fingerprintOf(finding),
      severity: finding.severity === 'warning' ? 'minor' : finding.severity === 'unknown' ? 'major' : 'critical',
      location: { path: place.file, lines: { begin: place.line } },
    };
  });
  return JSON.stringify(entries, null, 2);
}
