/** `check`: two sides in, a verdict out. open -> pair by language -> compare -> verdict. */
import { resolve } from 'node:path';
import { createDiagnostics, type Diagnostics, DiagnosticsError } from '../diagnostics/index.js';
import { formatOf } from '../formats/index.js';
import { fileNameFor } from '../codec/schema-text.js';
import type { Format } from '../model/types.js';
import { type SourceText, wholeOf } from '../source/text.js';
import { avroComparator } from './avro/index.js';
import { jsonSchemaComparator } from './json-schema/index.js';
import type { Batch, Comparator, Question } from './comparator.js';
import { type Finding, type Verdict, verdictOf } from './finding.js';
import { protobufComparator } from './protobuf/index.js';
import { type CheckOptions, directionsOf, type Mode, type Policy } from './options.js';
import { sourceFindings } from './source.js';
import { isSameFile, openSide, type Side } from './side.js';

export type { CheckOptions } from './options.js';

export interface CheckResult {
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
  readonly mode: Mode;
  /** By whose rules it was judged. */
  readonly policy: Policy;
  /** Breaks that the configuration lets pass. */
  readonly waived?: readonly Waived[];
}

export interface Waived {
  readonly finding: Finding;
  readonly reason: string;
  readonly expires: string;
}

const comparators: readonly Comparator[] = [avroComparator, jsonSchemaComparator, protobufComparator];

/**
 * Judges a change of schemas: in which direction it breaks, in which encoding, with a message that proves it.
 * @throws {DiagnosticsError} what is wrong with a side: AW1001 to AW1004, AW6001 to AW6003, AW7007, and everything that
 * is wrong with its schemas.
 * @example
 * const { verdict, findings } = await check({ old: ['v1/order.avsc'], new: 'v2/order.avsc', mode: 'backward' });
 */
export async function check(options: CheckOptions): Promise<CheckResult> {
  const diagnostics = createDiagnostics();
  const { mode = 'full', policy = 'semantic', cwd = resolve('.') } = options;
  const paths = typeof options.old === 'string' ? [options.old] : options.old;
  // Without history only the latest release counts.
  const olds = mode.endsWith('-transitive') ? paths : paths.slice(-1);
  const question: Question = { directions: directionsOf(mode), policy };
  const fresh = openSide(options.new, cwd, diagnostics);
  const findings = olds.flatMap((path) => {
    if (isSameFile(path, options.new, cwd)) {
      diagnostics.report('AW6002', wholeOf({ path: options.new, text: '' }), { old: path, new: options.new });
      return [];
    }
    const old = openSide(path, cwd, diagnostics);
    return old === undefined || fresh === undefined ? [] : compare(old, fresh, options.format, question, diagnostics);
  });
  if (olds.length === 0) diagnostics.report('AW6001', wholeOf({ path: '--old', text: '' }), { path: 'the old side' });
  if (diagnostics.hasErrors) throw new DiagnosticsError(diagnostics.all.filter((one) => one.severity === 'error'));
  return { verdict: verdictOf(findings), findings, mode, policy };
}

function compare(
  old: Side,
  fresh: Side,
  format: Format | undefined,
  question: Question,
  diagnostics: Diagnostics,
): readonly Finding[] {
  if (old.kind !== fresh.kind) {
    const place = wholeOf({ path: fresh.label, text: '' });
    diagnostics.report('AW6003', place, { old: `a ${old.kind}`, new: `a ${fresh.kind}` });
    return [];
  }
  const before = formatsOf(old, format, diagnostics);
  const after = formatsOf(fresh, format, diagnostics);
  if (diagnostics.hasErrors) return [];
  if (old.kind === 'file') align(before, after, fresh, diagnostics);
  return comparators.flatMap((comparator) => {
    const batch = (side: Side, formats: ReadonlyMap<string, Told>): Batch => ({
      files: new Map([...side.files].filter(([key]) => formats.get(key)?.format === comparator.format)),
      workspace: side.workspace,
    });
    const [was, is] = [batch(old, before), batch(fresh, after)];
    if (was.files.size + is.files.size === 0) return [];
    if (question.policy === 'source') return sourceFindings(comparator.format, was, is, diagnostics);
    if (!judges(question.policy, comparator.format)) {
      diagnostics.report('AW6005', wholeOf({ path: fresh.label, text: '' }), {
        policy: question.policy,
        format: comparator.format,
      });
      return [];
    }
    return comparator.compare(was, is, question, diagnostics);
  });
}

/** A policy that has nothing to say of a language must not pass for one that found nothing. */
function judges(policy: Policy, format: Format): boolean {
  return !policy.startsWith('buf-') || format === 'protobuf';
}

interface Told {
  readonly format: Format;
  /** The name or the text says so, instead of only allowing it. */
  readonly sure: boolean;
}

function formatsOf(side: Side, told: Format | undefined, diagnostics: Diagnostics): Map<string, Told> {
  const found = new Map<string, Told>();
  for (const [key, source] of side.files) {
    const sure = told ?? formatOf(source.path, source.text)?.format;
    const format = sure ?? guess(source);
    if (format !== undefined) found.set(key, { format, sure: sure !== undefined });
    else if (side.kind === 'file') diagnostics.report('AW7007', wholeOf(source), { path: source.path });
  }
  return found;
}

/** `{"type":"object"}` in `a.json`: JSON Schema or Avro, by what the text could be. */
function guess({ path, text }: SourceText): Format | undefined {
  return /\.(?:json|ya?ml)$/i.test(path) ? formatOf(fileNameFor(text, undefined), text)?.format : undefined;
}

/** Of two lone files, the one that is sure of its language decides for the other. */
function align(before: Map<string, Told>, after: Map<string, Told>, fresh: Side, diagnostics: Diagnostics): void {
  const [old, now] = [before.get(''), after.get('')];
  if (old === undefined || now === undefined || old.format === now.format) return;
  if (old.sure && !now.sure) after.set('', old);
  else if (now.sure && !old.sure) before.set('', now);
  else diagnostics.report('AW6003', wholeOf({ path: fresh.label, text: '' }), { old: old.format, new: now.format });
}
