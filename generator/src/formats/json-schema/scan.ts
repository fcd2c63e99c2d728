/** One walk over a file: checks every keyword against the draft, and registers every schema with its place and names. */
import { didYouMean } from '../../diagnostics/index.js';
import type { Entry, Node, ObjectNode } from '../../source/node.js';
import { pointerTo } from '../../source/node.js';
import type { SourceText, Span } from '../../source/text.js';
import { checkBounds, checkPatterns, checkValue, described } from './check-value.js';
import { type Draft, foreign, keywordNames, keywordOf, keywords } from './keywords.js';
import { fileUri, type Place, type Registry, type SchemaFile, type SchemaNode, type Step } from './schema-node.js';

export function scanFile(source: SourceText, root: Node, registry: Registry): SchemaFile | undefined {
  const draft = draftOf(root, registry) ?? registry.assume?.(source) ?? '2020-12';
  if (root.kind !== 'object' && root.kind !== 'boolean') {
    reportValue(registry, 'the schema', root, 'an object, true or false', root.span);
    return undefined;
  }
  const file: SchemaFile = { source, draft, root };
  registry.files.set(source.path, file);
  const base = fileUri(source.path);
  const place: Place = { node: root, file, pointer: '', base, span: root.span };
  scan(root, place, registry);
  // Found by its path as well as by its $id.
  registry.identified.set(base, registry.places.get(root) ?? place);
  return file;
}

