/** A whole project, read as generation reads it: load -> adjust -> link -> plan. */
import { adjust } from '../../adjust/adjust.js';
import { loadConfig } from '../../config/load-config.js';
import type { Config } from '../../config/config.js';
import type { Diagnostics } from '../../diagnostics/index.js';
import { link } from '../../link.js';
import { load } from '../../load.js';
import { loadLock } from '../../lock/file.js';
import type { Model } from '../../model/model.js';
import { type Plan, plan } from '../../plan/plan.js';
import { openWorkspace, type Workspace } from '../../source/workspace.js';

export interface Project {
  readonly model: Model;
  readonly plan: Plan;
  readonly config: Config;
  readonly workspace: Workspace;
}

/** Undefined where something is wrong with it; that was reported. */
export function openProject(folder: string, diagnostics: Diagnostics, configFile?: string): Project | undefined {
  const config = loadConfig({ cwd: folder, ...(configFile === undefined ? {} : { file: configFile }) }, diagnostics);
  if (config === undefined || diagnostics.hasErrors) return undefined;
  const workspace = openWorkspace(config.root);
  const loaded = load(config, workspace, diagnostics);
  const lock = loadLock(config, workspace, diagnostics);
  if (diagnostics.hasErrors) return undefined;
  const adjusted = adjust(loaded, config, diagnostics);
  if (diagnostics.hasErrors) return undefined;
  const model = link(adjusted, diagnostics);
  if (diagnostics.hasErrors) return undefined;
  const planned = plan(model, config, lock, diagnostics);
  return diagnostics.hasErrors ? undefined : { model, plan: planned, config, workspace };
}
