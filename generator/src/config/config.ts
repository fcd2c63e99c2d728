/** What `agentwire.yaml` says, read, checked and completed by the defaults. */
import type { Encoding } from '../model/model.js';
import type { SourceText, Span } from '../source/text.js';

/** A value and where the user wrote it, so that what turns out wrong later points there. */
export interface Placed<T> {
  readonly value: T;
  readonly span: Span;
}

export interface Config {
  /** The folder of the configuration, absolute: every other path is relative to it. */
  readonly root: string;
  /** Absent where there is no configuration at all. */
  readonly source?: SourceText;
  /** The protocol manifest; absent where there are only schemas. */
  readonly manifest?: Placed<string>;
  /** Folders and files of schemas that are generated. What they refer to is found wherever it lies in the project. */
  readonly schemas: readonly Placed<string>[];
  /** The output folder; the only path that may lead out of the project. */
  readonly out: string;
  readonly lock: string;
  readonly emit: 'ts' | 'js';
  /** What relative imports of generated `.ts` end in. */
  readonly importExtension: 'js' | 'ts';
  /** Encodings that every schema gets beside the one of its own format. */
  readonly encodings: readonly Encoding[];
  /** `FILE#Name` to the name of its TypeScript type. */
  readonly names: ReadonlyMap<string, Placed<string>>;
  readonly types: TypeChoices;
  readonly unknown: UnknownChoices;
  /** `schema`: members are named in JSON as the schema spells them; `proto3`: in lowerCamelCase. */
  readonly jsonNames: 'schema' | 'proto3';
  /** How JSON encoders write 64-bit integers that JSON Schema calls integers. */
  readonly jsonInt64: 'text' | 'number';
  /** Breaks that `agentwire check --against` lets pass. */
  readonly waivers: readonly Placed<Waiver>[];
}

/** One intended break: reviewed, reasoned, and for a while only. */
export interface Waiver {
  /** `json-schema/maximum` */
  readonly rule: string;
  /** Of the finding: `/progress`, `Order.note`; absent: wherever the rule is broken. */
  readonly subject?: string;
  readonly reason: string;
  /** `YYYY-MM-DD`, the last day. */
  readonly expires: string;
}

/** How values of some logical types are held in TypeScript. */
export interface TypeChoices {
  readonly dateTime: 'Date' | 'string';
  readonly int64: 'bigint' | 'number';
  /** `exact` keeps nanoseconds; `Date` cuts to milliseconds. */
  readonly timestamp: 'exact' | 'Date';
}

/** What decoders do with members that are not declared. */
export type UnknownPolicy = 'keep' | 'drop' | 'refuse';

export interface UnknownChoices {
  /** Absent: the default of each format. */
  readonly everywhere?: UnknownPolicy;
  /** By `FILE#Name`. */
  readonly of: ReadonlyMap<string, Placed<UnknownPolicy>>;
}
