/** Avro schemas: as JSON, and linked by object. */

/** A schema as JSON texts carry it. */
export type AvroJson = null | boolean | number | string | readonly AvroJson[] | { readonly [key: string]: AvroJson };

export type AvroNode = PrimitiveNode | FixedNode | EnumNode | ArrayNode | MapNode | UnionNode | RecordNode;

export type PrimitiveName = 'null' | 'boolean' | 'int' | 'long' | 'float' | 'double' | 'bytes' | 'string';

/** What a logical type adds; `logical` is absent where it is unknown or does not fit its base type. */
export interface Logical {
  readonly logical?: string;
  readonly precision?: number;
  readonly scale?: number;
}

export interface PrimitiveNode extends Logical {
  readonly kind: PrimitiveName;
}

interface Named {
  /** With its namespace. */
  readonly name: string;
  readonly aliases: readonly string[];
}

export interface FixedNode extends Named, Logical {
  readonly kind: 'fixed';
  readonly size: number;
}

export interface EnumNode extends Named {
  readonly kind: 'enum';
  readonly symbols: readonly string[];
  readonly default?: string;
}

export interface ArrayNode {
  readonly kind: 'array';
  readonly items: AvroNode;
}

export interface MapNode {
  readonly kind: 'map';
  readonly values: AvroNode;
}

export interface UnionNode {
  readonly kind: 'union';
  readonly branches: readonly AvroNode[];
}

export interface RecordNode extends Named {
  readonly kind: 'record';
  readonly fields: readonly FieldNode[];
  /** A record that derived schemas put around a value: it has no place of its own in a path. */
  readonly wrapper: boolean;
}

export interface FieldNode {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly type: AvroNode;
  /** In Avro's default encoding; absent where there is none (null is a default too). */
  readonly default?: { readonly value: AvroJson };
  /** The property in TypeScript, where it is no legal Avro name. */
  readonly property: string;
}

/** The name of a union branch: the full name of named types, else the type's own. */
export function branchName(node: AvroNode): string {
  return 'name' in node ? node.name : node.kind;
}

export function shortName(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

/** Whether a value may take no bytes at all: then a block may announce any number of them. */
export function isWeightless(node: AvroNode, inside: readonly AvroNode[] = []): boolean {
  if (node.kind === 'record') {
    // A record that holds itself directly has no values; a hostile schema may say it all the same.
    if (inside.includes(node)) return false;
    return node.fields.every((field) => isWeightless(field.type, [...inside, node]));
  }
  return node.kind === 'null' || (node.kind === 'fixed' && node.size === 0);
}

/** A text that is no Avro schema, a value that is none of a schema, or two schemas that cannot be reconciled. */
export class SchemaError extends Error {
  override readonly name = 'SchemaError';
}
