/** Reads the given schema files and every file that they refer to. */
import type { Diagnostics } from '../../diagnostics/index.js';
import { parseDocument } from '../../source/document.js';
import type { SourceText } from '../../source/text.js';
import type { Workspace } from '../../source/workspace.js';
import { fileOf } from './references.js';
import { scanFile } from './scan.js';
import { createRegistry, type Registry } from './schema-node.js';

/** All schemas, registered; the roots first, then the files reached from them, in the order reached. */
export function load(
  roots: readonly SourceText[],
  workspace: Workspace,
  diagnostics: Diagnostics,
  assume?: Registry['assume'],
): Registry {
  const registry = createRegistry(diagnostics, assume);
  const tried = new Set<string>();
  // All roots first: what one of them names by $id is no file to look for.
  for (const source of roots) read(source);
  for (let next = 0; next < registry.references.length; next++) {
    const reference = registry.references[next];
    if (reference?.value.kind !== 'string') continue;
    const path = fileOf(reference.value.value, reference.place, registry);
    if (path === undefined || registry.files.has(path) || tried.has(path)) continue;
    tried.add(path);
    const source = workspace.read(path, reference.value.span, diagnostics);
    if (source !== undefined) read(source);
  }
  return registry;

  function read(source: SourceText): void {
    if (registry.files.has(source.path)) return;
    const node = parseDocument(source, diagnostics);
    if (node !== undefined) scanFile(source, node, registry);
  }
}
