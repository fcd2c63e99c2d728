/** How declarations lie in Protobuf: what `planProtobuf` decides and what the emitter and the printer read. */
import type {
  Branch,
  Declaration,
  EnumDeclaration,
  Member,
  ProtoScalar,
  RecordDeclaration,
  Type,
  UnionType,
} from '../model/types.js';

export interface ProtoLayouts {
  /** Every message, in order of first mention: the declared ones, and those that exist on the wire only. */
  readonly messages: readonly ProtoMessage[];
  readonly enums: readonly ProtoEnum[];
  /** The message of a declaration: records, compound aliases, and roots of any kind. */
  readonly messageOf: ReadonlyMap<Declaration, ProtoMessage>;
  readonly enumOf: ReadonlyMap<EnumDeclaration, ProtoEnum>;
}

export interface ProtoMessage {
  /** Unique among the layouts. */
  readonly name: string;
  /** The declaration in whose file its functions stand. */
  readonly owner: Declaration;
  readonly of: MessageContent;
  readonly reserved: readonly { readonly from: number; readonly to: number }[];
  readonly reservedNames: readonly string[];
}

export type MessageContent =
  /** The TypeScript value is an object; one slot a member. */
  | { readonly kind: 'record'; readonly declaration: RecordDeclaration; readonly slots: readonly ProtoSlot[] }
  /**
   * The TypeScript value is the content of the one slot: a message that exists on the wire only (the items of an
   * optional list, the branches of a union), or an alias or enum as a message of its own (`declaration`).
   */
  | {
      readonly kind: 'value';
      readonly type: Type;
      readonly declaration?: Declaration;
      readonly slot: ProtoContent;
    };

export interface ProtoSlot {
  readonly member: Member;
  /** The field's (or oneof's) name in `.proto`. */
  readonly name: string;
  readonly content: ProtoContent;
}

export type ProtoContent =
  | {
      readonly kind: 'single';
      readonly number: number;
      readonly value: ProtoValue;
      /**
       * - `required`: always written, missing is an error.
       * - `optional`: `undefined` is not written.
       * - `nullable`: `null` is not written.
       * - `zero`: proto3's implicit presence, the zero value is not written.
       * - `default`: always written, missing means the member's default.
       */
      readonly presence: 'required' | 'optional' | 'nullable' | 'zero' | 'default';
      readonly group: boolean;
    }
  | {
      readonly kind: 'list';
      readonly number: number;
      readonly item: ProtoValue;
      readonly packed: boolean;
      readonly group: boolean;
    }
  | { readonly kind: 'map'; readonly number: number; readonly key: ProtoScalar; readonly value: ProtoValue }
  | {
      readonly kind: 'oneof';
      readonly union: UnionType;
      readonly presence: 'required' | 'optional';
      readonly branches: readonly ProtoBranch[];
    };

export interface ProtoBranch {
  readonly branch: Branch;
  readonly name: string;
  readonly number: number;
  readonly value: ProtoValue;
  readonly group: boolean;
}

export type ProtoValue =
  /** `type` says how the scalar reads in TypeScript (a `Date` from an int64, JSON from bytes, ...). */
  | { readonly kind: 'scalar'; readonly scalar: ProtoScalar; readonly type: Type }
  | { readonly kind: 'enum'; readonly declaration: EnumDeclaration }
  /** Messages refer to each other in circles: hence the function. */
  | { readonly kind: 'message'; readonly message: () => ProtoMessage }
  /** google.protobuf's, with functions of the runtime. `scalar` for the wrappers. */
  | { readonly kind: 'well-known'; readonly name: WellKnown; readonly scalar?: ProtoScalar; readonly type: Type };

export type WellKnown =
  | 'Timestamp'
  | 'Duration'
  | 'Struct'
  | 'Value'
  | 'ListValue'
  | 'DoubleValue'
  | 'FloatValue'
  | 'Int64Value'
  | 'UInt64Value'
  | 'Int32Value'
  | 'UInt32Value'
  | 'BoolValue'
  | 'StringValue'
  | 'BytesValue';

export interface ProtoEnum {
  readonly name: string;
  readonly declaration: EnumDeclaration;
  /** One per word of the declaration. Derived enums have an UNSPECIFIED = 0 before them, which is no word. */
  readonly numbers: readonly number[];
  readonly derived: boolean;
  readonly reserved: readonly number[];
}
