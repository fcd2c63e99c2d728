/** How long a text may be that the patterns of a schema are tried on. */
import type { Node, ObjectNode } from '../../../source/node.js';
import { judgePattern } from './judge.js';

/** A pattern that is tried on no longer text. */
export interface Slow {
  readonly pattern: string;
  readonly longest: number;
  readonly node: Node;
}

/** Of `pattern` and `patternProperties`, those that longer texts would keep busy for too long. */
export function slowPatterns(node: ObjectNode): readonly Slow[] {
  const own = node.get('pattern');
  const keys = node.get('patternProperties');
  const all: { readonly pattern: string; readonly node: Node }[] = [];
  if (own?.kind === 'string') all.push({ pattern: own.value, node: own });
  if (keys?.kind === 'object') {
    for (const { key, keySpan } of keys.entries)
      all.push({ pattern: key, node: { kind: 'string', value: key, span: keySpan } });
  }
  return all.flatMap((one) => {
    const { longest } = judgePattern(one.pattern);
    return longest === undefined ? [] : [{ ...one, longest }];
  });
}

/** Undefined: any length will do. */
export function longestOf(node: ObjectNode): number | undefined {
  const slow = slowPatterns(node);
  return slow.length === 0 ? undefined : Math.min(...slow.map((one) => one.longest));
}
