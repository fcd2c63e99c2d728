/** Modules whose declarations were edited: exports, roots and services follow. */
import type { SchemaModule } from '../model/model.js';
import { rebuild } from '../model/rebuild.js';
import type { Declaration, RecordDeclaration } from '../model/types.js';
import { reachable } from '../model/walk.js';

export type Edit = (declaration: Declaration) => Declaration;

/** Pure: the modules themselves where `edit` changes nothing. */
export function edited(modules: readonly SchemaModule[], edit: Edit): readonly SchemaModule[] {
  const all = reachable(modules.flatMap((module) => [...module.declarations, ...module.exports.values()]));
  const copies = rebuild(all, edit);
  if (copies === undefined) return modules;
  const now = (declaration: Declaration): Declaration => copies.get(declaration) ?? declaration;
  return modules.map((module) => ({
    ...module,
    exports: new Map([...module.exports].map(([key, declaration]) => [key, now(declaration)])),
    declarations: module.declarations.map(now),
    ...(module.root === undefined ? {} : { root: now(module.root) }),
    services: module.services.map((service) => ({
      ...service,
      methods: service.methods.map((method) => ({
        ...method,
        input: record(now(method.input)),
        output: record(now(method.output)),
      })),
    })),
  }));
}

function record(declaration: Declaration): RecordDeclaration {
  if (declaration.kind === 'record') return declaration;
  throw new Error(`bug: ${declaration.name} was a record`);
}
