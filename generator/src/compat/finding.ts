/** What `check` says: a verdict, and findings that carry it. */
import type { Code } from '../diagnostics/index.js';
import type { Encoding } from '../model/model.js';
import type { Span } from '../source/text.js';
import type { Use } from './impact/uses.js';

/** `unknown`: neither a proof of compatibility nor a message that refutes it was found. It never passes by itself. */
export type Verdict = 'compatible' | 'incompatible' | 'unknown';

/** Who reads what: `backward` = the new side reads the old side's messages, `forward` = the old side reads the new one's. */
export type Direction = 'backward' | 'forward';

/**
 * - `breaking`: some message is refused or misread; makes the verdict `incompatible`.
 * - `unknown`: could not be judged; makes the verdict `unknown` where nothing is breaking.
 * - `warning`: readable, with a loss or a danger that the reader of the finding should know; changes no verdict.
 */
export type Severity = 'breaking' | 'unknown' | 'warning';

/** A message that proves a finding: run through the codecs of both sides before it is reported. */
export interface Witness {
  /** As JSON; of Avro in Avro's JSON encoding. */
  readonly message: unknown;
  /** What the writer sends, base64; absent where the encoding is JSON. */
  readonly bytes?: string;
  /** `refused` by the reader, or `misread`: taken for another value. */
  readonly outcome: 'refused' | 'misread';
  /** What the reader said, or made of it. */
  readonly detail: string;
}

export interface Finding {
  readonly code: Code;
  /** Stable name, `avro/missing-default`: what a waiver names. */
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  /** Absent where the finding is about both directions alike (services, routes). */
  readonly direction?: Direction;
  readonly encoding: Encoding;
  /** What changed: `Order.note`, `/properties/note`. Stays the same when lines move. */
  readonly subject: string;
  readonly old?: Span;
  readonly new?: Span;
  readonly witness?: Witness;
  /** The smallest edit of the new side that would restore compatibility, where there is one. */
  readonly fix?: string;
  /** Lines of the user's code that read or write what changed; where they were asked for. */
  readonly impact?: readonly Use[];
}

export function verdictOf(findings: readonly Finding[]): Verdict {
  if (findings.some((finding) => finding.severity === 'breaking')) return 'incompatible';
  return findings.some((finding) => finding.severity === 'unknown') ? 'unknown' : 'compatible';
}
