/** A whole project against an earlier state of itself: the manifest, and each message in each of its encodings. */
import { resolve } from 'node:path';
import { createDiagnostics, type Diagnostics, DiagnosticsError } from '../../diagnostics/index.js';
import type { Encoding, Protocol } from '../../model/model.js';
import type { Declaration, Format } from '../../model/types.js';
import { wholeOf } from '../../source/text.js';
import type { CheckResult } from '../check.js';
import type { Question } from '../comparator.js';
import { type Finding, verdictOf } from '../finding.js';
import { directionsOf, type Mode, type Policy } from '../options.js';
import { atRevision } from './git.js';
import { manifestFindings } from './manifest.js';
import { messageFindings, type Sides, type Travelling } from './messages.js';
import { openProject, type Project } from './open.js';
import { inFolder, releasedFiles } from './snapshot.js';
import { sift } from './waivers.js';

export interface ProjectCheckOptions {
  /** `git:main`, `lock` (what `agentwire release` kept), or the folder of another state of the project. */
  readonly against: string;
  readonly mode?: Mode;
  readonly policy?: Policy;
  /** The project's folder, absolute; default: the working directory. */
  readonly cwd?: string;
  /** What counts as today for waivers, `YYYY-MM-DD`. */
  readonly today?: string;
  /** The configuration, relative to `cwd`. */
  readonly config?: string;
}

/**
 * Judges the project as it stands against an earlier state: one verdict for the manifest and for every message in JSON,
 * Protobuf and Avro.
 * @throws {DiagnosticsError} what is wrong with either state; AW6004 where a git revision cannot be read.
 * @example const { verdict } = await checkProject({ against: 'git:v1.2.0' });
 */
export async function checkProject(options: ProjectCheckOptions): Promise<CheckResult> {
  const diagnostics = createDiagnostics();
  const { mode = 'full', policy = 'roles', cwd = resolve('.') } = options;
  const fresh = openProject(cwd, diagnostics, options.config);
  const old = fresh && openAgainst(options.against, cwd, fresh, options.config, diagnostics);
  if (old === undefined || fresh === undefined || diagnostics.hasErrors) throw failure(diagnostics);
  const directions = directionsOf(mode);
  const all = compareProjects({ old, fresh }, { directions, policy }, diagnostics);
  const today = options.today ?? new Date().toISOString().slice(0, 10);
  const settings = { today, complete: directions.length === 2 };
  const { findings, waived } = sift(all, fresh.config.waivers, settings, diagnostics);
  if (diagnostics.hasErrors) throw failure(diagnostics);
  return { verdict: verdictOf(findings), findings, mode, policy, ...(waived.length === 0 ? {} : { waived }) };
}

function failure(diagnostics: Diagnostics): DiagnosticsError {
  return new DiagnosticsError(diagnostics.all.filter(({ severity }) => severity === 'error'));
}

function openAgainst(
  against: string,
  cwd: string,
  fresh: Project,
  config: string | undefined,
  diagnostics: Diagnostics,
): Project | undefined {
  const open = (folder: string): Project | undefined => openProject(folder, diagnostics, config);
  if (against.startsWith('git:')) return atRevision(against.slice('git:'.length), cwd, diagnostics, open);
  if (against !== 'lock') return open(resolve(cwd, against));
  const files = releasedFiles(fresh.plan.lock, fresh.config.lock);
  if (files !== undefined)
    return inFolder(files, (folder) => openProject(folder, diagnostics, fresh.config.source?.path));
  diagnostics.report('AW6008', wholeOf({ path: fresh.config.lock, text: '' }), { lock: fresh.config.lock });
  return undefined;
}

function compareProjects(sides: Sides, question: Question, diagnostics: Diagnostics): readonly Finding[] {
  const [before, after] = [sides.old.model.protocol, sides.fresh.model.protocol];
  const manifest = before === undefined || after === undefined ? [] : manifestFindings(before, after);
  const wanted = manifest.filter(({ direction }) => direction === undefined || question.directions.includes(direction));
  const messages = travelling(sides).flatMap((one) => messageFindings(sides, one, question, diagnostics));
  return unique([...wanted, ...messages]).toSorted(byPlace);
}

/** Messages of the manifest, or all schemas where there is none. */
function travelling({ old, fresh }: Sides): readonly Travelling[] {
  const [before, after] = [old.model.protocol, fresh.model.protocol];
  if (before !== undefined && after !== undefined) return ofProtocol(before, after);
  return old.model.schemas.flatMap((module) => {
    const now = fresh.model.schemas.find(({ source }) => source.path === module.source.path);
    return (now === undefined ? [] : module.declarations).flatMap((declaration): readonly Travelling[] => {
      const same = now?.declarations.find(({ origin }) => origin.name === declaration.origin.name);
      if (same === undefined) return [];
      return [{ old: declaration, fresh: same, encodings: new Set([own[module.format], ...fresh.config.encodings]) }];
    });
  });
}

const own: Readonly<Record<Format, Encoding>> = { 'json-schema': 'json', protobuf: 'protobuf', avro: 'avro' };

function ofProtocol(before: Protocol, after: Protocol): readonly Travelling[] {
  return before.messages.flatMap((message): readonly Travelling[] => {
    const now = after.messages.find(({ key }) => key === message.key);
    if (now === undefined) return [];
    const encodings = new Set(message.encodings.filter((one) => now.encodings.includes(one)));
    const pair = (old: Declaration | undefined, fresh: Declaration | undefined): readonly Travelling[] =>
      old === undefined || fresh === undefined ? [] : [{ old, fresh, encodings }];
    return [...pair(message.data, now.data), ...pair(message.metadata, now.metadata)];
  });
}

/** A type that several messages share changes once. */
function unique(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Set<string>();
  return findings.filter((one) => {
    const place = (span: Finding['new']): string => (span === undefined ? '' : `${span.source.path}:${span.start}`);
    const key = [one.rule, one.encoding, one.direction, place(one.old), place(one.new)].join(' ');
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function byPlace(a: Finding, b: Finding): number {
  const [left, right] = [a.new ?? a.old, b.new ?? b.old];
  if (left === undefined || right === undefined) return 0;
  if (left.source.path !== right.source.path) return left.source.path < right.source.path ? -1 : 1;
  return left.start - right.start;
}
