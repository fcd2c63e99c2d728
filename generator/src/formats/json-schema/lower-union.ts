/** `anyOf` and `oneOf`: enums, nullable types, and unions whose branches are proven disjoint. */
import type { Branch, Discriminator, Type } from '../../model/types.js';
import type { ObjectNode } from '../../source/node.js';
import { type Facts, factsOf, type Scalar } from './facts.js';
import type { Kind } from './keywords.js';
import { type Body, judging, type Lowering, schemasOf, textOf, type, wordsOf } from './lowering.js';
import { objectForm } from './lower-object.js';
import { wordOf } from './lower-scalar.js';
import { isNull, nameOf } from './names.js';
import { placeOf, type SchemaNode } from './schema-node.js';

/** One branch with what is certain about it. */
interface Candidate {
  readonly node: SchemaNode;
  readonly facts: Facts;
}

/** Undefined where no type of the model says the same. */
export function lowerUnion(original: ObjectNode, node: ObjectNode, lowering: Lowering): Body | undefined {
  const keyword = node.get('anyOf') === undefined ? 'oneOf' : 'anyOf';
  const branches = schemasOf(node, keyword);
  const words = branches.map(wordOf);
  const stated = wordsOf(node, 'type');
  if (judging(node).some((key) => key !== keyword && key !== 'type')) return undefined;
  if (branches.length > 1 && words.every((word) => word !== undefined) && stated.every((word) => word === 'string')) {
    const distinct = new Set(words.map((word) => word.name)).size === words.length;
    return distinct ? { kind: 'enum', words, open: 'closed' } : undefined;
  }
  const open = stated.every((word) => word === 'string') ? openWords(original, branches, keyword, lowering) : undefined;
  if (open !== undefined) return open;
  const candidates = branches.map((branch) => ({ node: branch, facts: factsOf(branch, lowering) }));
  if (stated.length > 0 && !candidates.every(({ facts }) => [...facts.kinds].every((kind) => allows(stated, kind))))
    return undefined;
  const others = candidates.filter((candidate) => !isNull(candidate.node));
  if (candidates.length - others.length > 1) return undefined;
  const nullable = others.length < candidates.length;
  if (nullable && others.some(({ facts }) => facts.kinds.has('null'))) {
    // The one other branch takes null already, and by anyOf it may do so twice.
    const same = keyword === 'anyOf' ? one(others, lowering) : undefined;
    return same && type(same);
  }
  const lowered = one(others, lowering) ?? union(node, keyword, others, lowering);
  if (lowered === undefined) return undefined;
  if (lowered.kind === 'union') lowering.unions.set(lowered, original);
  return type(nullable ? { kind: 'nullable', of: lowered } : lowered);
}

function allows(stated: readonly string[], kind: Kind): boolean {
  return stated.includes(kind);
}

function one(candidates: readonly Candidate[], lowering: Lowering): Type | undefined {
  const [only] = candidates;
  return candidates.length === 1 && only !== undefined ? lowering.typeOf(only.node) : undefined;
}

/** Known words beside any string: `anyOf: [{ enum: [...] }, { type: string }]`. */
function openWords(
  node: ObjectNode,
  branches: readonly SchemaNode[],
  keyword: string,
  lowering: Lowering,
): Body | undefined {
  if (keyword !== 'anyOf' || branches.length < 2) return undefined;
  const plain = branches.filter((branch) => branch.kind === 'object' && isPlainString(branch));
  const listed = branches.filter((branch) => !plain.includes(branch));
  const nulls = listed.filter(isNull);
  const list = listed.find((branch) => !isNull(branch));
  if (plain.length !== 1 || listed.length - nulls.length !== 1 || nulls.length > 1) return undefined;
  const effective = list?.kind === 'object' ? lowering.effective(list) : undefined;
  if (effective === undefined || judging(effective).some((key) => key !== 'enum' && key !== 'type')) return undefined;
  const items = effective.get('enum');
  if (items?.kind !== 'array' || wordsOf(effective, 'enum').length !== items.items.length) return undefined;
  const words = items.items.flatMap((item) => (item.kind === 'string' ? [{ name: item.value, span: item.span }] : []));
  const body: Body = { kind: 'enum', words, open: 'words' };
  return nulls.length === 0 ? body : type({ kind: 'nullable', of: lowering.hoist(node, body) });
}

function isPlainString(node: ObjectNode): boolean {
  return textOf(node, 'type') === 'string' && judging(node).length === 1;
}

