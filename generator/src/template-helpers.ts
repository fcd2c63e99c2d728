/** The helpers that templates may call: read when templates are precompiled and when they are rendered. */
import { docLines, literal } from './emit/text.js';

export type Helper = (value: unknown) => string;

/** Encoders and nothing else: what a template prints was decided by a view function. */
export const helpers: Readonly<Record<string, Helper>> = {
  /** A string literal of TypeScript. */
  literal: (value) => literal(String(value)),
  /** One line of a comment. */
  comment: (value) => docLines(String(value)).join(' '),
  /** A JSON value, also fit for YAML. */
  json: (value) => JSON.stringify(value),
};

/** Of Handlebars' own helpers, repetition and presence; the rest would be decisions. */
export const builtIns: readonly string[] = ['each', 'if'];
export const refusedBuiltIns: readonly string[] = ['unless', 'with', 'lookup', 'log'];
