/**
 * The one model that all three schema formats are lowered to. It is linked (by object, not by name), frozen after
 * linking, and every node knows where in the user's text it stands.
 *
 * A type says what a TypeScript value may be; how it lies in JSON, Protobuf and Avro follows from it (docs/wire.md), or,
 * where a format authored it, from the facts in `proto` and `avro`.
 */
import type { Span } from '../source/text.js';
import type { AvroSchema } from './avro-schema.js';

export type Format = 'json-schema' | 'protobuf' | 'avro';

/** A JSON value as schema texts carry it: defaults, examples, constants. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

// ---------------------------------------------------------------------------------------------------- types in place

export type Type =
  | BooleanType
  | StringType
  | LiteralType
  | IntegerType
  | FloatType
  | DecimalType
  | BytesType
  | TimestampType
  | DurationType
  | TimeOfDayType
  | ListType
  | MapType
  | JsonType
  | NullableType
  | UnionType
  | RefType;

export interface BooleanType {
  readonly kind: 'boolean';
}

/** Formats that are asserted in place (RFC 3339, RFC 4122, ...). `date` is `YYYY-MM-DD`; Avro's `date` lowers to it. */
export type StringFormat =
  | 'uuid'
  /** Only by `types: { date-time: string }`; else a date-time is a timestamp. */
  | 'date-time'
  | 'date'
  | 'time'
  | 'duration'
  | 'email'
  | 'hostname'
  | 'ipv4'
  | 'ipv6'
  | 'uri'
  | 'uri-reference'
  | 'json-pointer'
  | 'regex';

/** Lengths count Unicode code points, as JSON Schema does. */
export interface StringType {
  readonly kind: 'string';
  readonly format?: StringFormat;
  readonly minLength?: number;
  readonly maxLength?: number;
  /** A regular expression by Unicode rules, not anchored. */
  readonly pattern?: string;
}

export interface LiteralType {
  readonly kind: 'literal';
  readonly value: null | boolean | number | string;
}

/** `int64` and `uint64` are `bigint` in TypeScript and text in JSON; `safe` is a `number` within 2^53 - 1. */
export interface IntegerType {
  readonly kind: 'integer';
  readonly width: 'int32' | 'uint32' | 'safe' | 'int64' | 'uint64';
  /** Of a `safe` one: 64 bits by its schema, and text in JSON; a number by `types: { int64: number }`. */
  readonly wide?: 'int64' | 'uint64';
  /** Of 64 bits that JSON Schema calls an integer: a JSON number is one, and is `written` by `json_int64: number`. */
  readonly number?: 'read' | 'written';
  /** Bounds are inclusive; `bigint` for the 64-bit widths, else `number`. */
  readonly minimum?: number | bigint;
  readonly maximum?: number | bigint;
  readonly multipleOf?: number | bigint;
}

export interface FloatType {
  readonly kind: 'float';
  readonly width: 32 | 64;
  /** NaN and the infinities: Protobuf and Avro have them, JSON Schema does not. */
  readonly special: boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly multipleOf?: number;
}

/** Text of exact digits in TypeScript and JSON (a JSON number is read as it is spelled). */
export interface DecimalType {
  readonly kind: 'decimal';
  /** Absent: any digits, and text in every encoding. */
  readonly digits?: { readonly precision: number; readonly scale: number };
}

/** `Uint8Array`; `size` for Avro's fixed. */
export interface BytesType {
  readonly kind: 'bytes';
  readonly size?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
}

/**
 * A point in time. `millis` is a `Date`; `micros` and `nanos` are `bigint` since the epoch; `proto` is
 * google.protobuf.Timestamp's `{ seconds: bigint; nanos: number }`. `local` marks Avro's local-timestamp types.
 */
export interface TimestampType {
  readonly kind: 'timestamp';
  readonly unit: 'millis' | 'micros' | 'nanos' | 'proto';
  /** Of `millis`: how it lies in Protobuf and Avro, where that is finer (`types: { timestamp: Date }`). */
  readonly wire?: 'micros' | 'nanos' | 'proto';
  readonly local?: boolean;
}

