/** What a generation takes and says: the contract between the pipeline and whoever starts it. */
import type { Diagnostic } from './diagnostics/index.js';
import type { Encoding } from './model/model.js';

export interface GenerateOptions {
  /** Absolute. */
  readonly cwd: string;
  /** The configuration, relative to `cwd`; default `agentwire.yaml`, or none. */
  readonly config?: string;
  /** Replaces the configuration's `out`, relative to `cwd`. */
  readonly out?: string;
  /** Writes nothing; `diff` then says what would change. */
  readonly check?: boolean;
  readonly onProgress?: (stage: string) => void;
}

export interface GenerateResult {
  readonly diagnostics: readonly Diagnostic[];
  readonly written: number;
  readonly unchanged: number;
  readonly removed: number;
  /** The output folder as diagnostics name it. */
  readonly out?: string;
  /** `check` only: a unified diff, absent where nothing differs. */
  readonly diff?: string;
  readonly encodings: readonly EncodingRow[];
  readonly lockChanged: boolean;
}

/** One cell of the table message x encoding. */
export interface EncodingRow {
  readonly message: string;
  readonly encoding: Encoding;
  readonly available: boolean;
  /** Why there is none, or what asked for it. */
  readonly because?: string;
}
