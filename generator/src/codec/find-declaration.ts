/** `FILE#Name`: which declaration of a schema file is meant. */
import { didYouMean, type Diagnostics } from '../diagnostics/index.js';
import type { SchemaModule } from '../model/model.js';
import type { Declaration } from '../model/types.js';
import { wholeOf } from '../source/text.js';

/** Reports AW7004 where there is no type of this name, AW7005 where one has to be named. */
export function findDeclaration(
  module: SchemaModule,
  name: string | undefined,
  diagnostics: Diagnostics,
): Declaration | undefined {
  const place = wholeOf(module.source);
  const { path } = module.source;
  if (name === undefined) {
    const [only, ...more] = module.declarations;
    const found = module.root ?? (more.length === 0 ? only : undefined);
    if (found === undefined) {
      const names = module.declarations.map((declaration) => declaration.name);
      diagnostics.report('AW7005', place, { path }, { hint: names.length === 0 ? undefined : `${path}#${names[0]}` });
    }
    return found;
  }
  const found = lookUp(module, name);
  if (found === undefined) {
    const hint = didYouMean(name, module.exports.keys()) ?? namesOf(module);
    diagnostics.report('AW7004', place, { name, path }, { hint });
  }
  return found;
}

const mostNames = 12;

function namesOf({ declarations }: SchemaModule): string | undefined {
  if (declarations.length === 0) return undefined;
  const names = declarations.slice(0, mostNames).map((declaration) => declaration.name);
  return `it has ${names.join(', ')}${declarations.length > mostNames ? ` and ${declarations.length - mostNames} more` : ''}`;
}

/** A pointer may be written with and without its `#`. */
function lookUp({ exports, declarations }: SchemaModule, name: string): Declaration | undefined {
  return exports.get(name) ?? exports.get(`#${name}`) ?? declarations.find((declaration) => declaration.name === name);
}
