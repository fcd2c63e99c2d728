/** An Avro file as what it defines: `.avsc` is one schema, `.avpr` and `.avdl` list types. */
import type { Diagnostics } from '../../diagnostics/index.js';
import { parseDocument } from '../../source/document.js';
import type { Node, ObjectNode } from '../../source/node.js';
import type { SourceText } from '../../source/text.js';
import { checkAttributes } from './attributes.js';
import { collect, type Collected } from './collect.js';
import { parseIdl } from './idl/index.js';
import { isNamespace } from './names.js';

export interface OpenedFile {
  readonly source: SourceText;
  /** One for `.avsc`. */
  readonly roots: readonly Node[];
  /** The namespace that holds at the top. */
  readonly namespace: string;
  readonly collected: Collected;
}

export function openFile(source: SourceText, diagnostics: Diagnostics): OpenedFile | undefined {
  const node = /\.avdl$/i.test(source.path) ? parseIdl(source, diagnostics) : parseDocument(source, diagnostics);
  if (node === undefined) return undefined;
  if (node.kind === 'object' && node.get('protocol') !== undefined) return protocolFile(source, node, diagnostics);
  return { source, roots: [node], namespace: '', collected: collect([node], '', diagnostics) };
}

function protocolFile(source: SourceText, node: ObjectNode, diagnostics: Diagnostics): OpenedFile {
  checkAttributes(node, 'protocol', diagnostics);
  const messages = node.entries.find((entry) => entry.key === 'messages');
  if (messages?.value.kind === 'object' && messages.value.entries.length > 0)
    diagnostics.report('AW3418', messages.keySpan, {});
  const types = node.get('types') ?? { kind: 'array', items: [], span: node.span };
  const roots = types.kind === 'array' ? types.items : [];
  if (types.kind !== 'array')
    diagnostics.report('AW3401', types.span, { found: types.kind, expected: 'a list of types' });
  const own = node.get('namespace');
  const namespace = own?.kind === 'string' ? own.value : '';
  if (own !== undefined && (own.kind !== 'string' || !isNamespace(namespace)))
    diagnostics.report('AW3404', own.span, {
      what: 'the namespace',
      name: own.kind === 'string' ? namespace : own.kind,
    });
  return { source, roots, namespace, collected: collect(roots, namespace, diagnostics) };
}
