/** Printing agentwire.lock: sorted, one fact a line, the same bytes for the same facts. */
import type { Lock, LockedDeclaration } from './lock.js';

export function printLock(lock: Lock): string {
  const declarations = Object.entries(lock.declarations)
    .filter(([, declaration]) => Object.keys(declaration).length > 0)
    .toSorted(([a], [b]) => byUnits(a, b))
    .map(([key, declaration]) => `    ${JSON.stringify(key)}: ${printDeclaration(declaration)}`);
  const body = declarations.length === 0 ? '{}' : `{\n${declarations.join(',\n')}\n  }`;
  return `{\n  "version": ${lock.version},\n  "declarations": ${body}${printReleased(lock.released)}\n}\n`;
}

function printReleased(released: Lock['released']): string {
  if (released === undefined) return '';
  const files = Object.entries(released.files)
    .toSorted(([a], [b]) => byUnits(a, b))
    .map(([path, text]) => `      ${JSON.stringify(path)}: ${JSON.stringify(text)}`);
  return `,\n  "released": {\n    "version": ${JSON.stringify(released.version)},\n    "files": {\n${files.join(',\n')}\n    }\n  }`;
}

function printDeclaration({ numbers, reserved, order, writers }: LockedDeclaration): string {
  const parts: string[] = [];
  if (numbers !== undefined) {
    // By number: what is new stands at the end, where a reviewer looks for it.
    const rows = Object.entries(numbers)
      .toSorted(([nameA, a], [nameB, b]) => a - b || byUnits(nameA, nameB))
      .map(([name, number]) => `        ${JSON.stringify(name)}: ${number}`);
    parts.push(`      "numbers": ${rows.length === 0 ? '{}' : `{\n${rows.join(',\n')}\n      }`}`);
  }
  if (reserved !== undefined) parts.push(`      "reserved": [${reserved.toSorted((a, b) => a - b).join(', ')}]`);
  if (order !== undefined) parts.push(`      "order": ${lines(order.map((name) => JSON.stringify(name)))}`);
  if (writers !== undefined) {
    const rows = writers.map(
      ({ fingerprint, schema }) =>
        `{ "fingerprint": ${JSON.stringify(fingerprint)}, "schema": ${JSON.stringify(schema)} }`,
    );
    parts.push(`      "writers": ${lines(rows)}`);
  }
  return `{\n${parts.join(',\n')}\n    }`;
}

function lines(items: readonly string[]): string {
  return items.length === 0 ? '[]' : `[\n${items.map((item) => `        ${item}`).join(',\n')}\n      ]`;
}

/** By UTF-16 units: no locale has a say in a committed file. */
function byUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
