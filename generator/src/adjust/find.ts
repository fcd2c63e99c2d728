/** `FILE#Name` of the configuration: which declaration is meant. */
import { didYouMean, type Diagnostics } from '../diagnostics/index.js';
import type { SchemaModule } from '../model/model.js';
import type { Declaration } from '../model/types.js';
import type { Span } from '../source/text.js';

/** The key by which `names:` and `unknown:` mean a declaration, whatever else is named like it. */
export function keyOf({ origin }: Declaration): string {
  return origin.name.startsWith('#') ? `${origin.path}${origin.name}` : `${origin.path}#${origin.name}`;
}

/** Reports AW1110 where there is none. */
export function findByKey(
  modules: readonly SchemaModule[],
  key: string,
  { setting, span }: { readonly setting: string; readonly span: Span },
  diagnostics: Diagnostics,
): Declaration | undefined {
  const at = key.indexOf('#');
  const path = at === -1 ? key : key.slice(0, at);
  const name = at === -1 ? '' : key.slice(at + 1);
  const module = modules.find(({ source }) => source.path === path);
  const found = module && lookUp(module, name);
  if (found !== undefined) return found;
  const paths = modules.map(({ source }) => source.path);
  const hint =
    module === undefined
      ? (didYouMean(path, paths) ?? 'keys are FILE#Name, FILE relative to agentwire.yaml')
      : didYouMean(name, module.exports.keys());
  const missing = module === undefined ? `no schema ${path}` : `no type ${JSON.stringify(name)} in ${path}`;
  diagnostics.report('AW1110', span, { setting, key, missing }, { hint });
  return undefined;
}

/** A pointer may be written with and without its `#`; a file alone is its root. */
function lookUp({ exports, root }: SchemaModule, name: string): Declaration | undefined {
  return name === '' ? root : (exports.get(name) ?? exports.get(`#${name}`));
}
