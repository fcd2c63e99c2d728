/** Stage two: schemas and manifest as one model, every name replaced by what it names. */
import type { Diagnostics } from './diagnostics/index.js';
import { builtInEnvelopeSource, type Loaded } from './load.js';
import { loadManifest } from './manifest/index.js';
import { schemaResolver } from './manifest/references.js';
import type { Model } from './model/model.js';

/** Reports AW2xxx. */
export function link({ modules, manifest }: Loaded, diagnostics: Diagnostics): Model {
  if (manifest === undefined) return { schemas: modules };
  const { path } = builtInEnvelopeSource();
  const envelope = modules.find((module) => module.source.path === path)?.root;
  const resolver = schemaResolver(modules, { manifestPath: manifest.source.path, envelope }, diagnostics);
  const protocol = loadManifest(manifest.source, resolver, diagnostics);
  return { schemas: modules, ...(protocol === undefined ? {} : { protocol }) };
}
