/** Object and list literals: on one line where they fit, else one entry a line. */
import { group, type Layout } from './layout.js';
import type { Part, SymbolPart } from './parts.js';
import { property } from './text.js';

export type Entry = readonly [key: string, value: Layout | undefined];

/** `{ key: value, ... }`; entries without a value are left out, `key: key` is shortened. */
export function object(entries: readonly Entry[]): Layout {
  const items = entries.flatMap(([key, value]) => (value === undefined ? [] : [entry(key, value)]));
  return { ...group('{', items, '}'), padded: true };
}

export function list(items: readonly Layout[]): Layout {
  return group('[', items, ']');
}

function entry(key: string, value: Layout): Layout {
  if (isSymbol(value) && value.name === key) return value;
  const head = `${property(key)}: `;
  if (typeof value === 'object' && 'kind' in value && value.kind === 'group')
    return { ...value, open: [head, value.open] };
  return [head, value];
}

function isSymbol(layout: Layout): layout is SymbolPart {
  return typeof layout === 'object' && 'kind' in layout && layout.kind === 'symbol';
}

/** `name(argument)`, the argument's brackets on the call's own lines. */
export function call(name: Part, argument: Layout): Layout {
  if (typeof argument === 'object' && 'kind' in argument && argument.kind === 'group') {
    return { ...argument, open: [name, '(', argument.open], close: `${argument.close})` };
  }
  return [name, '(', argument, ')'];
}
