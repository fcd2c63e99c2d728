/** One row of the table of codes: what `agentwire explain` prints and how the message of a finding reads. */
export interface Row<P> {
  readonly severity: 'error' | 'warning';
  /** A line for the table in the docs. */
  readonly title: string;
  /** Found against expected, quoting the user's own name; no position, no code, no full stop. */
  readonly message: (parameters: P) => string;
  /** Why this is so and what to do, a few sentences. */
  readonly why: string;
  /** A minimal input that meets this code, and the same input mended. */
  readonly wrong?: string;
  readonly right?: string;
}

/** Keeps the type of the parameters, so that a missing one is a compile error where the code is reported. */
export function row<P>(value: Row<P>): Row<P> {
  return value;
}
