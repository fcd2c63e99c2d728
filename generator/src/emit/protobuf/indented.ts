/** Lines within lines: the body of a branch of an `if`, `else if` chain, which `Code.block` does not spell. */
import type { Code, Part } from '../parts.js';

/** The lines of `inner`, one level in, as parts of one line of the outer code. */
export function indented(inner: Code): Part[] {
  return inner.lines.flatMap(({ depth, parts }, index): Part[] => [
    `${index === 0 ? '' : '\n'}${'  '.repeat(depth + 1)}`,
    ...parts,
  ]);
}
