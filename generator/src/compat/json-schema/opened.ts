/** One side's schema as a plain, self-contained one, with the way back to the lines that it came from. */
import { createDiagnostics, type Diagnostic, type Diagnostics } from '../../diagnostics/index.js';
import { bundle } from '../../formats/json-schema/bundle.js';
import { reportCircles } from '../../formats/json-schema/circles.js';
import { keywordOf } from '../../formats/json-schema/keywords.js';
import { load } from '../../formats/json-schema/load.js';
import { follower, resolve } from '../../formats/json-schema/references.js';
import { placeOf, type Registry, type SchemaNode } from '../../formats/json-schema/schema-node.js';
import type { Code } from '../../diagnostics/index.js';
import type { Json } from '../../model/types.js';
import { type Node, toJson } from '../../source/node.js';
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
 * What stops generation for the user's good and is no obstacle to a comparison: keywords that are not known, and bounds
 * that leave nothing.
 */
const harmless: ReadonlySet<Code> = new Set<Code>(['AW3101', 'AW3114']);

export function openSchemas(
  files: ReadonlyMap<string, SourceText>,
  workspace: Workspace,
  diagnostics: Diagnostics,
): ReadonlyMap<string, Opened> {
  const own = createDiagnostics();
  const metaschemas = [...files.values()].flatMap(({ text }) => metaschemasFor(text));
  const registry = load([...files.values(), ...new Set(metaschemas)], workspace, own, assumedDraft);
  const follow = follower(registry);
  reportCircles(registry, follow);
  for (const { place, value } of registry.references) {
    if (value.kind === 'string') resolve(value.value, value, place, registry);
  }
  const opened = new Map<string, Opened>();
  const errors = own.all.filter(
    (one) => one.severity === 'error' && !harmless.has(one.code) && !isOnlyOdd(one) && !isNeighbour(one),
  );
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

const official = /^"?https?:\/\/json-schema\.org\/(?:draft\/2019-09|draft-0[46])\/schema#?"?$/;

/** Neighbours of the drafts that are known say the same with the same keywords; where they do not, that is reported. */
function isNeighbour({ code, span }: { readonly code: Code; readonly span: Span }): boolean {
  return code === 'AW3106' && official.test(span.source.text.slice(span.start, span.end));
}

/** A text that names no draft is told by what only one of them has. */
function assumedDraft({ text }: SourceText): 'draft-07' | undefined {
  if (/"\$schema"\s*:\s*"https?:\/\/json-schema\.org\/draft-0/.test(text)) return 'draft-07';
  if (/"\$schema"\s*:/.test(text)) return undefined;
  const later =
    /"(?:prefixItems|dependentRequired|dependentSchemas|unevaluated\w+|\$dynamicRef|\$anchor|m(?:in|ax)Contains)"\s*:/;
  return /"(?:additionalItems|dependencies)"\s*:|"items"\s*:\s*\[/.test(text) && !later.test(text)
    ? 'draft-07'
    : undefined;
}

/** A pattern with a back reference may be tried, though it cannot be compared; an exponential one would never end. */
function isOnlyOdd({ code, span, message }: Diagnostic): boolean {
  if (code !== 'AW3107' || message.includes('exponentially')) return false;
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
      // Judged as it was rounded, a number would pass for its neighbour.
      else for (const raw of roundedIn(value)) found.set(`${pointer} ${key} ${raw}`, keySpan);
    }
  }
  return found;
}

/** Integers of a keyword's own value that no number of JavaScript is. */
function roundedIn(value: Node): readonly string[] {
  if (value.kind === 'array') return value.items.flatMap(roundedIn);
  if (value.kind !== 'number' || Number.isSafeInteger(value.value) || !/^-?\d{1,400}(?:\.0+)?$/.test(value.raw))
    return [];
  const digits = value.raw.replace(/\.0+$/, '');
  return BigInt(digits) === BigInt(value.value) ? [] : [digits];
}
