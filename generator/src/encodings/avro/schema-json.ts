/** A linked schema as JSON: every named type is spelled out where it is first met, and named afterwards. */
import type { AvroLogical, AvroNamed, AvroRecordField, AvroSchema } from '../../model/avro-schema.js';
import type { Json } from '../../model/types.js';

/** Types in `defined` are named only. It grows by what is spelled out. */
export function schemaJson(schema: AvroSchema, defined: Set<AvroNamed>, namespace = ''): Json {
  switch (schema.kind) {
    case 'array':
      return { type: 'array', items: schemaJson(schema.items, defined, namespace) };
    case 'map':
      return { type: 'map', values: schemaJson(schema.values, defined, namespace) };
    case 'union':
      return schema.branches.map((branch) => schemaJson(branch, defined, namespace));
    case 'record':
    case 'enum':
    case 'fixed':
      return namedJson(schema, defined, namespace);
    case 'null':
    case 'boolean':
    case 'int':
    case 'long':
    case 'float':
    case 'double':
    case 'bytes':
    case 'string':
      return schema.logical === undefined ? schema.kind : { type: schema.kind, ...logicalJson(schema.logical) };
  }
}

function namedJson(schema: AvroNamed, defined: Set<AvroNamed>, around: string): Json {
  const namespace = namespaceOf(schema.name);
  const short = schema.name.slice(schema.name.lastIndexOf('.') + 1);
  if (defined.has(schema)) {
    // A name without dots would be looked for in the namespace around it.
    return namespace === around ? short : schema.name;
  }
  defined.add(schema);
  const head = {
    name: short,
    ...(namespace === around ? {} : { namespace }),
    ...(schema.doc === undefined ? {} : { doc: schema.doc }),
    ...(schema.aliases.length === 0 ? {} : { aliases: schema.aliases.map((alias) => aliasText(alias, namespace)) }),
  };
  switch (schema.kind) {
    case 'fixed':
      return { type: 'fixed', ...head, size: schema.size, ...logicalJson(schema.logical) };
    case 'enum': {
      const fallback = schema.default === undefined ? {} : { default: schema.default };
      return { type: 'enum', ...head, symbols: schema.symbols, ...fallback };
    }
    case 'record':
      return {
        type: schema.error ? 'error' : 'record',
        ...head,
        ...(schema.wrapper ? { agentwire: 'wrapper' } : {}),
        fields: schema.fields.map((field) => fieldJson(field, defined, namespace)),
      };
  }
}

function fieldJson(field: AvroRecordField, defined: Set<AvroNamed>, namespace: string): Json {
  return {
    name: field.name,
    ...(field.property === undefined ? {} : { property: field.property }),
    ...(field.doc === undefined ? {} : { doc: field.doc }),
    type: schemaJson(field.type, defined, namespace),
    ...(field.default === undefined ? {} : { default: field.default.value }),
    ...(field.aliases.length === 0 ? {} : { aliases: field.aliases }),
    ...(field.sort === undefined ? {} : { order: field.sort }),
  };
}

function logicalJson(logical: AvroLogical | undefined): { readonly [key: string]: Json } {
  if (logical === undefined) return {};
  if (logical.name !== 'decimal') return { logicalType: logical.name };
  return { logicalType: 'decimal', precision: logical.precision, scale: logical.scale };
}

function aliasText(alias: string, namespace: string): string {
  return namespaceOf(alias) === namespace ? alias.slice(alias.lastIndexOf('.') + 1) : alias;
}

export function namespaceOf(name: string): string {
  return name.slice(0, Math.max(0, name.lastIndexOf('.')));
}
