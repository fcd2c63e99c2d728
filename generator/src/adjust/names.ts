/** `names:`, and what every name of a type has to be: unlike the others of its file, and unlike TypeScript's own. */
import type { Config } from '../config/config.js';
import type { Diagnostics } from '../diagnostics/index.js';
import type { SchemaModule } from '../model/model.js';
import type { Declaration } from '../model/types.js';
import { findByKey, keyOf } from './find.js';
import { edited } from './modules.js';

/**
 * Types of the language that generated modules mention. One of the user's by such a name gets an underscore behind it,
 * which no name of a schema ends with.
 */
const taken = new Set('Array Date Infinity NaN Number Object Record RegExp String Uint8Array'.split(' '));

/** Reports AW1108 and AW1110 for the configuration, AW4003 for what is still named alike afterwards. */
export function nameTypes(
  modules: readonly SchemaModule[],
  names: Config['names'],
  diagnostics: Diagnostics,
): readonly SchemaModule[] {
  const chosen = new Map<Declaration, string>();
  for (const [key, { value, span }] of names) {
    const declaration = findByKey(modules, key, { setting: 'names', span }, diagnostics);
    if (taken.has(value)) diagnostics.report('AW1108', span, { key, name: value });
    else if (declaration !== undefined) chosen.set(declaration, value);
  }
  const nameOf = (declaration: Declaration): string =>
    chosen.get(declaration) ?? (taken.has(declaration.name) ? `${declaration.name}_` : declaration.name);
  for (const module of modules) refuseClashes(module, nameOf, diagnostics);
  return edited(modules, (declaration) => {
    const name = nameOf(declaration);
    return name === declaration.name ? declaration : { ...declaration, name };
  });
}

function refuseClashes(
  { declarations }: SchemaModule,
  nameOf: (declaration: Declaration) => string,
  diagnostics: Diagnostics,
): void {
  const owners = new Map<string, Declaration>();
  for (const declaration of declarations) {
    const name = nameOf(declaration);
    const first = owners.get(name);
    if (first === undefined) {
      owners.set(name, declaration);
      continue;
    }
    const hint = `name one in agentwire.yaml: names: { ${JSON.stringify(keyOf(declaration))}: ${name}2 }`;
    const related = [{ span: first.span, message: `${first.origin.name} is named ${name}` }];
    const parameters = { name, first: first.origin.name, second: declaration.origin.name };
    diagnostics.report('AW4003', declaration.span, parameters, { hint, related });
  }
}
