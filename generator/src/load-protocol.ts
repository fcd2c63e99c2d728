/** The protocol that a configuration names, for commands that say something about it and write nothing. */
import { adjust } from './adjust/adjust.js';
import { loadConfig } from './config/load-config.js';
import type { Diagnostics } from './diagnostics/index.js';
import { link } from './link.js';
import { load } from './load.js';
import type { Protocol } from './model/model.js';
import { openWorkspace } from './source/workspace.js';

export interface ProtocolSource {
  readonly cwd: string;
  /** The configuration (default: `agentwire.yaml`, or none). */
  readonly config?: string;
}

/** Undefined where there is none to be had; the reasons are among the diagnostics. */
export function loadProtocol({ cwd, config: file }: ProtocolSource, diagnostics: Diagnostics): Protocol | undefined {
  const config = loadConfig({ cwd, ...(file === undefined ? {} : { file }) }, diagnostics);
  if (config === undefined || diagnostics.hasErrors) return undefined;
  const loaded = load(config, openWorkspace(config.root), diagnostics);
  if (diagnostics.hasErrors) return undefined;
  const { protocol } = link(adjust(loaded, config, diagnostics), diagnostics);
  return diagnostics.hasErrors ? undefined : protocol;
}
