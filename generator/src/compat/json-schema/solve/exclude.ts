/** What can be seen at a glance: that a schema cannot hold beside what is asked already, or that a demand is void. */
import type { Json } from '../../../model/types.js';
import { schemas, words } from './affirm.js';
import type { Clause } from './clause.js';
import { type Doc, type Literal, objectOf, type Plain } from './doc.js';
import { equal } from './values.js';

const deepest = 12;

/** Unions are told apart by their types and by constants of required members; this sees both, and misses the rest. */
export function excludes(clause: Clause, { node, doc }: Literal): boolean {
  return cannotHold(clause, node, doc, 0);
}

function cannotHold(clause: Clause, node: Plain, doc: Doc, depth: number): boolean {
  if (node === false) return true;
  if (node === true || depth > deepest) return false;
  const { type, required } = node;
  if (type !== undefined) {
    const types = new Set((Array.isArray(type) ? type : [type]).map((one) => (one === 'integer' ? 'number' : one)));
    if (![...clause.kinds].some((kind) => types.has(kind))) return true;
  }
  const own = valuesOf(node, doc, 0);
  if (own !== undefined && clause.constants?.every((one) => !own.some((other) => equal(one, other))) === true)
    return true;
  if (typeof node['$ref'] === 'string' && cannotHold(clause, doc.target(node['$ref']), doc, depth + 1)) return true;
  if (schemas(node['allOf']).some((one) => cannotHold(clause, one, doc, depth + 1))) return true;
  for (const keyword of ['anyOf', 'oneOf']) {
    const branches = schemas(node[keyword]);
    if (branches.length > 0 && branches.every((one) => cannotHold(clause, one, doc, depth + 1))) return true;
  }
  // The rest is about objects, and says nothing of other values.
  if (clause.kinds.size !== 1 || !clause.kinds.has('object')) return false;
  if (words(required).some((name) => clause.object.forbidden.includes(name))) return true;
  const members = objectOf(node['properties']);
  const isClosed = node['additionalProperties'] === false && node['patternProperties'] === undefined;
  if (isClosed && clause.object.required.some((name) => !Object.hasOwn(members, name))) return true;
  return clause.object.required.some((name) => {
    const theirs = Object.hasOwn(members, name) ? valuesOf(members[name] as Plain, doc, 0) : undefined;
    const mine = theirs === undefined ? undefined : valuesFor(clause, name);
    return mine !== undefined && theirs !== undefined && !mine.some((one) => theirs.some((other) => equal(one, other)));
  });
}

/** Whether some required member has no value left. */
export function isVoid({ kinds, object }: Clause): boolean {
  if (kinds.size !== 1 || !kinds.has('object')) return false;
  return object.required.some((name) => {
    if (object.forbidden.includes(name)) return true;
    const literals = object.members.filter((one) => one.name === name).map(({ literal }) => literal);
    const sets = literals
      .filter(({ holds }) => holds)
      .flatMap(({ node, doc }) => [valuesOf(node, doc, 0)].filter((set) => set !== undefined));
    const [first, ...rest] = sets;
    if (first === undefined) return false;
    return !first.some(
      (value) =>
        rest.every((set) => set.some((other) => equal(value, other))) &&
        literals.every(
          ({ holds, node, doc }) => holds || valuesOf(node, doc, 0)?.some((other) => equal(value, other)) !== true,
        ),
    );
  });
}

function valuesFor({ object }: Clause, name: string): readonly Json[] | undefined {
  for (const { name: member, literal } of object.members) {
    const found = member === name && literal.holds ? valuesOf(literal.node, literal.doc, 0) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The only values that a schema could accept, where it lists them. */
function valuesOf(node: Plain, doc: Doc, depth: number): readonly Json[] | undefined {
  if (typeof node === 'boolean' || depth > deepest) return undefined;
  if (node['const'] !== undefined) return [node['const']];
  if (Array.isArray(node['enum'])) return node['enum'] as readonly Json[];
  if (typeof node['$ref'] === 'string') return valuesOf(doc.target(node['$ref']), doc, depth + 1);
  for (const one of schemas(node['allOf'])) {
    const found = valuesOf(one, doc, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}
