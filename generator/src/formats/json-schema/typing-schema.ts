/**
 * What a type can say of a schema: never less than the schema allows, without references, annotations and bounds, in
 * the keywords that json-schema-to-typescript reads as validators do.
 */
import type { Json } from '../../model/types.js';

type Schema = { readonly [key: string]: Json };

/** Beyond, a type would no longer be read by anyone; the rest is `unknown`. */
const maxParts = 300;
const maxTuple = 8;

interface State {
  readonly root: Schema;
  /** References being expanded: a recursive schema is `unknown` where it returns to itself. */
  readonly expanding: Set<string>;
  left: number;
}

/** `true`: anything; `false`: nothing. */
export function typingSchema(schema: Json): boolean | Schema {
  if (!isSchema(schema)) return schema !== false;
  return simplify(schema, { root: schema, expanding: new Set(['#']), left: maxParts });
}

function simplify(schema: Json, state: State): boolean | Schema {
  if (!isSchema(schema)) return schema !== false;
  if (--state.left < 0) return true;
  const parts: Schema[] = [];
  const add = (part: boolean | Schema): void => {
    if (typeof part !== 'boolean') parts.push(part);
  };
  if (typeof schema['$ref'] === 'string') add(referenced(schema['$ref'], state));
  for (const all of list(schema['allOf'])) add(simplify(all, state));
  for (const keyword of ['anyOf', 'oneOf']) {
    const branches = list(schema[keyword]).map((branch) => simplify(branch, state));
    // A branch that may be anything makes the whole anything.
    if (branches.length > 0 && !branches.includes(true)) add(choice(branches.filter((branch) => branch !== false)));
  }
  add(own(schema, state));
  const [only] = parts;
  if (only === undefined) return true;
  return parts.length === 1 ? only : { allOf: parts };
}

function choice(branches: readonly (boolean | Schema)[]): boolean | Schema {
  return branches.length === 0 ? true : { anyOf: branches as readonly Json[] };
}

function referenced(reference: string, state: State): boolean | Schema {
  if (state.expanding.has(reference)) return true;
  const [, place = '', label = ''] = reference.split('/');
  const definitions = state.root[place];
  const target = isSchema(definitions) && Object.hasOwn(definitions, label) ? definitions[label] : undefined;
  if (target === undefined) return true;
  state.expanding.add(reference);
  const found = simplify(target, state);
  state.expanding.delete(reference);
  return found;
}

/** What the schema itself says, without what it combines. */
function own(schema: Schema, state: State): boolean | Schema {
  const constant = schema['const'];
  if (constant !== undefined) return isScalar(constant) ? { enum: [constant] } : true;
  const values = list(schema['enum']);
  if (values.length > 0) return values.every(isScalar) ? { enum: values } : true;
  const types = typeof schema['type'] === 'string' ? [schema['type']] : list(schema['type']);
  if (types.length === 0) return true;
  const branches = types.map((type): boolean | Schema => ofType(String(type), schema, state));
  return branches.length === 1 ? (branches[0] ?? true) : choice(branches);
}

function ofType(type: string, schema: Schema, state: State): Schema {
  if (type === 'object') return objectOf(schema, state);
  return type === 'array' ? arrayOf(schema, state) : { type };
}

function objectOf(schema: Schema, state: State): Schema {
  const declared = isSchema(schema['properties']) ? Object.entries(schema['properties']) : [];
  const kept = declared.filter(([name]) => name !== '__proto__');
  const properties = Object.fromEntries(kept.map(([name, value]) => [name, simplify(value, state)]));
  const required = list(schema['required']).filter(
    (name) => typeof name === 'string' && Object.hasOwn(properties, name),
  );
  const byPattern = schema['patternProperties'] !== undefined || kept.length < declared.length;
  const rest = schema['additionalProperties'] ?? schema['unevaluatedProperties'];
  const combines = ['allOf', 'anyOf', 'oneOf', '$ref', 'if', 'dependentSchemas'].some(
    (key) => schema[key] !== undefined,
  );
  const unevaluated = schema['additionalProperties'] === undefined && combines;
  const additionalProperties = byPattern || unevaluated || rest === undefined ? true : simplify(rest, state);
  return { type: 'object', properties, required, additionalProperties };
}

function arrayOf(schema: Schema, state: State): Schema {
  const tuple = Array.isArray(schema['items']) ? list(schema['items']) : list(schema['prefixItems']);
  const rest = Array.isArray(schema['items']) ? schema['additionalItems'] : schema['items'];
  if (tuple.length === 0) return { type: 'array', items: rest === undefined ? true : simplify(rest, state) };
  if (tuple.length > maxTuple) return { type: 'array', items: true };
  return {
    type: 'array',
    items: tuple.map((item) => simplify(item, state)),
    additionalItems: rest === undefined ? true : simplify(rest, state),
    minItems: typeof schema['minItems'] === 'number' ? Math.min(schema['minItems'], maxTuple) : 0,
  };
}

function list(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

function isScalar(value: Json): boolean {
  return value === null || typeof value !== 'object';
}

function isSchema(value: Json | undefined): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
