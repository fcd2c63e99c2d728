/** What a codec is, whatever its encoding. Generated modules export one per message and encoding. */
import type { EnvelopeFormat } from '../envelope/format.js';
import type { Shape } from './shape.js';

export type Encoding = 'json' | 'protobuf' | 'avro';

/** One thing that is wrong with a value, and where (RFC 6901 pointer; `''` is the whole value). */
export interface Issue {
  readonly path: string;
  /** Found against expected, e.g. `1.7 is above 1`. Never the text of a sensitive member. */
  readonly message: string;
}

export interface DecodeOptions {
  /** Nesting that is still accepted (default 64). */
  readonly maxDepth?: number;
  /** Items of one list, entries of one map that are still accepted (default 100,000). */
  readonly maxItems?: number;
  /** `copy`: no string of the result keeps the message's text alive (default `slice` up to 64 KiB). */
  readonly strings?: 'slice' | 'copy';
}

/** Encodes and decodes one type in one encoding, and never lets a value through that the type forbids. */
export interface Codec<T> {
  readonly encoding: Encoding;
  /** The type's name in its schema. */
  readonly name: string;
  /** Names, bounds and structure as data: for `validate`, `is`, error paths and redaction. */
  readonly shape: Shape;
  /**
   * The bytes of a value, owned by the caller.
   * @throws {CodecError} `invalid_value` with the path and every issue found.
   */
  encode(value: T): Uint8Array;
  /**
   * Writes into the caller's buffer from `offset` and returns the end.
   * @throws {CodecError} `invalid_value`, or `no_room` (nothing beyond the buffer is touched).
   */
  encodeInto(value: T, target: Uint8Array, offset?: number): number;
  /**
   * The value that the bytes hold.
   * @throws {CodecError} `invalid_bytes` (with path, offset and every issue that could be told) or `limit_exceeded`.
   */
  decode(bytes: Uint8Array, options?: DecodeOptions): T;
  /**
   * The form that names its own writer, where the encoding has one: Avro's single-object encoding. Envelopes carry it, so
   * that a reader with another version of the schema resolves what it meets.
   */
  readonly framed?: Framed<T>;
  /** How this encoding frames an envelope around header and payload. */
  readonly envelope?: EnvelopeFormat;
}

export interface Framed<T> {
  /** @throws {CodecError} as `Codec.encode`. */
  encode(value: T): Uint8Array;
  /** @throws {CodecError} as `Codec.decode`, or `schema_unknown` where no known schema has the writer's fingerprint. */
  decode(bytes: Uint8Array, options?: DecodeOptions): T;
}

export type CodecErrorCode = 'invalid_value' | 'invalid_bytes' | 'limit_exceeded' | 'no_room' | 'schema_unknown';

export class CodecError extends Error {
  override readonly name = 'CodecError';
  readonly code: CodecErrorCode;
  /** Of the first issue. */
  readonly path: string;
  readonly issues: readonly Issue[];
  /** Byte offset, when decoding. */
  readonly offset: number | undefined;

  constructor(code: CodecErrorCode, issues: readonly Issue[], offset?: number) {
    const first = issues[0] ?? { path: '', message: code };
    super(first.path === '' ? first.message : `${first.path}: ${first.message}`);
    this.code = code;
    this.path = first.path;
    this.issues = issues;
    this.offset = offset;
  }
}

/**
 * What the readers throw on the fast path: an offset and a reason, no path. `decode` turns it into a `CodecError` by
 * walking the bytes once more, so that a good message pays nothing for the path of a bad one.
 */
export class Fault extends Error {
  override readonly name = 'Fault';
  readonly offset: number;
  readonly limit: boolean;

  constructor(message: string, offset: number, limit = false) {
    super(message);
    this.offset = offset;
    this.limit = limit;
  }
}
