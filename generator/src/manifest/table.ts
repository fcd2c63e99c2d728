/** The named things of a manifest. One that is declared and broken is not "unknown" where others refer to it. */
import { didYouMean, type Diagnostics } from '../diagnostics/index.js';
import type { Entry, Node } from '../source/node.js';
import { readName, readObject, readText } from './read.js';

export interface Table<T> {
  readonly kind: string;
  readonly declared: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, T>;
}

/** Reads `{ name: definition }`; what `read` gives nothing for is declared and has no value. */
export function readTable<T>(
  node: Node | undefined,
  section: string,
  kind: string,
  diagnostics: Diagnostics,
  read: (key: string, entry: Entry) => T | undefined,
): Table<T> {
  const object = node === undefined ? undefined : readObject(node, section, 'any', diagnostics);
  const declared = new Set<string>();
  const values = new Map<string, T>();
  for (const entry of object?.entries ?? []) {
    declared.add(entry.key);
    const key = readName(entry, kind, diagnostics);
    const value = key === undefined ? undefined : read(key, entry);
    if (key !== undefined && value !== undefined) values.set(key, value);
  }
  return { kind, declared, values };
}

/** What a node names, or undefined after having said that there is no such thing. */
export function lookUp<T>(table: Table<T>, node: Node, what: string, diagnostics: Diagnostics): T | undefined {
  const text = readText(node, what, diagnostics);
  if (text === undefined) return undefined;
  if (!table.declared.has(text.value)) {
    const parameters = { kind: table.kind, name: text.value };
    diagnostics.report('AW2101', text.span, parameters, { hint: didYouMean(text.value, table.declared) });
  }
  return table.values.get(text.value);
}