function draftOf(root: Node, registry: Registry): Draft | undefined {
  const node = root.kind === 'object' ? root.get('$schema') : undefined;
  if (node?.kind !== 'string') return undefined;
  const uri = node.value.replace(/^https?:\/\//, '').replace(/#$/, '');
  if (uri === 'json-schema.org/draft/2020-12/schema') return '2020-12';
  if (uri === 'json-schema.org/draft-07/schema') return 'draft-07';
  registry.diagnostics.report('AW3106', node.span, { found: node.value });
  return undefined;
}

function scan(node: SchemaNode, given: Place, registry: Registry): void {
  const place = identify(node, given, registry);
  registry.places.set(node, place);
  if (node.kind === 'boolean') return;
  const { draft } = place.file;
  const replaced = draft === 'draft-07' && node.get('$ref') !== undefined;
  for (const entry of node.entries) {
    const keyword = keywordOf(entry.key, draft);
    if (keyword === undefined) {
      if (!entry.key.startsWith('x-')) unknown(entry, draft, registry);
      else if (entry.key === 'x-sensitive' && entry.value.kind !== 'boolean') {
        reportValue(registry, entry.key, entry.value, 'true or false', entry.value.span);
      }
      continue;
    }
    if (replaced && keyword.about !== 'annotation' && keyword.about !== 'place' && entry.key !== '$ref') {
      registry.diagnostics.report('AW3113', entry.keySpan, { keyword: entry.key });
    }
    scanValue(entry, place, registry);
  }
  checkBounds(node, registry.diagnostics);
  checkPatterns(node, registry.diagnostics);
  for (const keyword of ['$ref', '$dynamicRef']) {
    const value = node.get(keyword);
    if (value?.kind === 'string' && keywordOf(keyword, draft) !== undefined) {
      registry.references.push({ place, keyword, value });
    }
  }
}

function scanValue(entry: Entry, place: Place, registry: Registry): void {
  const { key: keyword, value } = entry;
  const { draft } = place.file;
  const kind = keywords.get(keyword)?.value ?? 'any';
  const child = (node: Node, span: Span, step: Step): void => {
    if (node.kind !== 'object' && node.kind !== 'boolean') {
      const name = step.key === undefined ? keyword : `${keyword}${pointerTo('', step.key)}`;
      reportValue(registry, name, node, 'a schema (an object, true or false)', node.span);
      return;
    }
    const pointer =
      step.key === undefined
        ? pointerTo(place.pointer, keyword)
        : pointerTo(pointerTo(place.pointer, keyword), step.key);
    scan(node, { node, file: place.file, pointer, base: place.base, span, parent: place, step }, registry);
  };
  const list = (): void => {
    if (value.kind !== 'array') return reportValue(registry, keyword, value, 'a list of schemas', value.span);
    if (value.items.length === 0 && keyword !== 'items')
      reportValue(registry, keyword, value, 'at least one schema', value.span);
    value.items.forEach((item, index) => child(item, item.span, { keyword, key: index }));
  };
  switch (kind) {
    case 'schema':
      return child(value, entry.keySpan, { keyword });
    case 'schema-list':
      return list();
    case 'schema-or-list':
      if (value.kind !== 'array') return child(value, entry.keySpan, { keyword });
      if (draft === 'draft-07') return list();
      registry.diagnostics.report(
        'AW3102',
        value.span,
        { keyword, found: 'a list', expected: 'a schema (an object, true or false)' },
        { hint: 'draft 2020-12 writes prefixItems for a list of schemas' },
      );
      return;
    case 'schema-map':
    case 'pattern-map':
      if (value.kind !== 'object') return reportValue(registry, keyword, value, 'an object of schemas', value.span);
      for (const one of value.entries) {
        if (kind === 'pattern-map') checkValue('regex', keyword, keyNode(one), registry.diagnostics);
        child(one.value, one.keySpan, { keyword, key: one.key });
      }
      return;
    case 'dependencies':
      if (value.kind !== 'object') return reportValue(registry, keyword, value, 'an object', value.span);
      for (const one of value.entries) {
        if (one.value.kind === 'array') checkValue('words', `${keyword}/${one.key}`, one.value, registry.diagnostics);
        else child(one.value, one.keySpan, { keyword, key: one.key });
      }
      return;
    default:
      checkValue(kind, keyword, value, registry.diagnostics);
  }
}

function keyNode(entry: Entry): Node {
  return { kind: 'string', value: entry.key, span: entry.keySpan };
}

/** Takes note of `$id`, `$anchor` and `$dynamicAnchor`. */
function identify(node: SchemaNode, place: Place, registry: Registry): Place {
  if (node.kind === 'boolean') return place;
  const id = text(node, '$id');
  const { draft } = place.file;
  // Draft-07 replaces a schema that holds a $ref by its target, $id included.
  if (draft === 'draft-07' && node.get('$ref') !== undefined) return place;
  let here = place;
  if (id !== undefined && !id.value.startsWith('#')) {
    const uri = absolute(id.value.replace(/#$/, ''), place.base);
    if (uri === undefined || uri.includes('#')) {
      reportValue(registry, '$id', { kind: 'string', ...id }, 'a URI reference without fragment', id.span);
    } else {
      here = { ...place, base: uri };
      name(uri, here, id.span, registry);
    }
  }
  const anchors = [text(node, '$anchor'), text(node, '$dynamicAnchor')];
  if (id?.value.startsWith('#') === true) {
    if (draft === '2020-12') {
      registry.diagnostics.report(
        'AW3102',
        id.span,
        { keyword: '$id', found: JSON.stringify(id.value), expected: 'a URI reference without fragment' },
        { hint: `write "$anchor": ${JSON.stringify(id.value.slice(1))}` },
      );
    } else anchors.push({ value: id.value.slice(1), span: id.span });
  }
  const seen = new Set<string>();
  for (const anchor of anchors) {
    if (anchor === undefined || seen.has(anchor.value)) continue;
    seen.add(anchor.value);
    if (!/^[A-Za-z_][-A-Za-z0-9._:]*$/.test(anchor.value)) {
      reportValue(
        registry,
        'the anchor',
        { kind: 'string', ...anchor },
        'a name of letters, digits and ._-',
        anchor.span,
      );
    } else name(`${here.base}#${anchor.value}`, here, anchor.span, registry);
  }
  const dynamic = text(node, '$dynamicAnchor')?.value;
  if (dynamic !== undefined) registry.dynamic.set(dynamic, [...(registry.dynamic.get(dynamic) ?? []), here]);
  return here;
}

function name(uri: string, place: Place, span: Span, registry: Registry): void {
  const first = registry.identified.get(uri);
  if (first !== undefined && first.node !== place.node) {
    registry.diagnostics.report(
      'AW3105',
      span,
      { id: uri.replace(/^project:\//, '') },
      { related: [{ span: first.span, message: 'the first one' }] },
    );
    return;
  }
  registry.identified.set(uri, place);
}

export function absolute(reference: string, base: string): string | undefined {
  try {
    return new URL(reference, base).href;
  } catch {
    return undefined;
  }
}

function text(node: ObjectNode, key: string): { readonly value: string; readonly span: Span } | undefined {
  const value = node.get(key);
  return value?.kind === 'string' ? value : undefined;
}

function unknown(entry: Entry, draft: Draft, registry: Registry): void {
  const other = keywords.get(entry.key)?.draft;
  const hint =
    foreign.get(entry.key) ??
    (other === undefined
      ? didYouMean(entry.key, keywordNames(draft))
      : `${entry.key} is a keyword of ${other}; say so by $schema`);
  registry.diagnostics.report(
    'AW3101',
    entry.keySpan,
    { keyword: entry.key, draft },
    { hint: hint ?? 'own annotations start with x-' },
  );
}

function reportValue(registry: Registry, keyword: string, found: Node, expected: string, span: Span): void {
  registry.diagnostics.report('AW3102', span, { keyword, found: described(found), expected });
}
