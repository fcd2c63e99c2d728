/** A plain schema of draft 2020-12 that holds all it refers to, and its parts by what they mean. */
import { compileSchema } from '@agentwire/runtime/inspect';
import type { Json } from '../../../model/types.js';

export type Plain = boolean | PlainObject;
export interface PlainObject {
  readonly [keyword: string]: Json;
}

export interface Doc {
  readonly root: Plain;
  /** The schema that a `$ref` of this document means. */
  readonly target: (reference: string) => Plain;
  /** Equal for schemas that say the same in the same words, whatever document they stand in. */
  readonly keyOf: (node: Plain) => string;
  readonly accepts: (node: Plain, value: Json) => boolean;
}

/** A schema that has to hold of a value, or has to fail. */
export interface Literal {
  readonly node: Plain;
  readonly doc: Doc;
  readonly holds: boolean;
}

export const holds = (node: Plain, doc: Doc): Literal => ({ node, doc, holds: true });
export const fails = (node: Plain, doc: Doc): Literal => ({ node, doc, holds: false });
export const opposite = (literal: Literal): Literal => ({ ...literal, holds: !literal.holds });

export function keyOf(literal: Literal): string {
  return (literal.holds ? '+' : '-') + literal.doc.keyOf(literal.node);
}

export function accepts({ node, doc, holds: wanted }: Literal, value: Json): boolean {
  return doc.accepts(node, value) === wanted;
}

const rootName = 'agentwire root';

/** `bundled` refers to `#` and `#/$defs/Name` only. */
export function docOf(bundled: Plain): Doc {
  const given = typeof bundled === 'boolean' ? {} : objectOf(bundled['$defs']);
  const { $defs: _defs, ...root } = typeof bundled === 'boolean' ? { $defs: {} } : bundled;
  const whole: Plain = typeof bundled === 'boolean' ? bundled : root;
  const definitions = new Map<string, Plain>(Object.entries(given) as [string, Plain][]);
  const keys = new Map<Plain, string>();
  const judges = new Map<string, (value: unknown) => boolean>();
  const own = new Map<Plain, string>();

  function target(reference: string): Plain {
    if (reference === '#') return whole;
    const found = definitions.get(reference.slice('#/$defs/'.length));
    if (found === undefined) throw new Error(`bug: a bundled schema refers to ${reference}`);
    return found;
  }

  function textOf(node: Plain): string {
    let text = own.get(node);
    if (text === undefined) own.set(node, (text = stable(node)));
    return text;
  }

  /** With all that it refers to, in the order met: the names of definitions mean nothing by themselves. */
  function keyOfNode(node: Plain): string {
    const known = keys.get(node);
    if (known !== undefined) return known;
    const text = textOf(node);
    const met = new Map<string, string>();
    for (const reference of referencesIn(text)) met.set(reference, '');
    for (const reference of met.keys()) {
      const found = textOf(target(reference));
      met.set(reference, found);
      for (const more of referencesIn(found)) if (!met.has(more)) met.set(more, '');
    }
    const key = met.size === 0 ? text : `${text}\n${JSON.stringify([...met])}`;
    keys.set(node, key);
    return key;
  }

  return {
    root: whole,
    target,
    keyOf: keyOfNode,
    accepts(node, value) {
      if (typeof node === 'boolean') return node;
      const key = keyOfNode(node);
      let judge = judges.get(key);
      if (judge === undefined) judges.set(key, (judge = judgeOf(node, whole, given)));
      return judge(value);
    },
  };
}

function judgeOf(node: PlainObject, root: Plain, definitions: PlainObject): (value: unknown) => boolean {
  const text = JSON.stringify({ $defs: { ...definitions, [rootName]: root }, allOf: [node] });
  const moved = text.replaceAll('"$ref":"#"', `"$ref":${JSON.stringify(`#/$defs/${encodeURIComponent(rootName)}`)}`);
  const judge = compileSchema(JSON.parse(moved));
  return (value) => judge(value).length === 0;
}

/** A document of one schema that refers to nothing. */
export function lone(node: Plain): Literal {
  return holds(node, alone);
}

const alone: Doc = docOf(true);

const reference = /"\$ref":("(?:[^"\\]|\\.)*")/g;

function referencesIn(text: string): string[] {
  return [...text.matchAll(reference)].map((match) => JSON.parse(match[1] ?? '""') as string);
}

export function objectOf(json: Json | undefined): PlainObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as PlainObject) : {};
}

/** JSON with its keys in one order. */
export function stable(json: Json): string {
  if (Array.isArray(json)) return `[${json.map(stable).join(',')}]`;
  if (typeof json !== 'object' || json === null) return JSON.stringify(json);
  const entries = Object.entries(json as PlainObject).toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `{${entries.map(([key, value]) => `${JSON.stringify(key)}:${stable(value)}`).join(',')}}`;
}
