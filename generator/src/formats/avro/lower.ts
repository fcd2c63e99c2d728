/** From linked Avro schemas to the model. */
import type { AvroNamed, AvroRecord, AvroRecordField, AvroSchema } from '../../model/avro-schema.js';
import type {
  AliasDeclaration,
  Branch,
  Declaration,
  EnumDeclaration,
  Member,
  RecordDeclaration,
  Type,
} from '../../model/types.js';
import type { SourceText } from '../../source/text.js';
import { modelDefault } from './model-default.js';
import { pascalCase, shortName } from './names.js';

/** Declarations by the Avro type that they come from; filled while lowering, so that recursive types meet themselves. */
export type Lowered = Map<AvroNamed, Declaration>;

type Growing<T> = { -readonly [K in keyof T]: T[K] };

/** The declaration of a named type of this file; those that it refers to are lowered by their own files. */
export function lowerNamed(schema: AvroNamed, source: SourceText, lowered: Lowered): Declaration {
  const origin = {
    format: 'avro' as const,
    path: source.path,
    name: schema.name,
    ...(schema.aliases.length === 0 ? {} : { aliases: schema.aliases }),
  };
  const head = {
    name: pascalCase(shortName(schema.name)),
    origin,
    span: schema.span,
    ...(schema.doc === undefined ? {} : { description: schema.doc }),
    avro: schema,
  };
  switch (schema.kind) {
    case 'enum': {
      const words = schema.symbols.map((name) => ({ name, span: schema.span }));
      const fallback = schema.default === undefined ? {} : { default: schema.default };
      const declaration: EnumDeclaration = { kind: 'enum', ...head, words, open: 'closed', ...fallback };
      lowered.set(schema, declaration);
      return declaration;
    }
    case 'fixed': {
      const declaration: AliasDeclaration = { kind: 'alias', ...head, type: fixedType(schema) };
      lowered.set(schema, declaration);
      return declaration;
    }
    case 'record': {
      const declaration: Growing<RecordDeclaration> = { kind: 'record', ...head, members: [], unknown: 'drop' };
      lowered.set(schema, declaration);
      return declaration;
    }
  }
}

/** The members of a record, once every named type has its declaration. */
export function lowerMembers(schema: AvroRecord, lowered: Lowered): Member[] {
  return schema.fields.map((field, order) => {
    const { type, optional } = fieldType(field, lowered);
    const presence = optional ? 'optional' : field.default === undefined ? 'required' : 'implicit';
    return {
      name: field.name,
      type,
      presence,
      ...(optional ? { nullIsAbsent: true } : {}),
      ...(presence === 'implicit' && field.default !== undefined
        ? { default: modelDefault(field.default.value, field.type) }
        : {}),
      ...(field.doc === undefined ? {} : { description: field.doc }),
      span: field.span,
      avro: {
        order,
        ...(field.aliases.length === 0 ? {} : { aliases: field.aliases }),
        ...(field.sort === undefined ? {} : { sort: field.sort }),
      },
    };
  });
}

/** `["null", T]` with the default null may be absent; any other null is a value. */
function fieldType(field: AvroRecordField, lowered: Lowered): { readonly type: Type; readonly optional: boolean } {
  const { type } = field;
  const mayBeAbsent =
    type.kind === 'union' &&
    type.branches.length > 1 &&
    type.branches[0]?.kind === 'null' &&
    field.default?.value === null;
  if (!mayBeAbsent) return { type: lowerType(type, lowered), optional: false };
  return { type: unionOf(type.branches.slice(1), lowered), optional: true };
}

export function lowerType(schema: AvroSchema, lowered: Lowered): Type {
  switch (schema.kind) {
    case 'null':
      return { kind: 'literal', value: null };
    case 'boolean':
      return { kind: 'boolean' };
    case 'int':
      return intType(schema.logical?.name);
    case 'long':
      return longType(schema.logical?.name);
    case 'float':
      return { kind: 'float', width: 32, special: true };
    case 'double':
      return { kind: 'float', width: 64, special: true };
    case 'string':
      return schema.logical?.name === 'uuid' ? { kind: 'string', format: 'uuid' } : { kind: 'string' };
    case 'bytes': {
      const { logical } = schema;
      if (logical?.name !== 'decimal') return { kind: 'bytes' };
      return { kind: 'decimal', digits: { precision: logical.precision, scale: logical.scale } };
    }
    case 'array':
      return { kind: 'list', items: lowerType(schema.items, lowered) };
    case 'map':
      return { kind: 'map', keys: 'string', values: lowerType(schema.values, lowered) };
    case 'union': {
      const values = schema.branches.filter((branch) => branch.kind !== 'null');
      if (values.length === 0) return { kind: 'literal', value: null };
      const of = unionOf(values, lowered);
      return values.length === schema.branches.length ? of : { kind: 'nullable', of };
    }
    case 'record':
    case 'enum':
    case 'fixed': {
      const target = lowered.get(schema);
      if (target === undefined) throw new Error(`bug: ${schema.name} was not lowered`);
      return { kind: 'ref', target };
    }
  }
}

