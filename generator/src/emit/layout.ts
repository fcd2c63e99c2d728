/** Nested calls and lists of parts, laid out on one line where they fit and one item a line where they do not. */
import type { Json } from '../model/types.js';
import type { Part } from './parts.js';
import { expression, property } from './text.js';

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
  if (
    wide !== undefined &&
    others.length === 0 &&
    (layout.items.length > 1 ? wide.close === ']' : isCall(layout) && !isCall(wide))
  ) {
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
  return [bare(layout.open), ...lines, `\n${'  '.repeat(depth)}${layout.close.trimStart()}`];
}

/** `{ ` without its space, where a line ends. */
function bare(open: Part): Part {
  if (isList(open)) return open.map((part, index) => (index === open.length - 1 ? bare(part) : part));
  return typeof open === 'string' ? open.trimEnd() : open;
}

/** A JSON value as an expression. */
export function jsonLayout(value: Json): Layout {
  if (typeof value !== 'object' || value === null) return expression(value);
  if (isItems(value)) return group('[', value.map(jsonLayout), ']');
  const members = Object.entries(value).map(([key, item]): Layout => {
    const inner = jsonLayout(item);
    const name = `${property(key)}: `;
    return isGroup(inner) ? { ...inner, open: [name, inner.open] } : [name, inner];
  });
  return members.length === 0 ? '{}' : group('{ ', members, ' }');
}

function isItems(value: Json): value is readonly Json[] {
  return Array.isArray(value);
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
  if (part.kind === 'mark') return 0;
  return part.kind === 'symbol' ? part.name.length : textWidth(part.parts);
}

function isCall(group: Group): boolean {
  return group.close === ')';
}

function isGroup(layout: Layout): layout is Group {
  return typeof layout === 'object' && 'kind' in layout && layout.kind === 'group';
}

function isList(part: Part): part is readonly Part[] {
  return Array.isArray(part);
}
