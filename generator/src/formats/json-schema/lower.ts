/** From registered schemas to modules of the model. */
import type { SchemaModule } from '../../model/model.js';
import type { Declaration, Type } from '../../model/types.js';
import type { Node, ObjectNode } from '../../source/node.js';
import { reportCircles } from './circles.js';
import { kindsOf } from './facts.js';
import { allKinds, type Kind, keywords } from './keywords.js';
import { lowerArray, lowerObject } from './lower-object.js';
import { lowerFixed, lowerNumber, lowerString } from './lower-scalar.js';
import { lowerUnion } from './lower-union.js';
import { type Body, flagOf, judging, type Lowering, textOf, type, wordsOf } from './lowering.js';
import { merge } from './merge.js';
import { createModules } from './modules.js';
import { openUnclearUnions } from './unclear-unions.js';
import { nameOf } from './names.js';
import { bundle } from './bundle.js';
import { follower, resolve } from './references.js';
import { type Place, placeOf, type Registry, type SchemaFile, type SchemaNode } from './schema-node.js';

/** Keywords that no type of the model can say, whatever stands beside them. */
const openKeywords = new Set([
  '$dynamicRef',
  'not',
  'then',
  'else',
  'prefixItems',
  'unevaluatedItems',
  'contains',
  'dependentRequired',
  'dependentSchemas',
  'dependencies',
]);

/** Parts of all schemas that stay open JSON: each carries what it refers to, so a thousand may mean a million. */
const maxBundled = 500_000;

export function lower(registry: Registry): SchemaModule[] {
  const modules = createModules(registry);
  const named = namedSchemas(registry);
  const declared = new Map<Node, Declaration>();
  const hoisted = new Map<Node, Declaration>();
  const merged = new Map<Node, ObjectNode | undefined>();
  const queue: (() => void)[] = [];
  const follow = follower(registry);
  const circular = reportCircles(registry, follow);
  const budget = { left: maxBundled };

  const lowering: Lowering = {
    registry,
    diagnostics: registry.diagnostics,
    typeOf(node) {
      if (named.has(node)) return { kind: 'ref', target: declare(node) };
      const body = lowerSchema(node, lowering);
      return body.kind === 'type' ? body.type : lowering.hoist(node, body);
    },
    hoist(node, body) {
      if (body.kind === 'type') return body.type;
      let declaration = hoisted.get(node);
      if (declaration === undefined) {
        const place = placeOf(registry, node);
        const inner = named.has(node);
        const name = nameOf(place) + (inner ? 'Value' : '');
        // The second declaration at one place: `type: [object, null]` is an alias and a record.
        const pointer = inner ? `${place.pointer}/type` : place.pointer;
        declaration = modules.add(place, name, pointer);
        fill(declaration, body, place);
        hoisted.set(node, declaration);
      }
      return { kind: 'ref', target: declaration };
    },
    open(node, kinds = kindsOf(node, lowering)) {
      const [only, ...others] = kinds;
      const of = others.length === 0 && (only === 'object' || only === 'array') ? only : 'any';
      const schema = bundle(node, registry, follow, budget);
      if (schema !== undefined) return type({ kind: 'json', of, schema });
      registry.diagnostics.report('AW3115', placeOf(registry, node).span, { limit: maxBundled });
      return type({ kind: 'json', of });
    },
    follow,
    circular,
    kinds: new Map(),
    unions: new Map(),
    effective(node) {
      if (node.kind === 'boolean') return undefined;
      if (node.get('$ref') === undefined && node.get('allOf') === undefined) return node;
      if (!merged.has(node)) merged.set(node, merge(node, registry, follow));
      return merged.get(node);
    },
    lowersToObject: (effective) =>
      textOf(effective, 'type') === 'object' &&
      !judging(effective).some(
        (key) => openKeywords.has(key) || key === 'anyOf' || key === 'oneOf' || key === 'enum' || key === 'const',
      ),
  };

  function declare(node: SchemaNode): Declaration {
    const known = declared.get(node);
    if (known !== undefined) return known;
    const place = placeOf(registry, node);
    const shared = sharedRoot(place);
    const declaration = shared ?? modules.add(place, nameOf(place), place.pointer);
    declared.set(node, declaration);
    if (shared === undefined) queue.push(() => fill(declaration, lowerSchema(node, lowering), place));
    return declaration;
  }

  /** A root that only refers to a definition of its file is that definition. */
  function sharedRoot({ node, file, parent }: Place): Declaration | undefined {
    if (parent !== undefined || node.kind === 'boolean' || judging(node).join() !== '$ref') return undefined;
    const target = lowering.follow(node);
    const aliased = target?.file === file && target.node !== node && target.node.kind === 'object';
    return aliased && target.parent !== undefined && !circular.has(target.node) ? declare(target.node) : undefined;
  }

  for (const { place, keyword, value } of registry.references) {
    // Also where no type is made from it: a dangling reference is reported wherever it stands.
    if (keyword === '$ref' && place.node.kind === 'object') lowering.follow(place.node);
    else if (value.kind === 'string') resolve(value.value, value, place, registry);
  }
  for (const node of named) if (node.kind === 'object' || node.kind === 'boolean') declare(node);
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) next();
  openUnclearUnions(modules, [...declared.values()], lowering);
  return modules.finish((file) => (named.has(file.root) ? declared.get(file.root) : undefined));

  function namedSchemas({ places, references }: Registry): Set<Node> {
    const found = new Set<Node>();
    for (const place of places.values()) {
      const keyword = place.step?.keyword;
      const isRoot = place.parent === undefined && hasContent(place.file);
      if (isRoot || keyword === '$defs' || keyword === 'definitions') found.add(place.node);
    }
    for (const { place, value } of references) {
      // Without reports: following reports once, later.
      const target = value.kind === 'string' ? quietly(place, value.value) : undefined;
      if (target !== undefined) found.add(target.node);
    }
    return found;
  }

  function quietly(place: Place, reference: string): Place | undefined {
    const silent = { report: () => undefined, add: () => undefined, all: [], hasErrors: false };
    const node: Node = { kind: 'null', span: place.span };
    return resolve(reference, node, place, { ...registry, diagnostics: silent });
  }
}

