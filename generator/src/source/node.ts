/** A parsed JSON or YAML document with the place of every value and key. */
import type { Json } from '../model/types.js';
import type { Span } from './text.js';

export type Node = ObjectNode | ArrayNode | StringNode | NumberNode | BooleanNode | NullNode;

export interface ObjectNode {
  readonly kind: 'object';
  /** In the order of the text. */
  readonly entries: readonly Entry[];
  readonly get: (key: string) => Node | undefined;
  readonly span: Span;
}

export interface Entry {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: Node;
}

export interface ArrayNode {
  readonly kind: 'array';
  readonly items: readonly Node[];
  readonly span: Span;
}

export interface StringNode {
  readonly kind: 'string';
  readonly value: string;
  readonly span: Span;
}

export interface NumberNode {
  readonly kind: 'number';
  readonly value: number;
  /** As spelled in the text, where `value` may have been rounded. */
  readonly raw: string;
  readonly span: Span;
}

export interface BooleanNode {
  readonly kind: 'boolean';
  readonly value: boolean;
  readonly span: Span;
}

export interface NullNode {
  readonly kind: 'null';
  readonly span: Span;
}

/** An object node; looking a key up does not walk the entries. */
export function objectNode(entries: readonly Entry[], span: Span): ObjectNode {
  let index: Map<string, Node> | undefined;
  return {
    kind: 'object',
    entries,
    get(key) {
      index ??= new Map(entries.map((entry) => [entry.key, entry.value]));
      return index.get(key);
    },
    span,
  };
}

/** The plain value. `__proto__` becomes an own property like any other. */
export function toJson(node: Node): Json {
  switch (node.kind) {
    case 'object':
      // fromEntries defines properties; assignment would set the prototype.
      return Object.fromEntries(node.entries.map((entry) => [entry.key, toJson(entry.value)]));
    case 'array':
      return node.items.map(toJson);
    case 'null':
      return null;
    case 'string':
    case 'number':
    case 'boolean':
      return node.value;
  }
}

/** The node that an RFC 6901 pointer (`''`, `/a/0/b~1c`) leads to. */
export function at(node: Node, pointer: string): Node | undefined {
  if (pointer === '') return node;
  if (!pointer.startsWith('/')) return undefined;
  let current: Node | undefined = node;
  for (const part of pointer.slice(1).split('/')) {
    if (current === undefined) return undefined;
    current = step(current, part.replaceAll('~1', '/').replaceAll('~0', '~'));
  }
  return current;
}

function step(node: Node, key: string): Node | undefined {
  if (node.kind === 'object') return node.get(key);
  if (node.kind === 'array') return /^(?:0|[1-9]\d{0,8})$/.test(key) ? node.items[Number(key)] : undefined;
  return undefined;
}

/** One more reference token on a pointer. */
export function pointerTo(pointer: string, key: string | number): string {
  return `${pointer}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
