/** load -> adjust -> link -> plan -> render -> write: the tour guide. Each stage stops the next one if it found errors. */
import { join, relative, resolve, sep } from 'node:path';
import { adjust } from './adjust/adjust.js';
import { loadConfig } from './config/load-config.js';
import { createDiagnostics } from './diagnostics/index.js';
import { encodingTable } from './plan/explain.js';
import type { GenerateOptions, GenerateResult } from './generate-result.js';
import { typeOpenSchemas } from './formats/json-schema/open.js';
import { link } from './link.js';
import { intact, load } from './load.js';
import { loadLock, saveLock } from './lock/file.js';
import { plan } from './plan/plan.js';
import { render } from './render.js';
import { openWorkspace } from './source/workspace.js';
import { generatorName } from './version.js';
import { writeOutputs } from './write.js';

export async function generate(options: GenerateOptions): Promise<GenerateResult> {
  const diagnostics = createDiagnostics();
  const stopped = (): GenerateResult => ({ ...nothing, diagnostics: diagnostics.all });
  const progress = options.onProgress ?? (() => undefined);

  const config = loadConfig(
    { cwd: options.cwd, ...(options.config === undefined ? {} : { file: options.config }) },
    diagnostics,
  );
  if (config === undefined || diagnostics.hasErrors) return stopped();

  progress('load');
  const workspace = openWorkspace(config.root);
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
  if (diagnostics.hasErrors) return { ...stopped(), encodings };

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
  const diff = [result.diff, 'diff' in saved ? saved.diff : undefined].filter((one) => one !== undefined).join('');
  return {
    ...result,
    ...(diff === '' ? {} : { diff }),
    diagnostics: diagnostics.all,
    out,
    encodings,
    lockChanged: saved.changed,
  };
}

const nothing: GenerateResult = {
  diagnostics: [],
  written: 0,
  unchanged: 0,
  removed: 0,
  encodings: [],
  lockChanged: false,
};