function fixedType(schema: Extract<AvroSchema, { kind: 'fixed' }>): Type {
  switch (schema.logical?.name) {
    case 'decimal':
      return { kind: 'decimal', digits: { precision: schema.logical.precision, scale: schema.logical.scale } };
    case 'duration':
      return { kind: 'duration', unit: 'avro' };
    case 'uuid':
      return { kind: 'string', format: 'uuid' };
    default:
      return { kind: 'bytes', size: schema.size };
  }
}

function intType(logical: string | undefined): Type {
  if (logical === 'date') return { kind: 'string', format: 'date' };
  if (logical === 'time-millis') return { kind: 'time-of-day', unit: 'millis' };
  return { kind: 'integer', width: 'int32' };
}

function longType(logical: string | undefined): Type {
  switch (logical) {
    case 'time-micros':
      return { kind: 'time-of-day', unit: 'micros' };
    case 'timestamp-millis':
      return { kind: 'timestamp', unit: 'millis' };
    case 'timestamp-micros':
      return { kind: 'timestamp', unit: 'micros' };
    case 'timestamp-nanos':
      return { kind: 'timestamp', unit: 'nanos' };
    case 'local-timestamp-millis':
      return { kind: 'timestamp', unit: 'millis', local: true };
    case 'local-timestamp-micros':
      return { kind: 'timestamp', unit: 'micros', local: true };
    case 'local-timestamp-nanos':
      return { kind: 'timestamp', unit: 'nanos', local: true };
    default:
      return { kind: 'integer', width: 'int64' };
  }
}

/** Branches other than null: alone the type itself, else by their kinds in JavaScript. */
function unionOf(schemas: readonly AvroSchema[], lowered: Lowered): Type {
  const [only] = schemas;
  if (schemas.length === 1 && only !== undefined) return lowerType(only, lowered);
  const names = branchNames(schemas);
  const branches = schemas.map((schema, index): Branch => ({
    name: names[index] ?? schema.kind,
    type: lowerType(schema, lowered),
    span: schema.span,
  }));
  const kinds = new Set(branches.map((branch) => javascriptKind(branch.type)));
  const style = kinds.size === branches.length ? 'untagged' : 'tagged';
  return { kind: 'union', style, discriminator: { kind: 'wire' }, branches };
}

/** Short names, or full ones where the short ones clash. */
function branchNames(schemas: readonly AvroSchema[]): string[] {
  const short = schemas.map((schema) => ('name' in schema ? shortName(schema.name) : schema.kind));
  return short.map((name, index) => {
    const schema = schemas[index];
    const clashes = short.indexOf(name) !== short.lastIndexOf(name);
    return clashes && schema !== undefined && 'name' in schema ? schema.name : name;
  });
}

/** What `typeof`, `Array.isArray` and `instanceof` see. */
function javascriptKind(type: Type): string {
  switch (type.kind) {
    case 'boolean':
      return 'boolean';
    case 'string':
    case 'decimal':
      return 'string';
    case 'integer':
      return type.width === 'int64' || type.width === 'uint64' ? 'bigint' : 'number';
    case 'float':
      return 'number';
    case 'bytes':
      return 'bytes';
    case 'timestamp':
      return type.unit === 'millis' ? 'date' : type.unit === 'proto' ? 'object' : 'bigint';
    case 'time-of-day':
      return type.unit === 'millis' ? 'number' : 'bigint';
    case 'list':
      return 'array';
    case 'ref':
      if (type.target.kind === 'alias') return javascriptKind(type.target.type);
      return type.target.kind === 'enum' ? 'string' : 'object';
    case 'duration':
    case 'map':
    case 'literal':
    case 'json':
    case 'nullable':
    case 'union':
      return 'object';
  }
}
