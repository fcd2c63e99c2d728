/** What the parts of lowering share. */
import type { Diagnostics } from '../../diagnostics/index.js';
import type { EnumDeclaration, Member, RecordDeclaration, Type, UnionType } from '../../model/types.js';
import type { Node, ObjectNode } from '../../source/node.js';
import type { Kind } from './keywords.js';
import { keywords } from './keywords.js';
import type { Place, Registry, SchemaNode } from './schema-node.js';

/** What a schema becomes: a declaration's content, or a type that can stand in place. */
export type Body =
  | { readonly kind: 'record'; readonly members: readonly Member[]; readonly unknown: RecordDeclaration['unknown'] }
  | { readonly kind: 'enum'; readonly words: EnumDeclaration['words']; readonly open: EnumDeclaration['open'] }
  | { readonly kind: 'type'; readonly type: Type };

export interface Lowering {
  readonly registry: Registry;
  readonly diagnostics: Diagnostics;
  /** What is known by now of the JSON kinds of each schema. */
  readonly kinds: Map<Node, ReadonlySet<Kind>>;
  /** The type of a subschema: a reference where it has a name or is hoisted, else the type in place. */
  typeOf(node: SchemaNode): Type;
  /** A body as a type: records and enums become declarations named after where they stand. */
  hoist(node: SchemaNode, body: Body): Type;
  /** Open JSON, judged by the schema itself. */
  open(node: SchemaNode, kinds?: ReadonlySet<Kind>): Body;
  /** Unions of several kinds, and where they stand: how their branches turn out is known when all is lowered. */
  readonly unions: Map<UnionType, SchemaNode>;
  /** The schema that a reference leads to; what is wrong with the reference is reported once. */
  follow(node: ObjectNode): Place | undefined;
  /** Schemas that apply themselves to the same value again; reported. */
  readonly circular: ReadonlySet<Node>;
  /** The schema without `$ref` and `allOf`, all keywords in one object; undefined where that is no plain merge. */
  effective(node: SchemaNode): ObjectNode | undefined;
  /** Whether an effective schema is of objects only and has no keyword that the model cannot say. */
  lowersToObject(effective: ObjectNode): boolean;
}

export function type(of: Type): Body {
  return { kind: 'type', type: of };
}

/** The keywords of a schema that can make a value invalid. */
export function judging(node: ObjectNode): string[] {
  return node.entries
    .map((entry) => entry.key)
    .filter((key) => {
      const about = keywords.get(key)?.about;
      return about !== undefined && about !== 'annotation' && about !== 'place';
    });
}

export function isSchema(node: Node | undefined): node is SchemaNode {
  return node?.kind === 'object' || node?.kind === 'boolean';
}

export function textOf(node: ObjectNode, key: string): string | undefined {
  const value = node.get(key);
  return value?.kind === 'string' ? value.value : undefined;
}

export function flagOf(node: ObjectNode, key: string): boolean {
  const value = node.get(key);
  return value?.kind === 'boolean' && value.value;
}

export function numberOf(node: ObjectNode, key: string): number | undefined {
  const value = node.get(key);
  return value?.kind === 'number' ? value.value : undefined;
}

/** The subschemas of `anyOf` and its like. */
export function schemasOf(node: ObjectNode, key: string): SchemaNode[] {
  const value = node.get(key);
  return value?.kind === 'array' ? value.items.filter(isSchema) : [];
}

export function wordsOf(node: ObjectNode, key: string): string[] {
  const value = node.get(key);
  const items = value?.kind === 'array' ? value.items : value === undefined ? [] : [value];
  return items.flatMap((item) => (item.kind === 'string' ? [item.value] : []));
}
