/** Names for declarations of several files that are printed into one unit. */
import type { Symbols } from '../emit/symbols.js';
import type { Declaration } from '../model/types.js';

/**
 * As `createSymbols` for one unit, except that a name which two files share gets a number: types are unique within a
 * file only.
 */
export function createCodecSymbols(base: string, declarations: readonly Declaration[]): Symbols {
  const names = new Map<Declaration, string>();
  const taken = new Set<string>();
  for (const declaration of declarations) {
    let name = declaration.name;
    for (let n = 2; taken.has(name); n++) name = `${declaration.name}${n}`;
    taken.add(name);
    names.set(declaration, name);
  }
  const nameOf = (declaration: Declaration): string => {
    const name = names.get(declaration);
    if (name === undefined) throw new Error(`bug: ${declaration.name} of ${declaration.origin.path} is not reachable`);
    return name;
  };
  const value = (file: string, name: string) =>
    ({ kind: 'symbol', name, from: `${base}/${file}`, typeOnly: false }) as const;
  const suffix = { json: 'Json', protobuf: 'Protobuf', avro: 'Avro' } as const;
  return {
    type: (d) => ({ ...value('types', nameOf(d)), typeOnly: true }),
    shape: (d) => value('shape', `${nameOf(d)}Shape`),
    codec: (d, encoding) => value(encoding, `${nameOf(d)}${suffix[encoding]}`),
    write: (d, encoding) => value(encoding, `write${nameOf(d)}`),
    read: (d, encoding) => value(encoding, `read${nameOf(d)}`),
  };
}
