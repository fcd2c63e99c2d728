/** A text that came from a file (or a pipe), addressed by its project-relative path. */
export interface SourceText {
  /** Posix, relative to the project; never absolute, so that diagnostics and output read the same anywhere. */
  readonly path: string;
  readonly text: string;
}

/** A range of a source text, in UTF-16 units. Every node of the model carries one. */
export interface Span {
  readonly source: SourceText;
  readonly start: number;
  readonly end: number;
}

/** One-based line and column, as editors count them. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

const lineStarts = new WeakMap<SourceText, readonly number[]>();

function linesOf(source: SourceText): readonly number[] {
  const known = lineStarts.get(source);
  if (known !== undefined) return known;
  const starts = [0];
  for (let at = source.text.indexOf('\n'); at !== -1; at = source.text.indexOf('\n', at + 1)) starts.push(at + 1);
  lineStarts.set(source, starts);
  return starts;
}

export function positionOf(source: SourceText, offset: number): Position {
  const starts = linesOf(source);
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
}

/** The text of one line (one-based), without its line break. */
export function lineText(source: SourceText, line: number): string {
  const starts = linesOf(source);
  const start = starts[line - 1] ?? source.text.length;
  const next = starts[line] ?? source.text.length + 1;
  return source.text.slice(start, next - 1).replace(/\r$/, '');
}

/** `path:line:column`, the form that terminals and editors turn into a link. */
export function locate(span: Span): string {
  const { line, column } = positionOf(span.source, span.start);
  return `${span.source.path}:${line}:${column}`;
}

/** The span of a whole file: for problems that have no better place. */
export function wholeOf(source: SourceText): Span {
  return { source, start: 0, end: 0 };
}
