/** Intended breaks, let pass for a while. */
import type { Placed, Waiver } from '../../config/config.js';
import type { Diagnostics } from '../../diagnostics/index.js';
import type { Waived } from '../check.js';
import type { Finding } from '../finding.js';

export interface Sifted {
  readonly findings: readonly Finding[];
  readonly waived: readonly Waived[];
}

/**
 * `today` as `YYYY-MM-DD`. Reports AW6006 for what has expired and, where `complete` says that everything was looked at,
 * AW6007 for what nothing needs.
 */
export function sift(
  findings: readonly Finding[],
  waivers: readonly Placed<Waiver>[],
  { today, complete }: { readonly today: string; readonly complete: boolean },
  diagnostics: Diagnostics,
): Sifted {
  const used = new Set<Placed<Waiver>>();
  const left: Finding[] = [];
  const waived: Waived[] = [];
  for (const finding of findings) {
    const waiver = waivers.find(({ value }) => covers(value, finding));
    if (waiver === undefined) {
      left.push(finding);
      continue;
    }
    used.add(waiver);
    const { rule, reason, expires } = waiver.value;
    if (expires < today) diagnostics.report('AW6006', waiver.span, { rule, expires });
    waived.push({ finding, reason, expires });
  }
  for (const waiver of complete ? waivers : []) {
    if (!used.has(waiver)) diagnostics.report('AW6007', waiver.span, { rule: waiver.value.rule });
  }
  return { findings: left, waived };
}

function covers({ rule, subject }: Waiver, finding: Finding): boolean {
  return (
    finding.severity !== 'warning' && finding.rule === rule && (subject === undefined || subject === finding.subject)
  );
}
