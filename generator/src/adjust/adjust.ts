/**
 * What `agentwire.yaml` says about the types of the schemas, applied to the model: one file per key. It comes between
 * load and link, so that the protocol refers to the declarations that are generated.
 */
import type { Config } from '../config/config.js';
import type { Diagnostics } from '../diagnostics/index.js';
import type { Loaded } from '../load.js';
import { builtInEnvelopeSource } from '../load.js';
import { builtInEnvelope, referencedPath, splitReference } from '../manifest/references.js';
import type { Declaration } from '../model/types.js';
import { reachable } from '../model/walk.js';
import { proto3Names } from './json-names.js';
import { nameTypes } from './names.js';
import { int64Numbers } from './json-int64.js';
import { chooseTypes } from './types.js';
import { chooseUnknown } from './unknown.js';

/** Reports AW1108, AW1110, AW1111, AW1112 and AW4003. */
export function adjust(loaded: Loaded, config: Config, diagnostics: Diagnostics): Loaded {
  let modules = nameTypes(loaded.modules, config.names, diagnostics);
  const envelope = (): ReadonlySet<Declaration> => envelopeOf({ ...loaded, modules });
  modules = chooseUnknown(modules, config.unknown, envelope(), diagnostics);
  if (config.jsonInt64 === 'number') modules = int64Numbers(modules, envelope());
  modules = chooseTypes(modules, config.types, envelope(), diagnostics);
  if (config.jsonNames === 'proto3') modules = proto3Names(modules, envelope());
  return { ...loaded, modules };
}

/** The runtime itself reads and writes these: their values are what it was made for. */
function envelopeOf({ modules, manifest }: Loaded): ReadonlySet<Declaration> {
  if (manifest === undefined) return new Set();
  const node = manifest.node.kind === 'object' ? manifest.node.get('envelope') : undefined;
  const reference = node?.kind === 'string' ? node.value : builtInEnvelope;
  const builtIn = reference === builtInEnvelope;
  const path = builtIn ? builtInEnvelopeSource().path : referencedPath(reference, manifest.source.path);
  const module = modules.find(({ source }) => source.path === path);
  const name = builtIn ? undefined : splitReference(reference).name;
  const root =
    name === undefined || name === '' ? module?.root : (module?.exports.get(name) ?? module?.exports.get(`#${name}`));
  return reachable(root === undefined ? [] : [root]);
}
