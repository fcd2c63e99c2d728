/** `agentwire release`: what the next version has to be called, and the state that later checks compare with. */
import { join, resolve } from 'node:path';
import { createDiagnostics, DiagnosticsError } from '../../diagnostics/index.js';
import { saveLock } from '../../lock/file.js';
import { checkProject } from './index.js';
import type { Finding } from '../finding.js';
import { openProject } from './open.js';
import { textsOf } from './snapshot.js';

export interface ReleaseOptions {
  /** The project's folder, absolute; default: the working directory. */
  readonly cwd?: string;
  readonly config?: string;
  /** Proposes only. */
  readonly dryRun?: boolean;
}

export type Step = 'first' | 'none' | 'patch' | 'minor' | 'major';

export interface ReleaseResult {
  readonly step: Step;
  /** The released version, where there is one. */
  readonly before?: string;
  readonly version: string;
  /** Markdown. */
  readonly changelog: string;
  readonly written: boolean;
}

/**
 * Compares the project with its released state in agentwire.lock, proposes the version and its entry of a changelog, and
 * moves the released state on: major where something breaks, minor where something else was accepted before, patch where
 * the same messages pass as before.
 * @throws {DiagnosticsError} what is wrong with the project.
 */
export async function release(options: ReleaseOptions = {}): Promise<ReleaseResult> {
  const { cwd = resolve('.'), dryRun = false } = options;
  const diagnostics = createDiagnostics();
  const project = openProject(cwd, diagnostics, options.config);
  if (project === undefined || diagnostics.hasErrors) throw new DiagnosticsError(diagnostics.all);
  const { released } = project.plan.lock;
  const files = textsOf(project);
  const { step, findings } = await stepOf(released?.files, files, options);
  const version = released === undefined ? (project.model.protocol?.version ?? '1.0.0') : next(released.version, step);
  const changelog = entry(version, step, findings, new Date().toISOString().slice(0, 10));
  const written = !dryRun && step !== 'none';
  if (written) {
    const { config, workspace } = project;
    const before = workspace.exists(config.lock)
      ? workspace.read(config.lock, undefined, diagnostics)?.text
      : undefined;
    const lock = { ...project.plan.lock, released: { version, files } };
    saveLock(lock, { path: join(config.root, config.lock), label: config.lock, before, mode: 'write' });
  }
  return { step, version, changelog, written, ...(released === undefined ? {} : { before: released.version }) };
}

type Files = Readonly<Record<string, string>>;

async function stepOf(
  before: Files | undefined,
  files: Files,
  { cwd, config }: ReleaseOptions,
): Promise<{ readonly step: Step; readonly findings: readonly Finding[] }> {
  if (before === undefined) return { step: 'first', findings: [] };
  if (JSON.stringify(before) === JSON.stringify(files)) return { step: 'none', findings: [] };
  const where = { against: 'lock', ...(cwd === undefined ? {} : { cwd }), ...(config === undefined ? {} : { config }) };
  const roles = await checkProject({ ...where, policy: 'roles' });
  if (roles.verdict !== 'compatible' || (roles.waived ?? []).length > 0)
    return { step: 'major', findings: [...roles.findings, ...(roles.waived ?? []).map(({ finding }) => finding)] };
  // Both directions by what the data allows: then exactly the same messages pass as before.
  const data = await checkProject({ ...where, policy: 'semantic' });
  const same = data.verdict === 'compatible' && Object.keys(before).join() === Object.keys(files).join();
  return { step: same ? 'patch' : 'minor', findings: [...roles.findings, ...data.findings] };
}

/** By semantic versioning; before 1.0.0 a break is a minor step. */
function next(version: string, step: Step): string {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map((part) => Number.parseInt(part, 10) || 0);
  if (step === 'major') return major === 0 ? `0.${minor + 1}.0` : `${major + 1}.0.0`;
  if (step === 'minor') return `${major}.${minor + 1}.0`;
  return step === 'patch' ? `${major}.${minor}.${patch + 1}` : version;
}

function entry(version: string, step: Step, findings: readonly Finding[], day: string): string {
  const lines = [`## ${version} - ${day}`, ''];
  if (step === 'first') return [...lines, 'The first release of this protocol.'].join('\n');
  if (step === 'patch') return [...lines, 'The same messages pass as before.'].join('\n');
  const breaking = findings.filter(({ severity }) => severity !== 'warning');
  if (step === 'minor') return [...lines, ...changed(findings, '### Changed')].join('\n');
  return [...lines, ...changed(breaking, '### Breaking')].join('\n');
}

function changed(findings: readonly Finding[], title: string): readonly string[] {
  const messages = new Set(findings.map(({ message, fix }) => `- ${message}${fix === undefined ? '' : ` (${fix})`}`));
  return messages.size === 0 ? ['Peers of before and after understand each other.'] : [title, '', ...messages];
}
