/** One side's schema as a plain, self-contained one, with the way back to the lines that it came from. */
import { createDiagnostics, type Diagnostics } from '../../diagnostics/index.js';
import { bundle } from '../../formats/json-schema/bundle.js';
import { reportCircles } from '../../formats/json-schema/circles.js';
import { keywordOf } from '../../formats/json-schema/keywords.js';
import { load } from '../../formats/json-schema/load.js';
import { follower, resolve } from '../../formats/json-schema/references.js';
import { placeOf, type Registry, type SchemaNode } from '../../formats/json-schema/schema-node.js';
import type { Code } from '../../diagnostics/index.js';
import type { Json } from '../../model/types.js';
import { toJson } from '../../source/node.js';
import type { SourceText, Span } from '../../source/text.js';
import type { Workspace } from '../../source/workspace.js';
import { metaschemasFor } from '../../codec/metaschemas.js';
import { type Doc, docOf, type Plain, stable } from './solve/doc.js';

export interface Opened {
  readonly doc: Doc;
  /** The schema as the runtime judges it. */
  readonly bundled: Plain;
  /** Where a keyword of a part stands; the part itself without one. */
  readonly spanOf: (part: Plain, keyword?: string) => Span;
  readonly root: Span;
  /** Whether a part has an annotation, which the plain schema leaves out. */
  readonly isAnnotated: (part: Plain, keyword: string) => boolean;
  /** Keywords that no draft knows, with what they say: they are compared and not understood. */
  readonly unknown: ReadonlyMap<string, Span>;
}

const mostParts = 500_000;

/**
 * What stops generation for the user's good and is no obstacle to a comparison: keywords that are not known, patterns
 * that take long, bounds that leave nothing.
 */
const harmless: ReadonlySet<Code> = new Set<Code>(['AW3101', 'AW3114']);

export function openSchemas(
  files: ReadonlyMap<string, SourceText>,
  workspace: Workspace,
  diagnostics: Diagnostics,
): ReadonlyMap<string, Opened> {
  const own = createDiagnostics();
  const metaschemas = [...files.values()].flatMap(({ text }) => metaschemasFor(text));
  const registry = load([...files.values(), ...new Set(metaschemas)], workspace, own);
  const follow = follower(registry);
  reportCircles(registry, follow);
  for (const { place, value } of registry.references) {
    if (value.kind === 'string') resolve(value.value, value, place, registry);
  }
  const opened = new Map<string, Opened>();
  const errors = own.all.filter((one) => one.severity === 'error' && !harmless.has(one.code) && !isOnlySlow(one));
  for (const one of errors) diagnostics.add(one);
  if (errors.length > 0) return opened;
  for (const [key, source] of files) {
    const file = registry.files.get(source.path);
    if (file === undefined) continue;
    const origins = new Map<Json, SchemaNode>();
    // `#/$defs/order` names a part of the file.
    const pointer = key.startsWith('#/') ? key.slice(1) : '';
    const part = [...registry.places.values()].find((place) => place.file === file && place.pointer === pointer);
    const rootNode = part?.node ?? file.root;
    const bundled = bundle(rootNode, registry, follow, { left: mostParts }, origins) as Plain | undefined;
    if (bundled === undefined) {
      diagnostics.report('AW3115', rootNode.span, { limit: mostParts });
      continue;
    }
    const doc = docOf(bundled);
    opened.set(key, {
      doc,
      bundled,
      root: rootNode.span,
      spanOf(part, keyword) {
        const node = part === doc.root ? rootNode : origins.get(part);
        if (node === undefined) return rootNode.span;
        const entry = node.kind === 'object' ? node.entries.find((one) => one.key === keyword) : undefined;
        return entry?.keySpan ?? placeOf(registry, node).span;
      },
      isAnnotated(part, keyword) {
        const node = part === doc.root ? rootNode : origins.get(part);
        return node?.kind === 'object' && node.get(keyword) !== undefined;
      },
      unknown: unknownKeywords(registry, source),
    });
  }
  return opened;
}

/** A pattern that compiles may be compared, however long it takes to match. */
function isOnlySlow({ code, span }: { readonly code: Code; readonly span: Span }): boolean {
  if (code !== 'AW3107') return false;
  try {
    new RegExp(JSON.parse(span.source.text.slice(span.start, span.end)) as string, 'u');
    return true;
  } catch {
    return false;
  }
}

function unknownKeywords(registry: Registry, source: SourceText): ReadonlyMap<string, Span> {
  const found = new Map<string, Span>();
  for (const { node, file, pointer } of registry.places.values()) {
    if (file.source !== source || node.kind === 'boolean') continue;
    for (const { key, keySpan, value } of node.entries) {
      if (keywordOf(key, file.draft) === undefined && !key.startsWith('x-'))
        found.set(`${pointer} ${key} ${stable(toJson(value))}`, keySpan);
    }
  }
  return found;
}
