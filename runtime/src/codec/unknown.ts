/** What a newer peer sent and this schema does not declare. */

/**
 * The one property under which kept unknown members sit, set only when there are any. It is a symbol, so that spread
 * keeps them and `Object.keys` does not show them.
 */
export const unknownFields: unique symbol = Symbol.for('agentwire.unknownFields');

/** Unknown members in the encoding that they came in; they are written back in that encoding only. */
export interface UnknownFields {
  /** Whole Protobuf fields, tags included, in the order of arrival. */
  readonly protobuf?: Uint8Array;
  /** JSON members by name. */
  readonly json?: Readonly<Record<string, unknown>>;
}
