/**
 * A schema that the model does not lower, as one self-contained plain schema: references lead into its own `$defs`,
 * annotations and our extensions are left out, nothing is in it that is no keyword, and draft-07 is said in the words of
 * 2020-12.
 */
import type { Json } from '../../model/types.js';
import { type Entry, type Node, toJson } from '../../source/node.js';
import { keywordOf, keywords } from './keywords.js';
import { isSchema, textOf } from './lowering.js';
import type { Follow } from './merge.js';
import { nameOf } from './names.js';
import { longestOf } from './pattern/longest.js';
import { placeOf, type Place, type Registry, type SchemaNode } from './schema-node.js';

interface Bundle {
  readonly registry: Registry;
  readonly follow: Follow;
  readonly root: SchemaNode;
  readonly labels: Map<SchemaNode, string>;
  readonly taken: Set<string>;
  readonly queue: SchemaNode[];
  readonly budget: { left: number };
  readonly origins: Map<Json, SchemaNode> | undefined;
}

/** Undefined once `budget`, counted in schemas, is spent. `origins` is told which schema each part of the result is. */
export function bundle(
  root: SchemaNode,
  registry: Registry,
  follow: Follow,
  budget: { left: number },
  origins?: Map<Json, SchemaNode>,
): Json | undefined {
  const state: Bundle = { registry, follow, root, labels: new Map(), taken: new Set(), queue: [], budget, origins };
  const body = plain(root, state);
  const definitions: [string, Json][] = [];
  for (let next = state.queue.shift(); next !== undefined; next = state.queue.shift()) {
    definitions.push([state.labels.get(next) ?? '', plain(next, state)]);
  }
  if (budget.left < 0) return undefined;
  if (typeof body === 'boolean') return body;
  const all = definitions.length === 0 ? [] : [['$defs', Object.fromEntries(definitions)] as const];
  return Object.fromEntries([...Object.entries(body as object), ...all]) as Json;
}

function plain(node: SchemaNode, state: Bundle): Json {
  if (--state.budget.left < 0) return true;
  if (node.kind === 'boolean') return node.value;
  const { draft } = placeOf(state.registry, node).file;
  const replaced = draft === 'draft-07' && node.get('$ref') !== undefined;
  const entries = node.entries.flatMap((entry): [string, Json][] => {
    const keyword = keywordOf(entry.key, draft);
    const dropped = keyword === undefined || keyword.about === 'annotation' || keyword.about === 'place';
    const vain = entry.key === 'additionalItems' && node.get('items')?.kind !== 'array';
    if (dropped || vain || entry.key.startsWith('x-') || (replaced && entry.key !== '$ref')) return [];
    return plainEntry(entry, node, state);
  });
  const longest = replaced ? undefined : longestOf(node);
  if (longest !== undefined) entries.push(['x-longest', longest]);
  const schema = Object.fromEntries(entries);
  state.origins?.set(schema, node);
  return schema;
}

function plainEntry(entry: Entry, node: SchemaNode, state: Bundle): [string, Json][] {
  const { key, value } = entry;
  if (key === '$ref' || key === '$dynamicRef') {
    const target = node.kind === 'object' ? followed(node, key, state) : undefined;
    return target === undefined ? [] : [['$ref', labelOf(target, state)]];
  }
  const { draft } = placeOf(state.registry, node).file;
  const sub = (one: Node): Json => (isSchema(one) ? plain(one, state) : toJson(one));
  const earlier = draft === 'draft-07' ? renamed(key, node) : key;
  switch (keywords.get(key)?.value) {
    case 'schema':
    case 'schema-list':
    case 'schema-or-list':
      return [[earlier, value.kind === 'array' ? value.items.map(sub) : sub(value)]];
    case 'schema-map':
    case 'pattern-map':
      if (value.kind !== 'object') return [[key, toJson(value)]];
      return [[key, Object.fromEntries(value.entries.map((one) => [one.key, sub(one.value)]))]];
    case 'dependencies':
      return value.kind === 'object' ? split(value.entries, sub) : [];
    default:
      return [[key, toJson(value)]];
  }
}

/**
 * `$dynamicRef` is a `$ref` where only one schema carries the dynamic anchor. Where several do, the outermost one of
 * the bundle's own resource is what every caller of this schema sees first.
 */
function followed(node: Extract<SchemaNode, { kind: 'object' }>, key: string, state: Bundle): Place | undefined {
  if (key === '$ref') return state.follow(node);
  const anchor = textOf(node, '$dynamicRef')?.split('#')[1];
  const candidates = anchor === undefined ? [] : (state.registry.dynamic.get(anchor) ?? []);
  const file = placeOf(state.registry, state.root).file;
  return candidates.find((candidate) => candidate.file === file) ?? candidates[0] ?? state.follow(node);
}

function labelOf({ node, ...place }: Place, state: Bundle): string {
  if (node === state.root) return '#';
  let label = state.labels.get(node);
  if (label === undefined) {
    const name = nameOf({ node, ...place });
    label = name;
    for (let n = 2; state.taken.has(label); n++) label = `${name}${n}`;
    state.taken.add(label);
    state.labels.set(node, label);
    state.queue.push(node);
  }
  return `#/$defs/${label}`;
}

/** Draft-07's tuples: `items` held the first ones, `additionalItems` the rest, and said nothing without a tuple. */
function renamed(key: string, node: SchemaNode): string {
  const tuple = node.kind === 'object' && node.get('items')?.kind === 'array';
  if (key === 'items') return tuple ? 'prefixItems' : key;
  return key === 'additionalItems' ? 'items' : key;
}

/** Draft-07's `dependencies` were of two kinds. */
function split(entries: readonly Entry[], sub: (node: Node) => Json): [string, Json][] {
  const words = entries.filter(({ value }) => value.kind === 'array');
  const schemas = entries.filter(({ value }) => value.kind !== 'array');
  const map = (some: readonly Entry[], of: (node: Node) => Json): Json =>
    Object.fromEntries(some.map((one) => [one.key, of(one.value)]));
  return [
    ...(words.length === 0 ? [] : [['dependentRequired', map(words, toJson)] satisfies [string, Json]]),
    ...(schemas.length === 0 ? [] : [['dependentSchemas', map(schemas, sub)] satisfies [string, Json]]),
  ];
}
