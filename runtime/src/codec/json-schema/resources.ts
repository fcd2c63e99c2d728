/** Schema resources: what `$id`, `$anchor` and `$dynamicAnchor` name, and where references lead. */
import { isObject, type JsonObject } from './values.js';

export type Draft = '2020-12' | 'draft-07';

export interface Resource {
  readonly uri: string;
  readonly root: unknown;
  readonly draft: Draft;
  readonly anchors: Map<string, unknown>;
  readonly dynamic: Map<string, unknown>;
}

export interface Resources {
  readonly byUri: ReadonlyMap<string, Resource>;
  /** The resource that a schema belongs to. */
  readonly of: (schema: unknown) => Resource;
}

const single = [
  'not',
  'if',
  'then',
  'else',
  'contains',
  'propertyNames',
  'additionalProperties',
  'items',
  'additionalItems',
  'unevaluatedItems',
  'unevaluatedProperties',
  'contentSchema',
];
const lists = ['allOf', 'anyOf', 'oneOf', 'prefixItems', 'items'];
const maps = ['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas', 'dependencies'];

/** Where a schema without `$id` is taken to stand; never fetched. */
const nowhere = 'schema:/';
const maxDepth = 500;

/** @throws {TypeError} where `schema` nests too deep or has identifiers that are no URI references. */
export function findResources(schema: unknown): Resources {
  const byUri = new Map<string, Resource>();
  const owner = new Map<unknown, Resource>();
  const root = create(nowhere, schema, draftOf(schema, '2020-12'));
  walk(schema, root, 0);
  // Found without its $id as well.
  if (!byUri.has(nowhere)) byUri.set(nowhere, root);
  return { byUri, of: (one) => owner.get(one) ?? root };

  function create(uri: string, node: unknown, draft: Draft): Resource {
    const resource: Resource = { uri, root: node, draft, anchors: new Map(), dynamic: new Map() };
    byUri.set(uri, resource);
    return resource;
  }

  function walk(node: unknown, outer: Resource, depth: number): void {
    if (depth > maxDepth) throw new TypeError(`the schema nests deeper than ${maxDepth}`);
    if (!isObject(node)) return;
    const resource = identify(node, outer);
    owner.set(node, resource);
    for (const key of single) walk(own(node, key), resource, depth + 1);
    for (const key of lists) {
      const list = own(node, key);
      if (Array.isArray(list)) for (const item of list) walk(item, resource, depth + 1);
    }
    for (const key of maps) {
      const map = own(node, key);
      if (isObject(map)) for (const item of Object.values(map)) walk(item, resource, depth + 1);
    }
  }

  function identify(node: JsonObject, outer: Resource): Resource {
    const id = own(node, '$id');
    // Draft-07 replaces a schema that holds a $ref by its target, $id included.
    const replaced = outer.draft === 'draft-07' && own(node, '$ref') !== undefined;
    let resource = outer;
    if (typeof id === 'string' && !replaced) {
      if (id.startsWith('#')) outer.anchors.set(id.slice(1), node);
      else resource = create(resolveUri(id, outer.uri).replace(/#$/, ''), node, draftOf(node, outer.draft));
    }
    const anchor = own(node, '$anchor');
    const dynamic = own(node, '$dynamicAnchor');
    if (typeof anchor === 'string') resource.anchors.set(anchor, node);
    if (typeof dynamic === 'string') {
      resource.anchors.set(dynamic, node);
      resource.dynamic.set(dynamic, node);
    }
    return resource;
  }
}

/** The schema that a reference names. @throws {TypeError} where there is none. */
export function locate(reference: string, from: Resource, resources: Resources): unknown {
  const target = resolveUri(reference, from.uri);
  const hash = target.indexOf('#');
  const uri = hash === -1 ? target : target.slice(0, hash);
  const fragment = hash === -1 ? '' : decodeURIComponent(target.slice(hash + 1));
  const resource = uri === from.uri ? from : resources.byUri.get(uri);
  if (resource === undefined) throw new TypeError(`${JSON.stringify(reference)} names no schema at hand`);
  if (fragment === '') return resource.root;
  const found = fragment.startsWith('/') ? at(resource.root, fragment) : resource.anchors.get(fragment);
  if (found === undefined) throw new TypeError(`${JSON.stringify(reference)} leads nowhere`);
  return found;
}

function at(root: unknown, fragment: string): unknown {
  let node = root;
  for (const part of fragment.slice(1).split('/')) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof node !== 'object' || node === null || !Object.hasOwn(node, key)) return undefined;
    node = (node as JsonObject)[key];
  }
  return node;
}

function draftOf(node: unknown, inherited: Draft): Draft {
  const uri = isObject(node) ? own(node, '$schema') : undefined;
  if (typeof uri !== 'string') return inherited;
  return /draft-0[4-7]/.test(uri) ? 'draft-07' : '2020-12';
}

function resolveUri(reference: string, base: string): string {
  try {
    return new URL(reference, base).href;
  } catch {
    throw new TypeError(`${JSON.stringify(reference)} is no URI reference`);
  }
}

/** A keyword's value; never what the prototype has. */
export function own(node: JsonObject, key: string): unknown {
  return Object.hasOwn(node, key) ? node[key] : undefined;
}
