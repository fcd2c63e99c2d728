/** What a schema format brings: one registration line per format in `formats/index.ts`. */
import type { Diagnostics } from '../diagnostics/index.js';
import type { Lock } from '../lock/lock.js';
import type { SchemaModule } from '../model/model.js';
import type { Declaration, Format } from '../model/types.js';
import type { SourceText } from '../source/text.js';
import type { Workspace } from '../source/workspace.js';

export type { Workspace } from '../source/workspace.js';

export interface FormatFrontend {
  readonly format: Format;
  /** Whether a file of this name, with this text, is of this format. */
  readonly claims: (path: string, text: string) => boolean;
  /**
   * Parses, follows references and imports, links and lowers. Returns one module per root, then one per file reached
   * from them, each once. All problems of all files are reported; what could be lowered is returned all the same.
   */
  readonly load: (
    roots: readonly SourceText[],
    workspace: Workspace,
    diagnostics: Diagnostics,
  ) => readonly SchemaModule[];
  /** Prints a declaration (and what it refers to) back as a schema text of this format. */
  readonly print: (root: Declaration, options: PrintOptions) => string;
}

export interface PrintOptions {
  /** Protobuf package or Avro namespace of derived schemas. */
  readonly namespace: string;
  /** Numbers and orders that were published already; without it, those of a first generation. */
  readonly lock?: Lock;
}
