/** Reads the values of a configuration, reporting each that is not as it should be at its own place. */
import { didYouMean, type Diagnostics } from '../diagnostics/index.js';
import type { Node, ObjectNode } from '../source/node.js';
import { projectPath } from '../source/workspace.js';
import type { Placed } from './config.js';

/** Reads one value under its full key (`types.int64`), or reports and returns undefined. */
export type Reader<T> = (node: Node, key: string, diagnostics: Diagnostics) => T | undefined;

export const text: Reader<string> = (node, key, diagnostics) => {
  if (node.kind === 'string' && node.value !== '') return node.value;
  return wrongType(node, key, 'a text', diagnostics);
};

export function word<W extends string>(...words: readonly W[]): Reader<W> {
  return (node, key, diagnostics) => {
    const found = node.kind === 'string' ? words.find((candidate) => candidate === node.value) : undefined;
    if (found !== undefined) return found;
    const hint = node.kind === 'string' ? didYouMean(node.value, words) : undefined;
    return wrongType(node, key, words.length === 1 ? words.join() : `one of ${words.join(', ')}`, diagnostics, hint);
  };
}

/** A path below the project, in its plain form. */
export const path: Reader<string> = (node, key, diagnostics) => {
  const value = text(node, key, diagnostics);
  if (value === undefined) return undefined;
  const plain = projectPath(value.replaceAll('\\', '/'));
  if (plain === undefined) diagnostics.report('AW1103', node.span, { key, path: value });
  return plain;
};

export function placed<T>(read: Reader<T>): Reader<Placed<T>> {
  return (node, key, diagnostics) => {
    const value = read(node, key, diagnostics);
    return value === undefined ? undefined : { value, span: node.span };
  };
}

/** A list, or a single value that stands for a list of one. */
export function list<T>(read: Reader<T>): Reader<readonly T[]> {
  return (node, key, diagnostics) => {
    const items = node.kind === 'array' ? node.items : [node];
    return items.flatMap((item) => read(item, key, diagnostics) ?? []);
  };
}

/** Keys of the user's own choice to values of one kind. */
export function table<T>(read: Reader<T>): Reader<ReadonlyMap<string, T>> {
  return (node, key, diagnostics) => {
    if (node.kind !== 'object') return wrongType(node, key, 'keys and values', diagnostics);
    const out = new Map<string, T>();
    for (const entry of node.entries) {
      const value = read(entry.value, `${key}.${entry.key}`, diagnostics);
      if (value !== undefined) out.set(entry.key, value);
    }
    return out;
  };
}

/** An object with a closed list of keys; absent and broken members are left out. */
export function fields<T extends object>(readers: {
  readonly [K in keyof T]-?: readonly [key: string, read: Reader<T[K]>];
}): Reader<Partial<T>> {
  const known = Object.entries<readonly [string, Reader<unknown>]>(readers);
  return (node, key, diagnostics) => {
    if (node.kind !== 'object') return wrongType(node, key, 'keys and values', diagnostics);
    reportUnknownKeys(
      node,
      key,
      known.map(([, [name]]) => name),
      diagnostics,
    );
    const out: [string, unknown][] = [];
    for (const [property, [name, read]] of known) {
      const value = node.get(name);
      if (value === undefined) continue;
      const result = read(value, key === '' ? name : `${key}.${name}`, diagnostics);
      if (result !== undefined) out.push([property, result]);
    }
    // Every pair went through the reader that T names for its property.
    return Object.fromEntries(out) as Partial<T>;
  };
}

function reportUnknownKeys(node: ObjectNode, key: string, known: readonly string[], diagnostics: Diagnostics): void {
  for (const entry of node.entries) {
    // Editors look for the schema of a JSON file under this key.
    if (known.includes(entry.key) || (key === '' && entry.key === '$schema')) continue;
    const place = key === '' ? 'in the configuration' : `under ${key}`;
    // `output` and `outDir` are too far from `out` for a slip of the finger.
    const longer = known.find((name) => entry.key.startsWith(name));
    const near = longer === undefined ? didYouMean(entry.key, known) : `did you mean ${longer}?`;
    const hint = near ?? `known keys: ${known.join(', ')}`;
    diagnostics.report('AW1101', entry.keySpan, { key: entry.key, place }, { hint });
  }
}

export function wrongType(
  node: Node,
  key: string,
  expected: string,
  diagnostics: Diagnostics,
  hint?: string,
): undefined {
  const name = key === '' ? 'the configuration' : key;
  diagnostics.report('AW1102', node.span, { key: name, found: describe(node), expected }, { hint });
}

function describe(node: Node): string {
  switch (node.kind) {
    case 'object':
      return 'keys and values';
    case 'array':
      return 'a list';
    case 'null':
      return 'nothing';
    case 'string':
      return node.value === '' ? 'an empty text' : JSON.stringify(node.value.slice(0, 60));
    case 'number':
      return node.raw.slice(0, 60);
    case 'boolean':
      return String(node.value);
  }
}
