/** What stands where in a `.proto` file: every declaration with its name, number and place. */
import type { Span } from '../../source/text.js';

export interface Outline {
  readonly syntax: 'proto2' | 'proto3' | 'editions';
  readonly package: string;
  readonly imports: readonly OutlineImport[];
  readonly entries: readonly Entry[];
  /** Built-in and custom options with their places, wherever they stand. */
  readonly options: readonly { readonly name: string; readonly span: Span }[];
}

export interface OutlineImport {
  readonly path: string;
  readonly visibility: 'private' | 'public' | 'weak';
  readonly span: Span;
}

export type Entry =
  MessageEntry | EnumEntry | FieldEntry | OneofEntry | WordEntry | ServiceEntry | RpcEntry | ExtendEntry;

interface Common {
  readonly name: string;
  /** Of the name. */
  readonly span: Span;
  readonly comment?: string;
}

export interface MessageEntry extends Common {
  readonly kind: 'message';
  readonly entries: readonly Entry[];
  readonly reserved: readonly Range[];
  readonly reservedNames: readonly string[];
}

export interface EnumEntry extends Common {
  readonly kind: 'enum';
  readonly words: readonly WordEntry[];
  readonly reserved: readonly Range[];
  readonly reservedNames: readonly string[];
}

export interface FieldEntry extends Common {
  readonly kind: 'field';
  readonly label?: 'optional' | 'required' | 'repeated';
  readonly type: TypeName;
  /** Of a map. */
  readonly key?: TypeName;
  readonly number: number;
  readonly numberSpan: Span;
  /** A proto2 group; its message is a sibling entry. */
  readonly group: boolean;
}

export interface TypeName {
  readonly name: string;
  readonly span: Span;
}

export interface OneofEntry extends Common {
  readonly kind: 'oneof';
  readonly fields: readonly FieldEntry[];
}

export interface WordEntry extends Common {
  readonly kind: 'word';
  readonly number: number;
  readonly numberSpan: Span;
}

export interface ServiceEntry extends Common {
  readonly kind: 'service';
  readonly rpcs: readonly RpcEntry[];
}

export interface RpcEntry extends Common {
  readonly kind: 'rpc';
  readonly input: TypeName;
  readonly output: TypeName;
}

export interface ExtendEntry extends Common {
  readonly kind: 'extend';
}

/** Inclusive at both ends. */
export interface Range {
  readonly from: number;
  readonly to: number;
}