/** A file with definitions only describes no value by itself. */
function hasContent({ root }: SchemaFile): boolean {
  if (root.kind === 'boolean') return true;
  return judging(root).length > 0 || (root.get('$defs') === undefined && root.get('definitions') === undefined);
}

function fill(declaration: Declaration, body: Body, { node }: Place): void {
  const description = node.kind === 'object' ? textOf(node, 'description') : undefined;
  // Declarations refer to each other in circles, so they exist before their content does.
  Object.assign(declaration, body.kind === 'type' ? { kind: 'alias', type: body.type } : body, {
    ...(description === undefined ? {} : { description }),
    ...(node.kind === 'object' && flagOf(node, 'deprecated') ? { deprecated: true } : {}),
  });
}

function lowerSchema(node: SchemaNode, lowering: Lowering): Body {
  if (node.kind === 'boolean') return node.value ? anything : lowering.open(node);
  const keys = judging(node);
  if (keys.length === 0) return anything;
  const replaced = keys.includes('$ref') && placeOf(lowering.registry, node).file.draft === 'draft-07';
  if (replaced || keys.join() === '$ref') return reference(node, lowering);
  const effective = lowering.effective(node);
  const open = effective === undefined || judging(effective).some((key) => openKeywords.has(key));
  return (open ? undefined : lowerEffective(node, effective, lowering)) ?? lowering.open(node);
}

const anything: Body = type({ kind: 'json', of: 'any' });

function reference(node: ObjectNode, lowering: Lowering): Body {
  const target = lowering.follow(node);
  if (target === undefined) return anything;
  // Reported by the search for circles.
  if (lowering.circular.has(node)) return anything;
  return type(lowering.typeOf(target.node));
}

function lowerEffective(node: ObjectNode, effective: ObjectNode, lowering: Lowering): Body | undefined {
  if (effective.get('anyOf') !== undefined || effective.get('oneOf') !== undefined)
    return lowerUnion(node, effective, lowering);
  const constant = effective.get('const');
  const list = effective.get('enum');
  const words = wordsOf(effective, 'type');
  if (constant !== undefined || list !== undefined) return fixed(node, effective, words, lowering);
  const kinds = new Set(words);
  if (kinds.size === 0) return untyped(effective, lowering);
  if (kinds.has('integer') && kinds.has('number')) kinds.delete('integer');
  const nullable = kinds.size > 1 && kinds.delete('null');
  const [word] = kinds;
  if (kinds.size !== 1 || word === undefined) return undefined;
  warnVacuous(effective, word, lowering);
  const body = lowerKind(effective, word, lowering);
  if (body === undefined || !nullable) return body;
  return type({ kind: 'nullable', of: lowering.hoist(node, body) });
}

function lowerKind(node: ObjectNode, word: string, lowering: Lowering): Body | undefined {
  const found = (of: Type | undefined): Body | undefined => of && type(of);
  switch (word) {
    case 'null':
      return type({ kind: 'literal', value: null });
    case 'boolean':
      return type({ kind: 'boolean' });
    case 'string':
      return found(lowerString(node, lowering));
    case 'integer':
    case 'number':
      return found(lowerNumber(node, word === 'integer', lowering));
    case 'array':
      return found(lowerArray(node, lowering));
    case 'object':
      return lowerObject(node, lowering);
    default:
      // Scanning has reported what is no type.
      return anything;
  }
}

function fixed(
  node: ObjectNode,
  effective: ObjectNode,
  words: readonly string[],
  lowering: Lowering,
): Body | undefined {
  const constant = effective.get('const');
  const list = effective.get('enum');
  if (judging(effective).some((key) => key !== 'const' && key !== 'enum' && key !== 'type')) return undefined;
  if (constant !== undefined && list !== undefined) return undefined;
  const values = constant === undefined ? (list?.kind === 'array' ? list.items : []) : [constant];
  const fits = (value: Node): boolean =>
    words.length === 0 ||
    words.includes(value.kind) ||
    (words.includes('integer') && value.kind === 'number' && Number.isInteger(value.value));
  // A word that the type excludes can never occur.
  return values.every(fits) ? lowerFixed(node, values, lowering) : undefined;
}

function untyped(node: ObjectNode, lowering: Lowering): undefined {
  for (const entry of node.entries) {
    const about = keywords.get(entry.key)?.about;
    if (!isKind(about) || entry.key.startsWith('x-')) continue;
    const words = about === 'object' || about === 'array' ? `${about}s` : `${about}s`;
    const hint = `add "type": ${JSON.stringify(about)}`;
    lowering.diagnostics.report('AW3111', entry.keySpan, { keyword: entry.key, kind: words }, { hint });
    return undefined;
  }
  return undefined;
}

function isKind(about: string | undefined): about is Kind {
  return allKinds.some((kind) => kind === about);
}

function warnVacuous(node: ObjectNode, word: string, lowering: Lowering): void {
  const kind = word === 'integer' ? 'number' : word;
  const article = /^[aio]/.test(word) ? 'an' : 'a';
  for (const entry of node.entries) {
    const about = keywords.get(entry.key)?.about;
    if (!isKind(about) || about === kind) continue;
    lowering.diagnostics.report('AW3109', entry.keySpan, { keyword: entry.key, kind: `${article} ${word}` });
  }
}
