/**
 * A type as data: what may be, and where. Generated `shape.ts` files build them with the functions below; `validate`,
 * `is`, the paths of errors and redaction read them. The straight-line codecs do not: they are the fast path, this is
 * the explaining one.
 */
import type { Issue } from './codec.js';

export type Shape =
  | { readonly kind: 'boolean' }
  | StringShape
  | { readonly kind: 'literal'; readonly value: null | boolean | number | string }
  | EnumShape
  | IntegerShape
  | FloatShape
  | { readonly kind: 'decimal'; readonly precision?: number; readonly scale?: number }
  | { readonly kind: 'bytes'; readonly minLength?: number; readonly maxLength?: number }
  | TimestampShape
  | { readonly kind: 'duration'; readonly unit: 'proto' | 'avro' }
  | { readonly kind: 'time-of-day'; readonly unit: 'millis' | 'micros' }
  | ListShape
  | MapShape
  | JsonShape
  | { readonly kind: 'nullable'; readonly of: Shape }
  | UnionShape
  | RecordShape
  | { readonly kind: 'ref'; readonly target: () => Shape };

export interface TimestampShape {
  readonly kind: 'timestamp';
  readonly unit: 'millis' | 'micros' | 'nanos' | 'proto';
  readonly local?: boolean;
}

export interface EnumShape {
  readonly kind: 'enum';
  readonly words: readonly string[];
  readonly open: 'closed' | 'words' | 'numbers';
  /** Protobuf numbers, one per word: ProtoJSON takes a number for its word. */
  readonly numbers?: readonly number[];
  /** The word is null in JSON: google.protobuf.NullValue. */
  readonly form?: 'null';
}

export interface JsonShape {
  readonly kind: 'json';
  readonly of: 'any' | 'object' | 'array';
  readonly schema?: unknown;
  /** Judges what the model does not lower; injected, so that a codec without it does not bundle the validator. */
  readonly validate?: (value: unknown) => readonly Issue[];
}

export interface StringShape {
  readonly kind: 'string';
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
}

export interface IntegerShape {
  readonly kind: 'integer';
  readonly width: 'int32' | 'uint32' | 'safe' | 'int64' | 'uint64';
  /** Of `safe`: JSON holds it as text, as it holds 64 bits. */
  readonly wide?: 'int64' | 'uint64';
  /** Of 64 bits: JSON may hold it as a number too, and a union takes it for this. */
  readonly number?: boolean;
  readonly minimum?: number | bigint;
  readonly maximum?: number | bigint;
  readonly multipleOf?: number | bigint;
}

export interface FloatShape {
  readonly kind: 'float';
  readonly width: 32 | 64;
  readonly special: boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly multipleOf?: number;
}

export interface ListShape {
  readonly kind: 'list';
  readonly items: Shape;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
}

export interface MapShape {
  readonly kind: 'map';
  readonly keys: 'string' | 'boolean' | 'int32' | 'uint32' | 'int64' | 'uint64';
  readonly keyPattern?: string;
  readonly values: Shape;
  readonly minProperties?: number;
  readonly maxProperties?: number;
}

export interface UnionShape {
  readonly kind: 'union';
  readonly style: 'plain' | 'oneof' | 'tagged' | 'untagged';
  /** For `plain` by tag: the property. */
  readonly tag?: string;
  readonly branches: readonly BranchShape[];
}

export interface BranchShape {
  readonly name: string;
  /** Another spelling that readers take, where the branch lies flat in JSON (`oneof`). */
  readonly alias?: string;
  readonly tag?: null | boolean | number | string;
  readonly shape: Shape;
}

export interface RecordShape {
  readonly kind: 'record';
  readonly name: string;
  readonly members: readonly MemberShape[];
  readonly unknown: 'keep' | 'drop' | 'refuse';
  /** In JSON it is a text, or nothing that could be read or written. */
  readonly form?: 'field-mask' | 'any';
}

export interface MemberShape {
  readonly name: string;
  readonly alias?: string;
  readonly presence: 'required' | 'optional' | 'implicit';
  readonly shape: Shape;
  readonly sensitive?: boolean;
  /** In JSON, null is taken for its absence. */
  readonly nullIsAbsent?: boolean;
}
