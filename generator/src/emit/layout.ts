/** Nested calls and lists of parts, laid out on one line where they fit and one item a line where they do not. */
import type { Part } from './parts.js';

export type Layout = Part | Group;

/** `open` item, item `close`; `padded` puts a space inside the brackets of one line, as object literals have it. */
export interface Group {
  readonly kind: 'group';
  readonly open: Part;
  readonly items: readonly Layout[];
  readonly close: string;
  readonly padded?: boolean;
}

export function group(open: Part, items: readonly Layout[], close: string): Group {
  return { kind: 'group', open, items, close };
}

const widest = 112;

/** The parts of a layout that starts at column `used` of a line indented by `depth`. */
export function layOut(layout: Layout, used = 0, depth = 0): Part[] {
  if (!isGroup(layout)) return [layout];
  if (used + widthOf(layout) <= widest) return flat(layout);
  // One list among plain arguments keeps its brackets on the call's lines.
  const [wide, ...others] = layout.items.filter(isGroup);
  if (wide !== undefined && others.length === 0 && wide.close === ']' && layout.items.length > 1) {
    const items = layout.items.map((item) => (item === wide ? layOut(wide, widest, depth) : flat(item)));
    return [
      layout.open,
      ...items.flatMap((item, index): Part[] => (index === 0 ? item : [', ', ...item])),
      layout.close,
    ];
  }
  const indent = '  '.repeat(depth + 1);
  const lines = layout.items.flatMap((item): Part[] => [
    `\n${indent}`,
    ...layOut(item, indent.length + 1, depth + 1),
    ',',
  ]);
  return [layout.open, ...lines, `\n${'  '.repeat(depth)}${layout.close}`];
}

function flat(layout: Layout): Part[] {
  if (!isGroup(layout)) return [layout];
  const items = layout.items.flatMap((item, index): Part[] => (index === 0 ? flat(item) : [', ', ...flat(item)]));
  const pad = layout.padded === true && items.length > 0 ? ' ' : '';
  return [layout.open, pad, ...items, pad, layout.close];
}

function widthOf(layout: Layout): number {
  if (!isGroup(layout)) return textWidth(layout);
  const items = layout.items.reduce((sum: number, item) => sum + widthOf(item) + 2, 0);
  return textWidth(layout.open) + items + layout.close.length;
}

/** Columns of a part in `.ts`. */
export function textWidth(part: Part): number {
  if (typeof part === 'string') return part.length;
  if (typeof part === 'number') return String(part).length;
  if (isList(part)) return part.reduce((sum: number, one) => sum + textWidth(one), 0);
  return part.kind === 'symbol' ? part.name.length : textWidth(part.parts);
}

function isGroup(layout: Layout): layout is Group {
  return typeof layout === 'object' && 'kind' in layout && layout.kind === 'group';
}

function isList(part: Part): part is readonly Part[] {
  return Array.isArray(part);
}
