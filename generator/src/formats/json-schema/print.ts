/** A declaration, and everything that it refers to, as a schema of draft 2020-12. */
import type { Declaration } from '../../model/types.js';
import { printType, type Printable, type Printer } from './print-type.js';
import { printDeclaration } from './print-declaration.js';

/** The text ends with a line break; `$defs` stand in the order in which they are referred to. */
export function print(root: Declaration): string {
  const labels = new Map<Declaration, string>();
  const definitions = new Map<string, Printable>();
  const queue: Declaration[] = [];
  const free = (wanted: string): string => {
    let label = wanted;
    for (let n = 2; definitions.has(label); n++) label = `${wanted}${n}`;
    // Taken from now on; the content comes later.
    definitions.set(label, {});
    return label;
  };
  const printer: Printer = {
    refer(declaration) {
      if (declaration === root) return '#';
      let label = labels.get(declaration);
      if (label === undefined) {
        label = free(declaration.name);
        labels.set(declaration, label);
        queue.push(declaration);
      }
      return `#/$defs/${label}`;
    },
    define(wanted) {
      const label = free(wanted);
      return { reference: `#/$defs/${label}`, fill: (content) => definitions.set(label, content) };
    },
    type: (type) => printType(type, printer),
  };
  const body = printDeclaration(root, printer);
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    definitions.set(labels.get(next) ?? next.name, printDeclaration(next, printer));
  }
  const schema: [string, Printable][] = [
    ['$schema', 'https://json-schema.org/draft/2020-12/schema'],
    ...Object.entries(body),
    ...(definitions.size === 0 ? [] : [['$defs', Object.fromEntries(definitions)] satisfies [string, Printable]]),
  ];
  return `${stringify(Object.fromEntries(schema), '')}\n`;
}

/** JSON with two spaces; a bigint is written as the digits that a number would round. */
function stringify(value: Printable, indent: string): string {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  const parts = Array.isArray(value)
    ? value.map((item: Printable) => stringify(item, inner))
    : Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${stringify(item as Printable, inner)}`);
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  if (parts.length === 0) return `${open}${close}`;
  const line = `${open}${parts.join(', ')}${close}`;
  if (Array.isArray(value) && line.length + indent.length < 100 && !line.includes('\n')) return line;
  return `${open}\n${parts.map((part) => inner + part).join(',\n')}\n${indent}${close}`;
}
