/**
 * An Avro schema, linked by object: authored in `.avsc`, or derived from the model for a message that was authored
 * elsewhere. It holds what the bytes depend on and the model does not say: the order of fields and branches, symbols,
 * names, fixed or bytes.
 */
import type { Span } from '../source/text.js';
import type { Json } from './types.js';

export type AvroSchema = AvroPrimitive | AvroFixed | AvroEnum | AvroArray | AvroMap | AvroUnion | AvroRecord;

/** The types with a name, which may be referred to. */
export type AvroNamed = AvroFixed | AvroEnum | AvroRecord;

export type AvroPrimitiveName = 'null' | 'boolean' | 'int' | 'long' | 'float' | 'double' | 'bytes' | 'string';

export type AvroLogicalName =
  | 'uuid'
  | 'date'
  | 'time-millis'
  | 'time-micros'
  | 'timestamp-millis'
  | 'timestamp-micros'
  | 'timestamp-nanos'
  | 'local-timestamp-millis'
  | 'local-timestamp-micros'
  | 'local-timestamp-nanos'
  | 'duration';

/** A logical type that fits the type it stands on. */
export type AvroLogical =
  { readonly name: AvroLogicalName } | { readonly name: 'decimal'; readonly precision: number; readonly scale: number };

export interface AvroPrimitive {
  readonly kind: AvroPrimitiveName;
  readonly logical?: AvroLogical;
  readonly span: Span;
}

interface Named {
  /** With its namespace. */
  readonly name: string;
  readonly aliases: readonly string[];
  readonly doc?: string;
  readonly span: Span;
}

export interface AvroFixed extends Named {
  readonly kind: 'fixed';
  readonly size: number;
  readonly logical?: AvroLogical;
}

export interface AvroEnum extends Named {
  readonly kind: 'enum';
  readonly symbols: readonly string[];
  readonly default?: string;
}

export interface AvroArray {
  readonly kind: 'array';
  readonly items: AvroSchema;
  readonly span: Span;
}

export interface AvroMap {
  readonly kind: 'map';
  readonly values: AvroSchema;
  readonly span: Span;
}

export interface AvroUnion {
  readonly kind: 'union';
  readonly branches: readonly AvroSchema[];
  readonly span: Span;
}

export interface AvroRecord extends Named {
  readonly kind: 'record';
  readonly error: boolean;
  readonly fields: readonly AvroRecordField[];
  /** Derived around one value that cannot stand there itself: it is no object in TypeScript. */
  readonly wrapper: boolean;
}

export interface AvroRecordField {
  /** A legal Avro name. */
  readonly name: string;
  /** The member in TypeScript and JSON, where that is no legal Avro name. */
  readonly property?: string;
  readonly type: AvroSchema;
  readonly aliases: readonly string[];
  readonly doc?: string;
  /** In Avro's default encoding. */
  readonly default?: { readonly value: Json };
  readonly sort?: 'ascending' | 'descending' | 'ignore';
  readonly span: Span;
}
