import type { Diagnostics } from '../diagnostics/index.js';
import type { Node } from '../source/node.js';
import { found } from './read.js';

const milliseconds: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A year: what is longer is a slip of the unit. */
const longest = 366 * 86_400_000;

/** Milliseconds of `"250ms"`, `"5s"`, `"15m"`, `"1h"`, `"7d"`, or of a bare number of seconds, the document's unit. */
export function readDuration(node: Node, what: string, diagnostics: Diagnostics): number | undefined {
  const value = durationOf(node);
  if (value === undefined) {
    const hint = node.kind === 'string' ? hintFor(node.value) : undefined;
    diagnostics.report('AW2006', node.span, { what, found: found(node) }, { hint });
    return undefined;
  }
  if (value <= longest) return value;
  diagnostics.report('AW2004', node.span, { what, found: found(node), expected: 'at most a year' });
  return undefined;
}

function durationOf(node: Node): number | undefined {
  if (node.kind === 'number') return node.value >= 0 ? Math.round(node.value * 1000) : undefined;
  if (node.kind !== 'string') return undefined;
  const [, count, unit = ''] = /^(\d{1,12}(?:\.\d{1,6})?)(ms|s|m|h|d)$/.exec(node.value) ?? [];
  const factor = milliseconds[unit];
  return count === undefined || factor === undefined ? undefined : Math.round(Number(count) * factor);
}

const spelled: Readonly<Record<string, string>> = { mil: 'ms', sec: 's', min: 'm', hou: 'h', hr: 'h', day: 'd' };

function hintFor(text: string): string | undefined {
  const [, count, word = ''] = /^(\d+(?:\.\d+)?)\s*([a-z]+)$/i.exec(text.trim()) ?? [];
  const lower = word.toLowerCase();
  const unit = Object.hasOwn(milliseconds, lower)
    ? lower
    : Object.entries(spelled).find(([start]) => lower.startsWith(start))?.[1];
  return count === undefined || unit === undefined ? undefined : `write "${count}${unit}"`;
}
