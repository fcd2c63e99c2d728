/** Parsing Canonical Form (Avro 1.12, "Transforming into Parsing Canonical Form"): what fingerprints are taken of. */
import { linkSchema } from './link.js';
import type { AvroJson, AvroNode } from './schema.js';

/**
 * The canonical text of a schema: full names, no docs, defaults, aliases or logical types, no white space.
 * @throws {SchemaError} where it is no Avro schema
 */
export function avroCanonicalForm(schema: AvroJson, definitions: readonly AvroJson[] = []): string {
  return canonicalText(linkSchema(schema, definitions));
}

export function canonicalText(node: AvroNode, written: Set<string> = new Set()): string {
  switch (node.kind) {
    case 'array':
      return `{"type":"array","items":${canonicalText(node.items, written)}}`;
    case 'map':
      return `{"type":"map","values":${canonicalText(node.values, written)}}`;
    case 'union':
      return `[${node.branches.map((branch) => canonicalText(branch, written)).join(',')}]`;
    case 'record':
    case 'enum':
    case 'fixed': {
      const name = JSON.stringify(node.name);
      if (written.has(node.name)) return name;
      written.add(node.name);
      if (node.kind === 'fixed') return `{"name":${name},"type":"fixed","size":${node.size}}`;
      if (node.kind === 'enum') return `{"name":${name},"type":"enum","symbols":${JSON.stringify(node.symbols)}}`;
      const fields = node.fields.map(
        (field) => `{"name":${JSON.stringify(field.name)},"type":${canonicalText(field.type, written)}}`,
      );
      return `{"name":${name},"type":"record","fields":[${fields.join(',')}]}`;
    }
    case 'null':
    case 'boolean':
    case 'int':
    case 'long':
    case 'float':
    case 'double':
    case 'bytes':
    case 'string':
      return `"${node.kind}"`;
  }
}