function union(
  node: ObjectNode,
  keyword: 'anyOf' | 'oneOf',
  candidates: readonly Candidate[],
  lowering: Lowering,
): Type | undefined {
  const objects = candidates.filter(({ facts }) => facts.kinds.has('object'));
  const scalars = candidates.filter(({ facts }) => !facts.kinds.has('object'));
  if (objects.some(({ facts }) => facts.kinds.size > 1) || !separate(scalars)) return undefined;
  if (objects.length <= 1) return join(candidates, { kind: 'json-kind' }, lowering);
  if (!objects.every((candidate) => isRecord(candidate, lowering))) return undefined;
  const told = tell(objects.map((candidate) => candidate.facts));
  if (told === undefined) {
    const span = node.entries.find((entry) => entry.key === keyword)?.keySpan ?? node.span;
    const reason = `${objects.length} branches are objects, and no required property is a different const in each`;
    const hint = 'give every branch a required property such as "kind": { "const": "..." }';
    lowering.diagnostics.report('AW3108', span, { reason }, { hint });
    return undefined;
  }
  const records = join(objects, told.discriminator, lowering, told.tags);
  if (scalars.length === 0) return records;
  // Objects among other kinds: the kind tells first, then the tag.
  const rest = branchesOf(scalars, lowering);
  const nested: Branch = { name: 'object', type: records, span: node.span };
  return { kind: 'union', style: 'plain', discriminator: { kind: 'json-kind' }, branches: [nested, ...rest] };
}

function separate(candidates: readonly Candidate[]): boolean {
  const seen = new Set<Kind>();
  for (const { facts } of candidates) {
    for (const kind of facts.kinds) {
      if (seen.has(kind)) return false;
      seen.add(kind);
    }
  }
  return true;
}

function isRecord({ node }: Candidate, lowering: Lowering): boolean {
  const effective = node.kind === 'object' ? lowering.effective(node) : undefined;
  return effective !== undefined && lowering.lowersToObject(effective) && objectForm(effective) === 'record';
}

interface Told {
  readonly discriminator: Discriminator;
  readonly tags: readonly Scalar[];
}

/** How objects are told apart, and what tells each. */
function tell(facts: readonly Facts[]): Told | undefined {
  const [first] = facts;
  for (const property of first?.tags.keys() ?? []) {
    const tags = facts.map((one) => one.tags.get(property));
    if (tags.some((tag) => tag === undefined) || new Set(tags).size < tags.length) continue;
    return { discriminator: { kind: 'tag', property }, tags: tags.filter((tag) => tag !== undefined) };
  }
  const keys = facts.map((one) =>
    [...one.required].find(
      (key) =>
        // Every object has such a member.
        !(key in Object.prototype) &&
        facts.every((other) => other === one || (other.closedTo !== undefined && !other.closedTo.has(key))),
    ),
  );
  const found = keys.filter((key) => key !== undefined);
  return found.length < keys.length ? undefined : { discriminator: { kind: 'required-key' }, tags: found };
}

function join(
  candidates: readonly Candidate[],
  discriminator: Discriminator,
  lowering: Lowering,
  tags?: readonly Scalar[],
): Type {
  return { kind: 'union', style: 'plain', discriminator, branches: branchesOf(candidates, lowering, tags) };
}

function branchesOf(candidates: readonly Candidate[], lowering: Lowering, tags?: readonly Scalar[]): Branch[] {
  const taken = new Set<string>();
  return candidates.map(({ node, facts }, index) => {
    const tag = tags?.[index];
    const branch = lowering.typeOf(node);
    const name = unique(tag === undefined ? branchName(branch, facts, node, lowering) : String(tag), taken);
    const description = node.kind === 'object' ? textOf(node, 'description') : undefined;
    return {
      name,
      type: branch,
      ...(tag === undefined ? {} : { tag }),
      ...(description === undefined ? {} : { description }),
      span: placeOf(lowering.registry, node).span,
    };
  });
}

function branchName(branch: Type, facts: Facts, node: SchemaNode, lowering: Lowering): string {
  if (branch.kind === 'ref') return branch.target.name;
  const [only, ...others] = facts.kinds;
  return only !== undefined && others.length === 0 ? only : nameOf(placeOf(lowering.registry, node));
}

function unique(name: string, taken: Set<string>): string {
  let free = name;
  for (let n = 2; taken.has(free); n++) free = `${name}${n}`;
  taken.add(free);
  return free;
}
