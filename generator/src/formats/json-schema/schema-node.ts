/** A schema where it stands: its file, its pointer, what it may be called. */
import type { Diagnostics } from '../../diagnostics/index.js';
import type { BooleanNode, Node, ObjectNode } from '../../source/node.js';
import type { SourceText, Span } from '../../source/text.js';
import type { Draft } from './keywords.js';

export type SchemaNode = ObjectNode | BooleanNode;

export interface SchemaFile {
  readonly source: SourceText;
  readonly draft: Draft;
  readonly root: SchemaNode;
}

/** How a schema is reached from the one that holds it. */
export interface Step {
  readonly keyword: string;
  /** The key of a map, the index of a list. */
  readonly key?: string | number;
}

export interface Place {
  readonly node: SchemaNode;
  readonly file: SchemaFile;
  /** RFC 6901, from the root of the file. */
  readonly pointer: string;
  /** The URI of the schema resource that it belongs to, without fragment. */
  readonly base: string;
  /** The key that holds it, or its own first character. */
  readonly span: Span;
  readonly parent?: Place;
  readonly step?: Step;
}

/** Every schema of every loaded file, and what leads to it. */
export interface Registry {
  readonly files: Map<string, SchemaFile>;
  /** By node: the identity of a schema. */
  readonly places: Map<Node, Place>;
  /** By absolute URI, of resources (no fragment) and of anchors. */
  readonly identified: Map<string, Place>;
  /** `$dynamicAnchor`s by name. */
  readonly dynamic: Map<string, Place[]>;
  /** Schemas with a `$ref` or `$dynamicRef`, in the order found. */
  readonly references: { readonly place: Place; readonly keyword: string; readonly value: Node }[];
  readonly diagnostics: Diagnostics;
  /** The draft of a file that names none that is known; else 2020-12. */
  readonly assume?: (source: SourceText) => Draft | undefined;
  /** Suggestions that may still be looked for: each compares with every definition. */
  readonly hints: { left: number };
}

export function createRegistry(diagnostics: Diagnostics, assume?: Registry['assume']): Registry {
  return {
    ...(assume === undefined ? {} : { assume }),
    files: new Map(),
    places: new Map(),
    identified: new Map(),
    dynamic: new Map(),
    references: [],
    diagnostics,
    hints: { left: 100 },
  };
}

export function placeOf(registry: Registry, node: Node): Place {
  const place = registry.places.get(node);
  if (place === undefined)
    throw new Error(`bug: a schema at ${node.span.source.path}:${node.span.start} was not scanned`);
  return place;
}

/** The URI of a file of the project, for resolving references against. */
export function fileUri(path: string): string {
  return new URL(path.split('/').map(encodeURIComponent).join('/'), 'project:/').href;
}
