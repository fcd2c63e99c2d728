/** Patterns of a schema, tried on texts that they are done with in time. */
import { own } from './resources.js';
import { problem, type Run } from './run.js';
import type { JsonObject } from './values.js';

export interface Regex {
  test(text: string, run: Run): boolean;
}

/**
 * `x-longest` beside a pattern: longer texts are not tried, and the value is then refused as a whole, since under a
 * `not` a text that does not match would be accepted.
 *
 * @throws {TypeError} where the pattern is no regular expression.
 */
export function regexOf(pattern: string, node: JsonObject): Regex {
  const stated = own(node, 'x-longest');
  const longest = typeof stated === 'number' ? stated : Number.POSITIVE_INFINITY;
  const regex = compiled(pattern);
  return {
    test(text, run) {
      if (text.length <= longest) return regex.test(text);
      run.exhausted ??= `text of more than ${longest} characters is not tried on ${pattern}`;
      return problem(run, run.exhausted);
    },
  };
}

function compiled(pattern: string): RegExp {
  try {
    return new RegExp(pattern, 'u');
  } catch {
    throw new TypeError(`${JSON.stringify(pattern)} is no regular expression`);
  }
}
