/** Objects: records, maps and open ones; and arrays. */
import { didYouMean } from '../../diagnostics/index.js';
import type { Member, Type } from '../../model/types.js';
import { type Entry, type Node, type ObjectNode, toJson } from '../../source/node.js';
import type { Span } from '../../source/text.js';
import { isFalse } from './facts.js';
import { type Body, flagOf, isSchema, judging, type Lowering, numberOf, textOf, type, wordsOf } from './lowering.js';
import { optional } from './lower-scalar.js';
import { judgePattern } from './pattern/judge.js';

/** What an object schema can be lowered to; `open` where no type of the model says the same. */
export type ObjectForm = 'record' | 'map' | 'json' | 'open';

export function objectForm(node: ObjectNode): ObjectForm {
  const keys = new Set(judging(node));
  const declares = nonEmpty(node.get('properties')) || nonEmpty(node.get('required'));
  const rest = restOf(node);
  const bounded = keys.has('minProperties') || keys.has('maxProperties');
  const byKey = keys.has('propertyNames') || keys.has('patternProperties');
  if (declares || (isFalse(rest) && !keys.has('patternProperties'))) {
    return bounded || byKey || isAllowed(rest) ? 'open' : 'record';
  }
  if (byKey) return keyPatternOf(node) === undefined ? 'open' : 'map';
  return bounded || rest?.kind === 'object' ? 'map' : 'json';
}

/** Said in so many words: a record would drop what the author wants let through. */
function isAllowed(rest: Node | undefined): boolean {
  return rest?.kind === 'object' || (rest?.kind === 'boolean' && rest.value);
}

/** Both keywords say the same where nothing else evaluates members. */
function restOf(node: ObjectNode): Node | undefined {
  return node.get('additionalProperties') ?? node.get('unevaluatedProperties');
}

function nonEmpty(node: Node | undefined): boolean {
  return (node?.kind === 'object' && node.entries.length > 0) || (node?.kind === 'array' && node.items.length > 0);
}

/** Undefined also where keys of any length would take too long to match. */
function keyPatternOf(node: ObjectNode): string | undefined {
  const pattern = plainKeyPattern(node);
  return pattern === undefined || judgePattern(pattern).longest !== undefined ? undefined : pattern;
}

/** `propertyNames: { pattern }`, or one `patternProperties` with nothing beside it. */
function plainKeyPattern(node: ObjectNode): string | undefined {
  const names = node.get('propertyNames');
  const patterns = node.get('patternProperties');
  if (names?.kind === 'object' && patterns === undefined) {
    const plain = judging(names).every(
      (key) => key === 'pattern' || (key === 'type' && textOf(names, 'type') === 'string'),
    );
    return plain ? textOf(names, 'pattern') : undefined;
  }
  if (names !== undefined || patterns?.kind !== 'object' || patterns.entries.length !== 1) return undefined;
  return isFalse(restOf(node)) ? patterns.entries[0]?.key : undefined;
}

export function lowerObject(node: ObjectNode, lowering: Lowering): Body | undefined {
  switch (objectForm(node)) {
    case 'open':
      return undefined;
    case 'json':
      return type({ kind: 'json', of: 'object' });
    case 'map':
      return type(map(node, lowering));
    case 'record':
      return { kind: 'record', members: members(node, lowering), unknown: isFalse(restOf(node)) ? 'refuse' : 'drop' };
  }
}

function map(node: ObjectNode, lowering: Lowering): Type {
  const patterns = node.get('patternProperties');
  const rest = restOf(node);
  const values = patterns?.kind === 'object' ? patterns.entries[0]?.value : rest;
  return {
    kind: 'map',
    keys: 'string',
    ...optional('keyPattern', keyPatternOf(node)),
    values: isSchema(values) ? lowering.typeOf(values) : { kind: 'json', of: 'any' },
    ...optional('minProperties', numberOf(node, 'minProperties')),
    ...optional('maxProperties', numberOf(node, 'maxProperties')),
  };
}

function members(node: ObjectNode, lowering: Lowering): Member[] {
  const required = node.get('required');
  const needed = new Set(wordsOf(node, 'required'));
  const properties = node.get('properties');
  const entries = properties?.kind === 'object' ? properties.entries : [];
  const declared = entries.flatMap((entry) => member(entry, needed.has(entry.key), lowering));
  const known = new Set(entries.map((entry) => entry.key));
  // Required and not described: present, with any value.
  const bare = required?.kind === 'array' ? required.items : [];
  if (isFalse(restOf(node))) reportImpossible(bare, known, lowering);
  const undescribed = bare.flatMap((item) =>
    item.kind === 'string' && !known.has(item.value) ? [anyMember(item.value, item.span)] : [],
  );
  return [...declared, ...undescribed];
}

/** Required, and ruled out by the closing: no object at all, and nearly always a slip of the pen. */
function reportImpossible(required: readonly Node[], known: ReadonlySet<string>, lowering: Lowering): void {
  for (const item of required) {
    if (item.kind !== 'string' || known.has(item.value)) continue;
    lowering.diagnostics.report('AW3116', item.span, { name: item.value }, { hint: didYouMean(item.value, known) });
  }
}

function anyMember(name: string, span: Span): Member {
  return { name, type: { kind: 'json', of: 'any' }, presence: 'required', span };
}

function member({ key, keySpan, value }: Entry, required: boolean, lowering: Lowering): Member[] {
  if (!isSchema(value)) return [];
  const annotated = value.kind === 'object' ? annotations(value, lowering) : {};
  return [
    {
      name: key,
      type: lowering.typeOf(value),
      presence: required ? 'required' : 'optional',
      ...annotated,
      span: keySpan,
    },
  ];
}

function annotations(node: ObjectNode, lowering: Lowering): Partial<Member> {
  const fallback = node.get('default');
  const description = textOf(node, 'description');
  return {
    ...(fallback === undefined ? {} : { default: toJson(fallback) }),
    ...(description === undefined ? {} : { description }),
    ...(flagOf(node, 'deprecated') ? { deprecated: true } : {}),
    ...(isSensitive(node, lowering) ? { sensitive: true } : {}),
  };
}

/** A definition may be sensitive wherever it is used. */
function isSensitive(node: ObjectNode, lowering: Lowering): boolean {
  let current: Node | undefined = node;
  for (let hops = 0; hops < 16 && current?.kind === 'object'; hops++) {
    if (flagOf(current, 'x-sensitive')) return true;
    current = current.get('$ref') === undefined ? undefined : lowering.follow(current)?.node;
  }
  return false;
}

export function lowerArray(node: ObjectNode, lowering: Lowering): Type | undefined {
  const items = node.get('items');
  if (items?.kind === 'array') return undefined;
  const bounds = {
    ...optional('minItems', numberOf(node, 'minItems')),
    ...optional('maxItems', numberOf(node, 'maxItems')),
    ...(flagOf(node, 'uniqueItems') ? { uniqueItems: true } : {}),
  };
  if (!isSchema(items) && Object.keys(bounds).length === 0) return { kind: 'json', of: 'array' };
  return { kind: 'list', items: isSchema(items) ? lowering.typeOf(items) : { kind: 'json', of: 'any' }, ...bounds };
}