/** `proto` is `{ seconds: bigint; nanos: number }`; `avro` is `{ months: number; days: number; millis: number }`. */
export interface DurationType {
  readonly kind: 'duration';
  readonly unit: 'proto' | 'avro';
}

/** Avro's time-millis (`number` since midnight) and time-micros (`bigint` since midnight). */
export interface TimeOfDayType {
  readonly kind: 'time-of-day';
  readonly unit: 'millis' | 'micros';
}

export interface ListType {
  readonly kind: 'list';
  readonly items: Type;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
}

/** `Record<string, V>` without prototype. Keys other than strings (Protobuf) are kept in their decimal or word spelling. */
export interface MapType {
  readonly kind: 'map';
  readonly keys: 'string' | 'boolean' | 'int32' | 'uint32' | 'int64' | 'uint64';
  readonly keyPattern?: string;
  readonly values: Type;
  readonly minProperties?: number;
  readonly maxProperties?: number;
}

/**
 * Open JSON. With `schema`, a JSON Schema that the model does not lower and that the runtime's validator judges in
 * full; `typescript` is then its type.
 */
export interface JsonType {
  readonly kind: 'json';
  readonly of: 'any' | 'object' | 'array';
  readonly schema?: Json;
  readonly typescript?: string;
}

export interface NullableType {
  readonly kind: 'nullable';
  readonly of: Type;
}

/**
 * - `plain`: authored in JSON Schema; the plain TypeScript union, its branches proven disjoint by `discriminator`.
 * - `oneof`: authored in Protobuf; `{ kind: 'text'; text: string } | ...`, flat in JSON.
 * - `tagged`: authored in Avro where JavaScript kinds clash; `{ kind: 'ShortName'; value: ... }`.
 * - `untagged`: authored in Avro where JavaScript kinds differ; the plain union, tagged in Avro's JSON encoding only.
 */
export interface UnionType {
  readonly kind: 'union';
  readonly style: 'plain' | 'oneof' | 'tagged' | 'untagged';
  readonly discriminator: Discriminator;
  readonly branches: readonly Branch[];
}

/** How a decoder tells the branches of a plain union apart. */
export type Discriminator =
  /** By JSON kind: no two branches share one. */
  | { readonly kind: 'json-kind' }
  /** By a property that is a different constant in every branch. */
  | { readonly kind: 'tag'; readonly property: string }
  /** By a property that only one branch requires and the others refuse. */
  | { readonly kind: 'required-key' }
  /** By the wire itself: oneof numbers, Avro's branch index. */
  | { readonly kind: 'wire' };

export interface Branch {
  /** The const tag, the Protobuf field or the Avro name: unique in its union. */
  readonly name: string;
  /** Of a oneof's branch: another spelling that JSON decoders take, as `Member.alias`. */
  readonly alias?: string;
  /** As `Member.jsonName`. */
  readonly jsonName?: string;
  readonly type: Type;
  /** For `tag`: this branch's constant. For `required-key`: the property that tells it. */
  readonly tag?: null | boolean | number | string;
  readonly description?: string;
  readonly proto?: ProtoField;
  readonly span: Span;
}

export interface RefType {
  readonly kind: 'ref';
  readonly target: Declaration;
}

// ------------------------------------------------------------------------------------------------- named declarations

export type Declaration = RecordDeclaration | EnumDeclaration | AliasDeclaration;

interface Declared {
  /** PascalCase, unique within its module: message key, `$defs` key, or local Protobuf or Avro name. */
  readonly name: string;
  readonly origin: Origin;
  readonly span: Span;
  readonly description?: string;
  readonly deprecated?: boolean;
  /** As it was authored in Avro, linked: order of branches, fixed or bytes, names. Absent where it was not. */
  readonly avro?: AvroSchema;
}

/** Where a declaration was authored. */
export interface Origin {
  readonly format: Format;
  /** The schema file, project-relative. */
  readonly path: string;
  /** Protobuf or Avro full name, or the JSON Schema pointer (`#/$defs/finding`, `#` for the root). */
  readonly name: string;
  /** Former names (Avro aliases). */
  readonly aliases?: readonly string[];
}

