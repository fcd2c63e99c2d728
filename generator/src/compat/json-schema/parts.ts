/**
 * A schema as the list of its demands: it accepts what satisfies all of them. Each is judged by itself, so that every
 * change is found and named, and not the first one only.
 */
import { type Doc, objectOf, type Plain, type PlainObject } from './solve/doc.js';
import { schemas } from './solve/affirm.js';

export interface Part {
  /** Accepts what this demand accepts; refers to the document's definitions. */
  readonly node: Plain;
  /** The schema that holds the keyword, and the keyword. */
  readonly holder: Plain;
  readonly keyword: string;
  /** Members down to the value that is judged, as a pointer of the instance: `/address/street`, `/lines/*`. */
  readonly path: string;
}

const deepest = 8;
const mostParts = 3000;

/** Keywords that only say something together. */
const together: Readonly<Record<string, readonly string[]>> = {
  additionalProperties: ['properties', 'patternProperties'],
  items: ['prefixItems'],
  contains: ['minContains', 'maxContains'],
  if: ['then', 'else'],
};
const attached = new Set(['then', 'else', 'minContains', 'maxContains']);

export function partsOf(doc: Doc): readonly Part[] {
  const parts: Part[] = [];
  collect(doc.root, '', (node) => node, 0, new Set());
  return parts;

  function collect(
    node: Plain,
    path: string,
    around: (inner: Plain) => Plain,
    depth: number,
    inside: ReadonlySet<Plain>,
  ): void {
    const whole = (keyword: string): void => void parts.push({ node: around(node), holder: node, keyword, path });
    if (typeof node === 'boolean' || depth > deepest || inside.has(node) || parts.length > mostParts) return whole('');
    if (node['unevaluatedProperties'] !== undefined || node['unevaluatedItems'] !== undefined)
      whole(node['unevaluatedProperties'] === undefined ? 'unevaluatedItems' : 'unevaluatedProperties');
    const within = new Set(inside).add(node);
    const go = (inner: Plain, at: string, wrap: (one: Plain) => Plain): void =>
      collect(inner, path + at, (one) => around(wrap(one)), depth + 1, within);
    for (const [keyword, value] of Object.entries(node)) {
      switch (keyword) {
        case '$ref':
          go(doc.target(String(value)), '', (one) => one);
          break;
        case 'allOf':
          for (const one of schemas(value)) go(one, '', (inner) => inner);
          break;
        case 'properties':
          for (const [name, one] of Object.entries(objectOf(value)))
            go(one as Plain, pointerStep(name), (inner) => ({ properties: { [name]: inner } }));
          break;
        case 'items':
          if (node['prefixItems'] === undefined) {
            go(value as Plain, '/*', (inner) => ({ items: inner }));
            break;
          }
          parts.push(partOf(node, keyword, path, around));
          break;
        case 'unevaluatedProperties':
        case 'unevaluatedItems':
          break;
        default:
          if (!attached.has(keyword)) parts.push(partOf(node, keyword, path, around));
      }
    }
  }
}

function partOf(node: PlainObject, keyword: string, path: string, around: (inner: Plain) => Plain): Part {
  const companions = together[keyword] ?? [];
  const entries = [keyword, ...companions].flatMap((key) => {
    const value = node[key];
    if (value === undefined) return [];
    // Of these only the names count here: what they hold is judged for itself.
    if (keyword === 'additionalProperties' && key !== keyword)
      return [[key, Object.fromEntries(Object.keys(objectOf(value)).map((name) => [name, true]))] as const];
    if (keyword === 'items' && key === 'prefixItems') return [[key, schemas(value).map(() => true)] as const];
    return [[key, value] as const];
  });
  return { node: around(Object.fromEntries(entries)), holder: node, keyword, path };
}

function pointerStep(name: string): string {
  return `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
