/** load -> adjust -> link -> plan -> render -> write: the tour guide. Each stage stops the next one if it found errors. */
import { join, relative, resolve, sep } from 'node:path';
import { adjust } from './adjust/adjust.js';
import type { Config } from './config/config.js';
import { configNames, loadConfig } from './config/load-config.js';
import { createDiagnostics } from './diagnostics/index.js';
import { encodingTable } from './plan/explain.js';
import type { GenerateOptions, GenerateResult } from './generate-result.js';
import { typeOpenSchemas } from './formats/json-schema/open.js';
import { link } from './link.js';
import { intact, load } from './load.js';
import { loadLock, saveLock } from './lock/file.js';
import { plan } from './plan/plan.js';
import { render } from './render.js';
import { folderDigest, type RunRecord, textDigest } from './repeat/record.js';
import { openWorkspace, type Workspace } from './source/workspace.js';
import { generatorName } from './version.js';
import { type Output, writeOutputs } from './write.js';
import { digestOf, manifestName, printManifest } from './write/output-manifest.js';

export async function generate(options: GenerateOptions): Promise<GenerateResult> {
  return (await traced(options)).result;
}

/** What a run depends on and what it wrote; missing where it stopped before its end. */
export interface Traced {
  readonly result: GenerateResult;
  readonly seen?: Pick<RunRecord, 'files' | 'folders' | 'out' | 'label' | 'outputs'>;
}

export async function traced(options: GenerateOptions): Promise<Traced> {
  const diagnostics = createDiagnostics();
  const stopped = (): Traced => ({ result: { ...nothing, diagnostics: diagnostics.all } });
  const progress = options.onProgress ?? (() => undefined);

  const config = loadConfig(
    { cwd: options.cwd, ...(options.config === undefined ? {} : { file: options.config }) },
    diagnostics,
  );
  if (config === undefined || diagnostics.hasErrors) return stopped();

  progress('load');
  const workspace = openWorkspace(config.root);
  // Before anything is searched for: what is added meanwhile must be missed by both.
  const folders = Object.fromEntries(
    config.schemas.map(({ value }) => join(config.root, value)).map((path) => [path, folderDigest(path)]),
  );
  const loaded = load(config, workspace, diagnostics);
  const lock = loadLock(config, workspace, diagnostics);
  if (diagnostics.hasErrors) {
    // The manifest is read all the same, so that one run tells of its mistakes too.
    link(intact(loaded, diagnostics), diagnostics);
    return stopped();
  }

  const adjusted = adjust(loaded, config, diagnostics);
  if (diagnostics.hasErrors) return stopped();

  progress('link');
  const model = link({ ...adjusted, modules: await typeOpenSchemas(adjusted.modules) }, diagnostics);
  if (diagnostics.hasErrors) return stopped();

  progress('plan');
  const planned = plan(model, config, lock, diagnostics);
  const encodings = encodingTable(planned);
  if (diagnostics.hasErrors) return { result: { ...stopped().result, encodings } };

  progress('render');
  const folder = options.out === undefined ? resolve(config.root, config.out) : resolve(options.cwd, options.out);
  const toRoot = relative(folder, config.root).replaceAll(sep, '/') || '.';
  const outputs = render(planned, { ...config, toRoot });

  progress('write');
  const out = relative(options.cwd, folder) || '.';
  const mode = options.check === true ? 'check' : 'write';
  const result = writeOutputs(outputs, { folder, label: out, generator: generatorName(), mode }, diagnostics);
  const before = workspace.exists(config.lock) ? workspace.read(config.lock, undefined, diagnostics)?.text : undefined;
  const path = join(config.root, config.lock);
  const saved = diagnostics.hasErrors
    ? { changed: false }
    : saveLock(planned.lock, { path, label: config.lock, before, mode });
  const written = digestsOf(outputs);
  const diff = [result.diff, 'diff' in saved ? saved.diff : undefined].filter((one) => one !== undefined).join('');
  return {
    result: {
      ...result,
      ...(diff === '' ? {} : { diff }),
      diagnostics: diagnostics.all,
      out,
      encodings,
      lockChanged: saved.changed,
    },
    // A run that numbered something new saw another lock than it left.
    ...(saved.changed
      ? {}
      : { seen: { files: filesSeen(options, config, workspace), folders, out: folder, label: out, outputs: written } }),
  };
}

/** Digests of what was read as it was read, not as it stands now: somebody may be typing. */
function filesSeen(options: GenerateOptions, config: Config, workspace: Workspace): RunRecord['files'] {
  const configs = options.config === undefined ? configNames : [options.config];
  const own = config.source === undefined ? undefined : join(config.root, config.source.path);
  const files = configs.map((name): [string, string | undefined] => {
    const path = resolve(options.cwd, name);
    return [path, path === own ? config.source?.text : undefined];
  });
  for (const [path, text] of workspace.asked()) files.push([join(config.root, path), text]);
  return Object.fromEntries(files.map(([path, text]) => [path, text === undefined ? null : textDigest(path, text)]));
}

/** The outputs, and the manifest that lists them. */
function digestsOf(outputs: readonly Output[]): Record<string, string> {
  const digests = outputs.map(({ path, text }): [string, string] => [path, digestOf(text)]);
  const manifest = printManifest(new Map(digests), generatorName());
  return Object.fromEntries([...digests, [manifestName, digestOf(manifest)]]);
}

const nothing: GenerateResult = {
  diagnostics: [],
  written: 0,
  unchanged: 0,
  removed: 0,
  encodings: [],
  lockChanged: false,
};
