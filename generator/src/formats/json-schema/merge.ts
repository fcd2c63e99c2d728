/** `allOf`, and `$ref` with siblings, as one schema, where that says exactly the same. */
import { type ArrayNode, type Entry, type Node, objectNode, type ObjectNode } from '../../source/node.js';
import type { Span } from '../../source/text.js';
import { keywords } from './keywords.js';
import { judging } from './lowering.js';
import { placeOf, type Place, type Registry, type SchemaNode } from './schema-node.js';

/** More parts than any hand writes; a chain of definitions that double each other would not end. */
const maxParts = 200;

export type Follow = (node: ObjectNode) => Place | undefined;

/** Undefined: it cannot be said by one schema without allOf, or a part never holds. */
export function merge(node: ObjectNode, registry: Registry, follow: Follow): ObjectNode | undefined {
  const parts: ObjectNode[] = [];
  if (!flatten(node, parts, new Set(), registry, follow)) return undefined;
  const judged = parts.filter((part) => judging(part).length > 0);
  const [first] = judged;
  const own = node.entries.filter((entry) => !judges(entry.key));
  const place = placeOf(registry, node);
  const entries =
    judged.length <= 1 ? (first?.entries.filter((e) => judges(e.key)) ?? []) : combine(judged, place, registry);
  if (entries === undefined) return undefined;
  const merged = objectNode([...own, ...entries], node.span);
  registry.places.set(merged, { ...place, node: merged });
  return merged;
}

function judges(key: string): boolean {
  const about = keywords.get(key)?.about;
  return about !== undefined && about !== 'annotation' && about !== 'place';
}

/** The schemas that all have to hold, bases before what refers to them, each once. */
function flatten(node: SchemaNode, parts: ObjectNode[], seen: Set<Node>, registry: Registry, follow: Follow): boolean {
  if (node.kind === 'boolean') return node.value;
  if (seen.has(node)) return true;
  seen.add(node);
  if (seen.size > maxParts) return false;
  const { draft } = placeOf(registry, node).file;
  if (node.get('$ref') !== undefined) {
    const target = follow(node);
    if (target === undefined || !flatten(target.node, parts, seen, registry, follow)) return false;
    if (draft === 'draft-07') return true;
  }
  const all = node.get('allOf');
  if (all?.kind === 'array') {
    for (const item of all.items) {
      if ((item.kind === 'object' || item.kind === 'boolean') && !flatten(item, parts, seen, registry, follow))
        return false;
    }
  }
  const rest = node.entries.filter((entry) => entry.key !== '$ref' && entry.key !== 'allOf');
  if (rest.length > 0) parts.push(objectNode(rest, node.span));
  return true;
}

function combine(parts: readonly ObjectNode[], place: Place, registry: Registry): Entry[] | undefined {
  const merged = new Map<string, Entry>();
  if (!closingAgrees(parts)) return undefined;
  const last = parts.at(-1);
  for (const part of parts) {
    for (const entry of part.entries) {
      if (!judges(entry.key)) continue;
      // What an inner part has not evaluated is another set of members than what the whole has not.
      if (entry.key === 'unevaluatedProperties' && part !== last) return undefined;
      const before = merged.get(entry.key);
      if (before === undefined) {
        merged.set(entry.key, entry);
        continue;
      }
      const value = both(entry.key, before.value, entry.value, place, registry);
      if (value === undefined) return undefined;
      merged.set(entry.key, { ...before, value });
    }
  }
  return merged.has('anyOf') || merged.has('oneOf') ? undefined : [...merged.values()];
}

/** `additionalProperties` looks only at the `properties` beside it: all parts must know the same ones, or none is closed. */
function closingAgrees(parts: readonly ObjectNode[]): boolean {
  const closing = parts.filter(
    (part) => part.get('additionalProperties') !== undefined && !isTrue(part.get('additionalProperties')),
  );
  if (closing.length > 1 && closing.some((part) => part.get('additionalProperties')?.kind === 'object')) return false;
  const names = parts.map((part) => keysOf(part.get('properties')));
  return closing.every((part) => {
    const own = new Set(keysOf(part.get('properties')));
    return names.every((other) => other.every((name) => own.has(name)));
  });
}

function keysOf(node: Node | undefined): string[] {
  return node?.kind === 'object' ? node.entries.map((entry) => entry.key) : [];
}

function isTrue(node: Node | undefined): boolean {
  return (node?.kind === 'boolean' && node.value) || (node?.kind === 'object' && judging(node).length === 0);
}

