/** Which schema files a manifest names, and how a reference finds its declaration. */
import { posix } from 'node:path';
import { didYouMean, type Diagnostics } from '../diagnostics/index.js';
import type { SchemaModule, Service } from '../model/model.js';
import type { Declaration } from '../model/types.js';
import type { Node } from '../source/node.js';
import type { Span } from '../source/text.js';
import { projectPath } from '../source/workspace.js';
import { oneOrMore } from './read.js';

/** The envelope of a manifest that names none. */
export const builtInEnvelope = 'agentwire:envelope';

/** What the manifest takes from the loaded schemas. */
export interface SchemaResolver {
  /** `path` or `path#Name`, relative to the manifest, or `agentwire:envelope`. Undefined after having reported why. */
  readonly resolve: (reference: string, from: Span) => Declaration | undefined;
  /** A gRPC service by its full or last name; undefined where there is none, which the caller reports. */
  readonly service: (name: string, from: Span) => Service | undefined;
  /** Full names of all services, for suggestions. */
  readonly services: readonly string[];
}

export interface SchemaReference {
  /** As written: `json/task_request.schema.json`, `proto/performance_metrics.proto#PerformanceMetrics`. */
  readonly reference: string;
  readonly span: Span;
}

/** Every schema that the manifest names, in the order of the text, without judging the rest of it. */
export function schemaReferences(manifest: Node): readonly SchemaReference[] {
  if (manifest.kind !== 'object') return [];
  const references: SchemaReference[] = [];
  const add = (node: Node | undefined): void => {
    if (node?.kind === 'string' && node.value !== '') references.push({ reference: node.value, span: node.span });
  };
  const addMembers = (node: Node | undefined, keys: readonly string[]): void => {
    if (node?.kind === 'object') for (const key of keys) add(node.get(key));
  };
  for (const { key, value } of manifest.entries) {
    if (key === 'envelope') add(value);
    if (key === 'services') oneOrMore(value).forEach(add);
    if (key !== 'messages' && key !== 'errors') continue;
    for (const entry of value.kind === 'object' ? value.entries : []) {
      if (key === 'messages') add(entry.value);
      addMembers(entry.value, key === 'messages' ? ['schema', 'metadata'] : ['detail']);
    }
  }
  return references;
}

/** `path#Name` taken apart; the path is still relative to the manifest. */
export function splitReference(reference: string): { readonly path: string; readonly name: string | undefined } {
  const at = reference.indexOf('#');
  if (at === -1) return { path: reference, name: undefined };
  return { path: reference.slice(0, at), name: reference.slice(at + 1) };
}

/** The project-relative path of a reference's file, or undefined where it leaves the project. */
export function referencedPath(reference: string, manifestPath: string): string | undefined {
  const { path } = splitReference(reference);
  if (/^[a-z][a-z0-9+.-]*:|^[/\\]/i.test(path)) return undefined;
  return projectPath(posix.join(posix.dirname(manifestPath), path));
}

/** The resolver over loaded schemas. A file that was not loaded has its finding already, so nothing more is said. */
export function schemaResolver(
  modules: readonly SchemaModule[],
  options: { readonly manifestPath: string; readonly envelope: Declaration | undefined },
  diagnostics: Diagnostics,
): SchemaResolver {
  const byPath = new Map(modules.map((module) => [module.source.path, module]));
  const services = modules.flatMap((module) => module.services);
  return {
    resolve(reference, from) {
      if (reference === builtInEnvelope) return options.envelope;
      const path = referencedPath(reference, options.manifestPath);
      const module = path === undefined ? undefined : byPath.get(path);
      return module === undefined ? undefined : declarationOf(module, reference, from, diagnostics);
    },
    service: (name) =>
      services.find((service) => service.name === name) ??
      services.find((service) => service.name.slice(service.name.lastIndexOf('.') + 1) === name),
    services: services.map((service) => service.name),
  };
}

function declarationOf(
  module: SchemaModule,
  reference: string,
  from: Span,
  diagnostics: Diagnostics,
): Declaration | undefined {
  const { path } = module.source;
  const { name } = splitReference(reference);
  if (name === undefined || name === '') {
    if (module.root === undefined) {
      const names = module.declarations.map((declaration) => declaration.name);
      const hint = names.length === 0 ? undefined : `name one: ${reference}#${names[0] ?? ''}`;
      // A file without any declaration has a finding of its own.
      if (names.length > 0) diagnostics.report('AW2103', from, { path }, { hint });
    }
    return module.root;
  }
  const declaration = module.exports.get(name) ?? module.exports.get(`#${name}`);
  if (declaration === undefined) {
    diagnostics.report('AW2102', from, { reference, name, path }, { hint: didYouMean(name, module.exports.keys()) });
  }
  return declaration;
}