/** An object with known members. Recursive declarations refer to themselves through `RefType`. */
export interface RecordDeclaration extends Declared {
  readonly kind: 'record';
  readonly members: readonly Member[];
  /** What a decoder does with members that are not declared. `refuse` where the schema is closed. */
  readonly unknown: 'keep' | 'drop' | 'refuse';
  /** ProtoJSON gives google.protobuf.FieldMask a form of its own; that of Any is refused. */
  readonly jsonForm?: 'field-mask' | 'any';
  readonly proto?: ProtoMessageFacts;
}

export interface Member {
  /** The property in TypeScript and its name in JSON, exactly as in the schema. */
  readonly name: string;
  /** Other spellings that decoders take (ProtoJSON's lowerCamelCase); both at once is an error. */
  readonly alias?: string;
  /** The spelling that JSON encoders write, where it is not `name` but `alias` (`json_names: proto3`). */
  readonly jsonName?: string;
  /** JSON decoders take null for its absence: of Protobuf, and of an optional one whose schema writes it. */
  readonly nullIsAbsent?: boolean;
  readonly type: Type;
  /**
   * - `required`: `T`; missing on the wire is an error.
   * - `optional`: `T | undefined`, the key absent.
   * - `implicit`: `T`; missing on the wire means `default` (proto3 scalars and lists, Avro defaults).
   */
  readonly presence: 'required' | 'optional' | 'implicit';
  /** The value of a missing `implicit` member, or an annotation elsewhere. In JSON form. */
  readonly default?: Json;
  readonly description?: string;
  readonly deprecated?: boolean;
  /** `x-sensitive`, `debug_redact`: masked in logs, traces, audit and errors. */
  readonly sensitive?: boolean;
  readonly span: Span;
  readonly proto?: ProtoField;
  readonly avro?: AvroField;
}

export interface EnumDeclaration extends Declared {
  readonly kind: 'enum';
  readonly words: readonly Word[];
  /**
   * - `closed`: the words and nothing else.
   * - `words`: known words plus any string (`'a' | 'b' | (string & {})`).
   * - `numbers`: proto3's open enum, known words plus any number.
   */
  readonly open: 'closed' | 'words' | 'numbers';
  /** google.protobuf.NullValue: its word is null in JSON. */
  readonly jsonForm?: 'null';
  /** Avro's enum default: what a reader takes for a symbol it does not know. */
  readonly default?: string;
}

export interface Word {
  readonly name: string;
  /** Protobuf number, authored or from agentwire.lock. */
  readonly number?: number;
  readonly description?: string;
  readonly deprecated?: boolean;
  readonly span: Span;
}

/** A named type that is not a record: `$defs` of scalars, unions and lists, Avro's named fixed. */
export interface AliasDeclaration extends Declared {
  readonly kind: 'alias';
  readonly type: Type;
}

// --------------------------------------------------------------------------------------------------- authored facts

/** How an authored (or derived and locked) Protobuf field lies on the wire. */
export interface ProtoField {
  readonly number: number;
  readonly scalar?: ProtoScalar;
  /** Repeated scalars: packed or one by one. */
  readonly packed?: boolean;
  /** Map keys. */
  readonly key?: ProtoScalar;
  /** Group (proto2) or DELIMITED encoding (editions). */
  readonly group?: boolean;
  /** The scalar lies in a message of google/protobuf/wrappers.proto. */
  readonly wrapper?: boolean;
}

export type ProtoScalar =
  | 'double'
  | 'float'
  | 'int32'
  | 'int64'
  | 'uint32'
  | 'uint64'
  | 'sint32'
  | 'sint64'
  | 'fixed32'
  | 'fixed64'
  | 'sfixed32'
  | 'sfixed64'
  | 'bool'
  | 'string'
  | 'bytes';

export interface ProtoMessageFacts {
  /** Numbers and names that may not be used again. */
  readonly reserved: readonly { readonly from: number; readonly to: number }[];
  readonly reservedNames: readonly string[];
  readonly syntax: 'proto2' | 'proto3' | 'editions';
}

export interface AvroField {
  /** Position in the record. */
  readonly order: number;
  readonly aliases?: readonly string[];
  readonly sort?: 'ascending' | 'descending' | 'ignore';
}
