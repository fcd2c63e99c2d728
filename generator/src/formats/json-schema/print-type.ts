/** A type in place as a schema, by how it lies in JSON (docs/wire.md). */
import type {
  BytesType,
  Declaration,
  IntegerType,
  Json,
  JsonType,
  MapType,
  Type,
  UnionType,
} from '../../model/types.js';
import { keywords } from './keywords.js';

export type Printable = null | boolean | number | bigint | string | readonly Printable[] | PrintedSchema;

export interface PrintedSchema {
  readonly [key: string]: Printable;
}

export interface Printer {
  /** The reference to a declaration, which is then printed as well. */
  refer(declaration: Declaration): string;
  /** A place among the definitions for what is no declaration. */
  define(label: string): { readonly reference: string; readonly fill: (content: Printable) => void };
  type(type: Type): PrintedSchema;
}

export function printType(type: Type, printer: Printer): PrintedSchema {
  switch (type.kind) {
    case 'boolean':
      return { type: 'boolean' };
    case 'string':
    case 'float':
      return type.kind === 'string' ? { type: 'string', ...facts(type) } : float(type);
    case 'literal':
      return type.value === null ? { type: 'null' } : { const: type.value };
    case 'integer':
      return integer(type);
    case 'decimal':
      if (type.digits === undefined) return { type: 'string', format: 'decimal' };
      return { type: 'string', 'x-decimal': { ...type.digits } };
    case 'bytes':
      return bytes(type);
    case 'timestamp':
      return type.local === true ? { type: 'string' } : { type: 'string', format: 'date-time' };
    case 'duration':
      return { type: 'string', pattern: durations[type.unit] };
    case 'time-of-day':
      return { type: 'string', pattern: '^[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,6})?$' };
    case 'list':
      return { type: 'array', items: printer.type(type.items), ...facts(type) };
    case 'map':
      return map(type, printer);
    case 'json':
      return openJson(type, printer);
    case 'nullable':
      return { anyOf: [printer.type(type.of), { type: 'null' }] };
    case 'union':
      return union(type, printer);
    case 'ref':
      return { $ref: printer.refer(type.target) };
  }
}

const durations = {
  proto: '^-?[0-9]+([.][0-9]{1,9})?s$',
  avro: '^P([0-9]+M)?([0-9]+D)?(T[0-9]+([.][0-9]{1,3})?S)?$',
} as const;

export function described(schema: PrintedSchema, description: string | undefined): PrintedSchema {
  return description === undefined ? schema : { description, ...schema };
}

/** The members of a type that JSON Schema calls by the same name. */
function facts(type: Type): PrintedSchema {
  const same = ['format', 'minLength', 'maxLength', 'pattern', 'minItems', 'maxItems', 'uniqueItems'];
  const bounds = ['minProperties', 'maxProperties', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'];
  const kept = new Set([...same, ...bounds, 'multipleOf']);
  return Object.fromEntries(Object.entries(type).filter(([key]) => kept.has(key))) as PrintedSchema;
}

function float(type: Extract<Type, { kind: 'float' }>): PrintedSchema {
  const number: PrintedSchema = { type: 'number', ...(type.width === 32 ? { format: 'float' } : {}), ...facts(type) };
  return type.special ? { anyOf: [number, { enum: ['NaN', 'Infinity', '-Infinity'] }] } : number;
}

/** 64 bits are text in JSON; where they have bounds, only a number can say them. */
function integer(type: IntegerType): PrintedSchema {
  const wide = type.width === 'int64' || type.width === 'uint64';
  const { number: _, ...bounds } = facts(type);
  const format = type.width === 'safe' ? {} : { format: type.width };
  const text = wide && type.number === undefined && Object.keys(bounds).length === 0;
  return { type: text ? 'string' : 'integer', ...format, ...bounds };
}

/** The exact bounds, and for other readers those of the base64 text. */
function bytes(type: BytesType): PrintedSchema {
  const { size, minLength = size, maxLength = size } = type;
  const exact = Object.fromEntries(Object.entries(type).filter(([key]) => key !== 'kind')) as PrintedSchema;
  const text = (length: number): number => 4 * Math.ceil(length / 3);
  return {
    type: 'string',
    contentEncoding: 'base64',
    ...(minLength === undefined ? {} : { minLength: text(minLength) }),
    ...(maxLength === undefined ? {} : { maxLength: text(maxLength) }),
    ...(Object.keys(exact).length === 0 ? {} : { 'x-bytes': exact }),
  };
}

function map(type: MapType, printer: Printer): PrintedSchema {
  const names = type.keyPattern === undefined ? {} : { propertyNames: { pattern: type.keyPattern } };
  return { type: 'object', additionalProperties: printer.type(type.values), ...names, ...facts(type) };
}

function object(properties: PrintedSchema): PrintedSchema {
  return { type: 'object', required: Object.keys(properties), properties, additionalProperties: false };
}

function union(type: UnionType, printer: Printer): PrintedSchema {
  const branches = type.branches.map((branch) => {
    const plain = described(printer.type(branch.type), branch.description);
    const isNull = branch.type.kind === 'literal' && branch.type.value === null;
    return type.style === 'tagged' && !isNull ? object({ kind: { const: branch.name }, value: plain }) : plain;
  });
  return { oneOf: branches };
}

/** An open schema brings definitions of its own; they move to those of the document. */
function openJson({ of, schema }: JsonType, printer: Printer): PrintedSchema {
  if (schema === undefined) return of === 'any' ? {} : { type: of };
  if (!isObject(schema)) return schema === false ? { not: {} } : {};
  const { $defs, ...body } = schema;
  const moved = new Map<string, string>();
  const definitions = isObject($defs) ? Object.entries($defs) : [];
  const fills = definitions.map(([label, content]) => {
    const { reference, fill } = printer.define(label);
    moved.set(`#/$defs/${label}`, reference);
    return () => fill(redirected(content, moved));
  });
  const recursive = JSON.stringify(schema).includes('"$ref":"#"');
  const self = recursive ? printer.define('Open') : undefined;
  if (self !== undefined) moved.set('#', self.reference);
  for (const fill of fills) fill();
  const printed = redirected(body, moved) as PrintedSchema;
  if (self === undefined) return printed;
  self.fill(printed);
  return { $ref: self.reference };
}

/** Only subschemas are redirected: a constant that looks like a reference is a value. */
function redirected(schema: Json, moved: ReadonlyMap<string, string>): Printable {
  if (!isObject(schema)) return schema as Printable;
  const each = (map: { readonly [key: string]: Json }): Printable =>
    Object.fromEntries(Object.entries(map).map(([name, one]) => [name, redirected(one, moved)]));
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]): [string, Printable] => {
      if (key === '$ref' && typeof value === 'string') return [key, moved.get(value) ?? value];
      switch (keywords.get(key)?.value) {
        case 'schema':
        case 'schema-list':
        case 'schema-or-list':
          return [
            key,
            Array.isArray(value) ? value.map((one: Json) => redirected(one, moved)) : redirected(value, moved),
          ];
        case 'schema-map':
        case 'pattern-map':
          return [key, isObject(value) ? each(value) : (value as Printable)];
        default:
          return [key, value as Printable];
      }
    }),
  );
}

function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
