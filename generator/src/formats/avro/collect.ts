/** First pass: every named type of a file, with the namespace it stands in, before anything is resolved. */
import type { Diagnostics } from '../../diagnostics/index.js';
import type { Node, ObjectNode } from '../../source/node.js';
import { isFullName, isName, isNamespace, namespaceOf, qualify } from './names.js';

/** As deep as the runtime links a schema (runtime/src/codec/avro/link.ts). */
export const deepest = 128;

export interface Definition {
  readonly name: string;
  /** The namespace that its parts stand in. */
  readonly namespace: string;
  readonly node: ObjectNode;
  /** The file that it stands in. */
  readonly file: Collected;
}

const kinds: ReadonlySet<string> = new Set(['record', 'error', 'enum', 'fixed']);

/** The definitions of a file by full name, and the definition that each node is. */
export interface Collected {
  readonly byName: ReadonlyMap<string, Definition>;
  readonly byNode: ReadonlyMap<ObjectNode, Definition>;
}

export function collect(roots: readonly Node[], namespace: string, diagnostics: Diagnostics): Collected {
  const byName = new Map<string, Definition>();
  const byNode = new Map<ObjectNode, Definition>();
  const file: Collected = { byName, byNode };

  function visit(node: Node | undefined, around: string, depth: number): void {
    if (node === undefined) return;
    if (depth > deepest) return void diagnostics.report('AW3420', node.span, { limit: deepest });
    if (node.kind === 'array') return node.items.forEach((item) => visit(item, around, depth + 1));
    if (node.kind !== 'object') return;
    const type = node.get('type');
    if (type?.kind === 'string' && kinds.has(type.value)) return define(node, type.value, around, depth);
    if (type !== undefined && type.kind !== 'string') visit(type, around, depth + 1);
    visit(node.get('items'), around, depth + 1);
    visit(node.get('values'), around, depth + 1);
  }

  function define(node: ObjectNode, what: string, around: string, depth: number): void {
    const found = nameOf(node, what, around, diagnostics);
    const definition = found === undefined ? undefined : { ...found, node, file };
    if (definition !== undefined) {
      const before = byName.get(definition.name);
      if (before !== undefined) {
        const related = [{ span: before.node.span, message: 'the first definition' }];
        diagnostics.report('AW3403', (node.get('name') ?? node).span, { name: definition.name }, { related });
      } else byName.set(definition.name, definition);
      // A second one stands for the first, which is lowered; that it is there has been said.
      byNode.set(node, before ?? definition);
    }
    const fields = node.get('fields');
    if (fields?.kind !== 'array') return;
    for (const field of fields.items) {
      if (field.kind === 'object') visit(field.get('type'), definition?.namespace ?? around, depth + 1);
    }
  }

  for (const root of roots) visit(root, namespace, 0);
  return file;
}

function nameOf(
  node: ObjectNode,
  what: string,
  around: string,
  diagnostics: Diagnostics,
): { readonly name: string; readonly namespace: string } | undefined {
  const name = node.get('name');
  if (name === undefined) {
    diagnostics.report('AW3408', node.span, { what: `the ${what}`, attribute: 'name' });
    return undefined;
  }
  if (name.kind !== 'string') {
    diagnostics.report('AW3401', name.span, { found: name.kind, expected: 'a name' });
    return undefined;
  }
  if (!(name.value.includes('.') ? isFullName(name.value) : isName(name.value))) {
    const mended = name.value.replace(/[^A-Za-z0-9_.]+/g, '_').replace(/^(?=\d)/, '_');
    const hint = isFullName(mended) ? `${mended} would be` : undefined;
    diagnostics.report('AW3404', name.span, { what: `the ${what}`, name: name.value }, { hint });
    return undefined;
  }
  let own = around;
  const namespace = node.get('namespace');
  if (namespace?.kind === 'string' && isNamespace(namespace.value)) own = namespace.value;
  else if (namespace?.kind === 'string')
    diagnostics.report('AW3404', namespace.span, { what: 'the namespace', name: namespace.value });
  else if (namespace !== undefined)
    diagnostics.report('AW3401', namespace.span, { found: namespace.kind, expected: 'a namespace' });
  const full = qualify(name.value, own);
  return { name: full, namespace: namespaceOf(full) };
}
