/** Findings together with the lines of the user's code that they touch. */
import type { CheckResult } from '../check.js';
import type { Finding } from '../finding.js';

/** The library weighs half a second, so it is loaded here and not before. */
export async function withImpact(result: CheckResult, globs: readonly string[], cwd: string): Promise<CheckResult> {
  const names = new Set(result.findings.flatMap((finding) => memberOf(finding) ?? []));
  if (names.size === 0) return result;
  const { usesOf } = await import('./uses.js');
  const uses = usesOf(names, globs, cwd);
  const findings = result.findings.map((finding): Finding => {
    const member = memberOf(finding);
    const mine = uses.filter((use) => use.member === member);
    return mine.length === 0 ? finding : { ...finding, impact: mine };
  });
  return { ...result, findings };
}

/** `progress` of `/data/progress` and of `TaskStatus.progress`. */
function memberOf({ subject, rule }: Finding): string | undefined {
  if (rule.startsWith('manifest/')) return undefined;
  const name = subject.split(/[/.]/).findLast((part) => part !== '' && part !== '*' && !/[[\]{}#]/.test(part));
  return name?.replaceAll('~1', '/').replaceAll('~0', '~');
}
