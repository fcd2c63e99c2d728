/** Object and list literals as people lay them out: on one line where they fit, else one entry a line. */
import type { Part } from './parts.js';
import { property } from './text.js';

const widest = 96;

export type Entry = readonly [key: string, value: Part | undefined];

/** `{ key: value, ... }`; entries without a value are left out. */
export function objectPart(entries: readonly Entry[]): Part {
  const present = entries.filter((entry): entry is readonly [string, Part] => entry[1] !== undefined);
  return layOut(
    present.map(([key, value]) => (isShorthand(key, value) ? [value] : [`${property(key)}: `, value])),
    ['{ ', ' }'],
    ['{', '}'],
  );
}

export function listPart(items: readonly Part[]): Part {
  return layOut(items, ['[', ']'], ['[', ']']);
}

function layOut(items: readonly Part[], inline: readonly [string, string], block: readonly [string, string]): Part {
  if (items.length === 0) return block.join('');
  const width = items.reduce<number>((sum, item) => sum + widthOf(item) + 2, 0);
  if (width <= widest && !items.some(hasBreak)) {
    return [inline[0], ...items.flatMap((item, index) => (index === 0 ? [item] : [', ', item])), inline[1]];
  }
  return [block[0], ...items.map((item) => ['\n  ', indented(item), ',']), `\n${block[1]}`];
}

function isShorthand(key: string, value: Part): boolean {
  return typeof value === 'object' && 'kind' in value && value.kind === 'symbol' && value.name === key;
}

function widthOf(part: Part): number {
  if (typeof part === 'string') return part.length;
  if (typeof part === 'number') return String(part).length;
  if (!('kind' in part)) return part.reduce<number>((sum, one) => sum + widthOf(one), 0);
  return part.kind === 'symbol' ? part.name.length : widthOf(part.parts);
}

function hasBreak(part: Part): boolean {
  if (typeof part === 'string') return part.includes('\n');
  if (typeof part === 'number') return false;
  if (!('kind' in part)) return part.some(hasBreak);
  return part.kind === 'type' && hasBreak(part.parts);
}

function indented(part: Part): Part {
  if (typeof part === 'string') return part.replaceAll('\n', '\n  ');
  if (typeof part === 'number') return part;
  if (!('kind' in part)) return part.map(indented);
  return part;
}
