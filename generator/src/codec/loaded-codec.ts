import type { Codec, Encoding, Issue } from '@agentwire/runtime';
import type { Format } from '../model/types.js';

export interface LoadCodecOptions {
  /** Which type of the schema, where it has several: a name, full name, definition key or JSON pointer. */
  readonly type?: string;
  /** Told, where the name of the file (or, of a text, its content) does not tell. */
  readonly format?: Format;
  /** Where a file is looked for, absolute; default: the working directory. */
  readonly cwd?: string;
  /**
   * Texts that the schema may refer to: by URI for JSON Schema, by path for Protobuf and Avro. The official
   * metaschemas of JSON Schema are there already.
   */
  readonly refs?: Readonly<Record<string, string>>;
}

/** A schema as something that encodes, decodes and judges. */
export interface LoadedCodec {
  /** The type's name in its schema. */
  readonly name: string;
  readonly json: Codec<unknown>;
  /** Absent where Protobuf cannot carry the type. */
  readonly protobuf?: Codec<unknown>;
  /** Absent where Avro cannot carry the type. */
  readonly avro?: Codec<unknown>;
  /** Why there is no codec of an encoding; undefined where there is one. */
  readonly because: (encoding: Encoding) => string | undefined;
  /** Judges plain JSON, as `JSON.parse` gives it; empty where it is valid. */
  readonly validate: (instance: unknown) => readonly Issue[];
  /** Whether a TypeScript value is of the type. */
  readonly is: (value: unknown) => boolean;
}
