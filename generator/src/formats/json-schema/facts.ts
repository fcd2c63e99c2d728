/** What is certain about the values of a schema, for telling the branches of a union apart. */
import type { Node, ObjectNode } from '../../source/node.js';
import { allKinds, type Kind } from './keywords.js';
import { isSchema, type Lowering, schemasOf, textOf, wordsOf } from './lowering.js';
import { placeOf, type SchemaNode } from './schema-node.js';

export type Scalar = null | boolean | number | string;

export interface Facts {
  readonly kinds: ReadonlySet<Kind>;
  /** Required members with one possible value. */
  readonly tags: ReadonlyMap<string, Scalar>;
  readonly required: ReadonlySet<string>;
  /** Members that may occur, where no others may. */
  readonly closedTo?: ReadonlySet<string>;
}

/** Longer chains of definitions are not followed: their kinds are then uncertain. */
const maxDepth = 200;

export function factsOf(node: SchemaNode, lowering: Lowering): Facts {
  const effective = node.kind === 'object' ? (lowering.effective(node) ?? node) : undefined;
  const kinds = kindsOf(node, lowering);
  if (effective === undefined) return { kinds, tags: new Map(), required: new Set() };
  const required = new Set(wordsOf(effective, 'required'));
  const properties = effective.get('properties');
  const entries = properties?.kind === 'object' ? properties.entries : [];
  const tags = new Map<string, Scalar>();
  for (const { key, value } of entries) {
    const constant = required.has(key) && isSchema(value) ? constantOf(value, lowering) : undefined;
    if (constant !== undefined) tags.set(key, constant.value);
  }
  const possible = entries.filter(({ value }) => value.kind !== 'boolean' || value.value).map((entry) => entry.key);
  const closed = isFalse(effective.get('additionalProperties')) || isFalse(effective.get('unevaluatedProperties'));
  const facts = { kinds, tags, required };
  return closed && effective.get('patternProperties') === undefined ? { ...facts, closedTo: new Set(possible) } : facts;
}

function constantOf(node: SchemaNode, lowering: Lowering): { readonly value: Scalar } | undefined {
  const effective = node.kind === 'object' ? lowering.effective(node) : undefined;
  const list = effective?.get('enum');
  const only = list?.kind === 'array' && list.items.length === 1 ? list.items[0] : undefined;
  return scalarOf(effective?.get('const') ?? only);
}

export function scalarOf(node: Node | undefined): { readonly value: Scalar } | undefined {
  if (node === undefined || node.kind === 'object' || node.kind === 'array') return undefined;
  return { value: node.kind === 'null' ? null : node.value };
}

export function isFalse(node: Node | undefined): boolean {
  return node?.kind === 'boolean' && !node.value;
}

/** The JSON kinds that a value may have; all of them where that is not certain. */
export function kindsOf(node: SchemaNode, lowering: Lowering, depth = 0): ReadonlySet<Kind> {
  const known = lowering.kinds.get(node);
  if (known !== undefined) return known;
  // Also what a circle sees of itself.
  lowering.kinds.set(node, everything);
  const kinds = depth > maxDepth ? everything : narrowed(node, lowering, depth);
  lowering.kinds.set(node, kinds);
  return kinds;
}

const everything: ReadonlySet<Kind> = new Set(allKinds);

function narrowed(node: SchemaNode, lowering: Lowering, depth: number): ReadonlySet<Kind> {
  if (node.kind === 'boolean') return node.value ? everything : new Set();
  const deeper = (one: SchemaNode): ReadonlySet<Kind> => kindsOf(one, lowering, depth + 1);
  const target = node.get('$ref') === undefined ? undefined : lowering.follow(node)?.node;
  if (target !== undefined && placeOf(lowering.registry, node).file.draft === 'draft-07') return deeper(target);
  const limits: ReadonlySet<Kind>[] = schemasOf(node, 'allOf').map(deeper);
  if (target !== undefined) limits.push(deeper(target));
  for (const keyword of ['anyOf', 'oneOf']) {
    const branches = schemasOf(node, keyword);
    if (branches.length > 0) limits.push(new Set(branches.flatMap((branch) => [...deeper(branch)])));
  }
  return new Set([...statedKinds(node)].filter((kind) => limits.every((limit) => limit.has(kind))));
}

function statedKinds(node: ObjectNode): Set<Kind> {
  const words = wordsOf(node, 'type');
  const kinds = new Set<Kind>(words.length === 0 ? allKinds : []);
  for (const word of words) {
    if (word === 'integer') kinds.add('number');
    for (const kind of allKinds) if (kind === word) kinds.add(kind);
  }
  // 64-bit integers are text in JSON.
  if (words.includes('integer') && /^u?int64$/.test(textOf(node, 'format') ?? '')) kinds.add('string');
  const list = node.get('enum');
  const constant = node.get('const');
  const values = constant !== undefined ? [constant] : list?.kind === 'array' ? list.items : undefined;
  if (values === undefined) return kinds;
  const possible = new Set(values.map((value) => value.kind));
  return new Set([...kinds].filter((kind) => possible.has(kind)));
}
