/** Collects declarations by file, and closes the modules. */
import type { SchemaModule } from '../../model/model.js';
import type { Declaration } from '../../model/types.js';
import { type Place, placeOf, type Registry, type SchemaFile } from './schema-node.js';

export interface Modules {
  /** A new declaration without content yet. */
  add(place: Place, name: string, pointer: string): Declaration;
  readonly declarations: ReadonlySet<Declaration>;
  /** Nothing is left that refers to it. */
  remove(declaration: Declaration): void;
  finish(rootOf: (file: SchemaFile) => Declaration | undefined): SchemaModule[];
}

interface Added {
  readonly declaration: Declaration;
  readonly place: Place;
  readonly pointer: string;
}

export function createModules(registry: Registry): Modules {
  const byFile = new Map<SchemaFile, Added[]>([...registry.files.values()].map((file) => [file, []]));
  const declarations = new Set<Declaration>();
  return {
    declarations,
    add(place, name, pointer) {
      const { source } = place.file;
      const origin = { format: 'json-schema', path: source.path, name: `#${pointer}` };
      const declaration = { name, origin, span: place.span } as Declaration;
      byFile.get(place.file)?.push({ declaration, place, pointer });
      declarations.add(declaration);
      return declaration;
    },
    remove: (declaration) => declarations.delete(declaration),
    finish(rootOf) {
      return [...byFile].map(([file, added]) =>
        moduleOf(
          file,
          added.filter((one) => declarations.has(one.declaration)),
          rootOf(file),
        ),
      );
    },
  };

  function moduleOf(file: SchemaFile, added: readonly Added[], root: Declaration | undefined): SchemaModule {
    const ordered = added.toSorted((a, b) => a.place.span.start - b.place.span.start);
    const exports = new Map<string, Declaration>();
    const offer = (key: string, declaration: Declaration): void => {
      if (!exports.has(key)) exports.set(key, declaration);
    };
    if (root !== undefined) for (const key of ['#', '']) offer(key, root);
    for (const { declaration } of ordered) offer(declaration.name, declaration);
    for (const { declaration, place, pointer } of ordered) {
      offer(`#${pointer}`, declaration);
      offer(pointer, declaration);
      const keyword = place.step?.keyword;
      if (keyword === '$defs' || keyword === 'definitions') offer(String(place.step?.key), declaration);
    }
    for (const [uri, { node }] of registry.identified) {
      const anchor = uri.split('#')[1];
      const target = anchor === undefined ? undefined : ordered.find((one) => one.place.node === node);
      if (anchor !== undefined && target !== undefined && placeOf(registry, node).file === file)
        offer(anchor, target.declaration);
    }
    return {
      source: file.source,
      format: 'json-schema',
      exports,
      declarations: ordered.map((one) => one.declaration),
      ...(root === undefined ? {} : { root }),
      services: [],
    };
  }
}
