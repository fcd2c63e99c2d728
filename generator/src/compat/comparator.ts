/** What judging one schema language brings. */
import type { Diagnostics } from '../diagnostics/index.js';
import type { Format } from '../model/types.js';
import type { SourceText } from '../source/text.js';
import type { Workspace } from '../source/workspace.js';
import type { Direction, Finding } from './finding.js';
import type { Policy } from './options.js';

/** Files of one language and one side, by the name that they are matched by. */
export interface Batch {
  readonly files: ReadonlyMap<string, SourceText>;
  readonly workspace: Workspace;
}

export interface Question {
  readonly directions: readonly Direction[];
  readonly policy: Policy;
}

export interface Comparator {
  readonly format: Format;
  /** What makes a side unusable is reported; the findings are then worth nothing. */
  readonly compare: (old: Batch, fresh: Batch, question: Question, diagnostics: Diagnostics) => readonly Finding[];
}
