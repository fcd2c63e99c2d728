/** From a `$ref` to the schema it means: pointers, anchors, `$id`s and files of the project. */
import { posix } from 'node:path';
import { suggest } from '../../diagnostics/index.js';
import { at, type Node } from '../../source/node.js';
import { absolute } from './scan.js';
import type { Follow } from './merge.js';
import { type Place, placeOf, type Registry } from './schema-node.js';

/** The project file that a reference names, where it is no `$id` of a loaded schema. */
export function fileOf(reference: string, place: Place, registry: Registry): string | undefined {
  const [uri = ''] = reference.split('#', 1);
  if (uri === '') return undefined;
  const target = absolute(uri, place.base);
  if (target !== undefined && registry.identified.has(target)) return undefined;
  return relativeFile(uri, place);
}

/** A schema may have an absolute `$id` and still refer to its neighbours by file name. */
function relativeFile(uri: string, place: Place): string | undefined {
  if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(uri)) return undefined;
  const path = decode(uri);
  if (path === undefined || path.startsWith('/')) return path;
  return posix.join(posix.dirname(place.file.source.path), path);
}

/** The schema that a reference means; reports AW1004 or AW3103 at `node` where there is none. */
export function resolve(reference: string, node: Node, place: Place, registry: Registry): Place | undefined {
  const hash = reference.indexOf('#');
  const uri = hash === -1 ? reference : reference.slice(0, hash);
  const fragment = decode(hash === -1 ? '' : reference.slice(hash + 1));
  const dangling = (reason: string, hint?: string): undefined =>
    registry.diagnostics.report('AW3103', node.span, { ref: reference, reason }, { hint }) as undefined;
  const resource = resourceOf(uri, place, registry);
  if (resource === undefined) {
    if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(uri)) {
      const hint = 'copy the schema into the project; its $id is then found here';
      registry.diagnostics.report('AW1004', node.span, { path: uri }, { hint });
      return undefined;
    }
    // Loading has reported already why a file could not be read.
    return relativeFile(uri, place) === undefined ? dangling('it is no URI reference') : undefined;
  }
  if (fragment === undefined) return dangling('its fragment is not percent-encoded correctly');
  if (fragment === '') return resource;
  if (!fragment.startsWith('/')) {
    const anchored = registry.identified.get(`${resource.base}#${fragment}`);
    if (anchored !== undefined) return anchored;
    if (registry.hints.left-- <= 0)
      return dangling(`${resource.file.source.path} has no anchor ${JSON.stringify(fragment)}`);
    const known = anchorsOf(resource.base, registry);
    const slip = suggest(fragment, known);
    const pointer = pointersOf(resource, registry).find((one) => one.endsWith(`/${fragment}`));
    const hint =
      slip === undefined ? (pointer === undefined ? undefined : `did you mean #${pointer}?`) : `did you mean #${slip}?`;
    return dangling(`${resource.file.source.path} has no anchor ${JSON.stringify(fragment)}`, hint);
  }
  const target = at(resource.node, fragment);
  const found = target && registry.places.get(target);
  if (found !== undefined) return found;
  if (target !== undefined) return dangling('what stands there is no schema');
  const slip = registry.hints.left-- > 0 ? suggest(fragment, pointersOf(resource, registry)) : undefined;
  const hint = slip === undefined ? undefined : `did you mean ${uri}#${slip}?`;
  return dangling(`${resource.file.source.path} has nothing at ${fragment}`, hint);
}

function resourceOf(uri: string, place: Place, registry: Registry): Place | undefined {
  const target = absolute(uri, place.base);
  const known = uri === '' ? place.base : target;
  const identified = known === undefined ? undefined : registry.identified.get(known);
  if (identified !== undefined) return identified;
  const path = relativeFile(uri, place);
  const file = path === undefined ? undefined : registry.files.get(path);
  return file && registry.places.get(file.root);
}

/** Follows the references of schemas; what is wrong with one is reported once. */
export function follower(registry: Registry): Follow {
  const targets = new Map<Node, Place | undefined>();
  return (node) => {
    if (targets.has(node)) return targets.get(node);
    const reference = node.get('$ref') ?? node.get('$dynamicRef');
    const place = placeOf(registry, node);
    const target = reference?.kind === 'string' ? resolve(reference.value, reference, place, registry) : undefined;
    targets.set(node, target);
    return target;
  };
}

/** Definitions first come to mind; only they are offered, relative to their resource. */
function pointersOf(resource: Place, registry: Registry): string[] {
  const found: string[] = [];
  for (const place of registry.places.values()) {
    if (place.file !== resource.file || found.length > 2000) continue;
    const keyword = place.step?.keyword;
    if ((keyword === '$defs' || keyword === 'definitions') && place.pointer.startsWith(resource.pointer)) {
      found.push(place.pointer.slice(resource.pointer.length));
    }
  }
  return found;
}

function anchorsOf(base: string, registry: Registry): string[] {
  const prefix = `${base}#`;
  return [...registry.identified.keys()].filter((uri) => uri.startsWith(prefix)).map((uri) => uri.slice(prefix.length));
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