function both(keyword: string, a: Node, b: Node, place: Place, registry: Registry): Node | undefined {
  switch (keyword) {
    case 'type':
      return commonTypes(a, b);
    case 'required':
      return { kind: 'array', items: distinct([...itemsOf(a), ...itemsOf(b)]), span: a.span };
    case 'properties':
      return bothProperties(a, b, place, registry);
    case 'items':
      // Draft-07's lists of schemas go by place.
      if (a.kind === 'array' || b.kind === 'array') return undefined;
      return bothSchemas(a, b, place, { keyword: 'items' }, registry);
    case 'additionalProperties':
      return isTrue(a) ? b : a;
    case 'uniqueItems':
      return a.kind === 'boolean' && a.value ? a : b;
    case 'enum': {
      const known = new Set(itemsOf(b).map(scalarKey));
      const items = itemsOf(a).filter((item) => known.has(scalarKey(item)));
      return items.length === 0 ? undefined : { kind: 'array', items, span: a.span };
    }
    default:
      if (/^(?:min|exclusiveMin)/.test(keyword)) return tighter(a, b, Math.max);
      if (/^(?:max|exclusiveMax)/.test(keyword)) return tighter(a, b, Math.min);
      return a.kind !== 'object' && a.kind !== 'array' && scalarKey(a) === scalarKey(b) ? a : undefined;
  }
}

function tighter(a: Node, b: Node, pick: (x: number, y: number) => number): Node | undefined {
  if (a.kind !== 'number' || b.kind !== 'number') return undefined;
  return pick(a.value, b.value) === a.value ? a : b;
}

function commonTypes(a: Node, b: Node): Node | undefined {
  const left = itemsOf(a);
  const right = itemsOf(b);
  const has = (list: readonly Node[], word: string): boolean =>
    list.some((n) => n.kind === 'string' && n.value === word);
  const items = left.filter(
    (n) => n.kind === 'string' && (has(right, n.value) || (n.value === 'integer' && has(right, 'number'))),
  );
  for (const n of right)
    if (n.kind === 'string' && n.value === 'integer' && has(left, 'number') && !has(items, 'integer')) items.push(n);
  const [only] = items;
  if (only === undefined) return undefined;
  return items.length === 1 ? only : { kind: 'array', items, span: a.span };
}

function itemsOf(node: Node): readonly Node[] {
  return node.kind === 'array' ? node.items : [node];
}

function distinct(items: readonly Node[]): Node[] {
  return [...new Map(items.map((item) => [scalarKey(item), item])).values()];
}

function scalarKey(node: Node): string {
  if (node.kind === 'object' || node.kind === 'array')
    return `${node.kind}@${node.span.source.path}:${node.span.start}`;
  return node.kind === 'null' ? 'null' : JSON.stringify(node.value);
}

function bothProperties(a: Node, b: Node, place: Place, registry: Registry): Node | undefined {
  if (a.kind !== 'object' || b.kind !== 'object') return undefined;
  const entries = new Map(a.entries.map((entry) => [entry.key, entry]));
  for (const entry of b.entries) {
    const before = entries.get(entry.key);
    if (before === undefined) {
      entries.set(entry.key, entry);
      continue;
    }
    const value = bothSchemas(before.value, entry.value, place, { keyword: 'properties', key: entry.key }, registry);
    entries.set(entry.key, { ...entry, value });
  }
  return objectNode([...entries.values()], a.span);
}

/** `{ allOf: [a, b] }`, standing where `a` stood. */
function bothSchemas(a: Node, b: Node, parent: Place, step: NonNullable<Place['step']>, registry: Registry): Node {
  const list: ArrayNode = { kind: 'array', items: [a, b], span: b.span };
  const span: Span = b.span;
  // The later part refines the earlier one, so its words describe the member.
  const words = [b, a].flatMap((node) => (node.kind === 'object' ? node.entries.filter((e) => !judges(e.key)) : []));
  const annotations = [...new Map(words.toReversed().map((entry) => [entry.key, entry])).values()];
  const node = objectNode([...annotations, { key: 'allOf', keySpan: span, value: list }], span);
  const pointer =
    step.key === undefined ? `${parent.pointer}/${step.keyword}` : `${parent.pointer}/${step.keyword}/${step.key}`;
  registry.places.set(node, { node, file: parent.file, pointer, base: parent.base, span, parent, step });
  return node;
}
