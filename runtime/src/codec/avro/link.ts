/**
 * From JSON to linked nodes. Writer schemas come from registries and peers, so nothing is taken for granted: names,
 * references, sizes and nesting are checked, and all of it is bounded.
 */
import { logicalOf } from './logical.js';
import { type AvroJson, type AvroNode, type FieldNode, type PrimitiveName, SchemaError } from './schema.js';

const deepest = 128;
const largest = 50_000;
const fullName = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/;
const fieldName = /^[A-Za-z_]\w*$/;
const primitives: ReadonlySet<string> = new Set<PrimitiveName>([
  'null',
  'boolean',
  'int',
  'long',
  'float',
  'double',
  'bytes',
  'string',
]);

type JsonObject = { readonly [key: string]: AvroJson };
type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * The linked form of a schema. `definitions` are further named types that it may refer to, in any order.
 * @throws {SchemaError} what is wrong with the schema
 */
export function linkSchema(schema: AvroJson, definitions: readonly AvroJson[] = []): AvroNode {
  const linker = new Linker(definitions);
  return linker.node(schema, '', 0);
}

class Linker {
  readonly #named = new Map<string, AvroNode>();
  readonly #pending = new Map<string, JsonObject>();
  #count = 0;

  constructor(definitions: readonly AvroJson[]) {
    for (const definition of definitions) {
      if (isObject(definition) && typeof definition['name'] === 'string') {
        this.#pending.set(qualify(definition['name'], definition['namespace'], ''), definition);
      }
    }
  }

  node(json: AvroJson, namespace: string, depth: number): AvroNode {
    if (depth > deepest) throw new SchemaError(`the schema is nested deeper than ${deepest} levels`);
    if (++this.#count > largest) throw new SchemaError(`the schema has more than ${largest} types`);
    if (typeof json === 'string') return this.#reference(json, namespace, depth);
    if (isList(json)) return this.#union(json, namespace, depth);
    if (!isObject(json)) throw new SchemaError('a type is a name, a list or an object');
    const { type } = json;
    if (type === undefined) throw new SchemaError('a type has no "type"');
    if (typeof type !== 'string') return this.node(type, namespace, depth + 1);
    switch (type) {
      case 'array':
        return { kind: 'array', items: this.node(json['items'] ?? null, namespace, depth + 1) };
      case 'map':
        return { kind: 'map', values: this.node(json['values'] ?? null, namespace, depth + 1) };
      case 'record':
      case 'error':
      case 'enum':
      case 'fixed':
        return this.#definition(type === 'error' ? 'record' : type, json, namespace, depth);
      default:
        if (primitives.has(type)) return { kind: type as PrimitiveName, ...logicalOf(type, json, undefined) };
        return this.#reference(type, namespace, depth);
    }
  }

  #reference(name: string, namespace: string, depth: number): AvroNode {
    if (primitives.has(name)) return { kind: name as PrimitiveName };
    const candidates = name.includes('.') || namespace === '' ? [name] : [`${namespace}.${name}`, name];
    for (const candidate of candidates) {
      const known = this.#named.get(candidate);
      if (known !== undefined) return known;
    }
    for (const candidate of candidates) {
      const pending = this.#pending.get(candidate);
      if (pending !== undefined) return this.node(pending, '', depth + 1);
    }
    throw new SchemaError(`the type ${name.slice(0, 200)} is not defined`);
  }

  #union(json: readonly AvroJson[], namespace: string, depth: number): AvroNode {
    const branches = json.map((branch) => this.node(branch, namespace, depth + 1));
    const seen = new Set<string>();
    for (const branch of branches) {
      const name = 'name' in branch ? branch.name : branch.kind;
      if (name === 'union') throw new SchemaError('a union directly inside a union');
      if (seen.has(name)) throw new SchemaError(`a union with two branches ${name}`);
      seen.add(name);
    }
    return { kind: 'union', branches };
  }

  #definition(kind: 'record' | 'enum' | 'fixed', json: JsonObject, namespace: string, depth: number): AvroNode {
    if (typeof json['name'] !== 'string') throw new SchemaError(`a ${kind} without a name`);
    const name = qualify(json['name'], json['namespace'], namespace);
    if (!fullName.test(name)) throw new SchemaError(`${name.slice(0, 200)} is not a legal name`);
    const defined = this.#named.get(name);
    if (defined !== undefined) {
      // The same definition inlined twice (derived timestamps) is one type; two different ones are not.
      if (defined.kind === kind && this.#pending.size > 0) return defined;
      throw new SchemaError(`the type ${name} is defined twice`);
    }
    const inside = name.includes('.') ? name.slice(0, name.lastIndexOf('.')) : '';
    const aliases = texts(json['aliases'] ?? [], 'aliases').map((alias) => qualify(alias, undefined, inside));
    const head = { name, aliases };
    switch (kind) {
      case 'fixed': {
        const size = json['size'];
        if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0)
          throw new SchemaError(`the fixed ${name} has no size`);
        return this.#add(name, { kind, ...head, size, ...logicalOf('fixed', json, size) });
      }
      case 'enum': {
        const symbols = texts(json['symbols'] ?? null, 'symbols');
        if (new Set(symbols).size !== symbols.length) throw new SchemaError(`the enum ${name} repeats a symbol`);
        const fallback = json['default'];
        const hasDefault = typeof fallback === 'string' && symbols.includes(fallback);
        return this.#add(name, { kind, ...head, symbols, ...(hasDefault ? { default: fallback } : {}) });
      }
      case 'record': {
        const fields: FieldNode[] = [];
        const record = this.#add(name, { kind, ...head, fields, wrapper: json['agentwire'] === 'wrapper' });
        if (!isList(json['fields'])) throw new SchemaError(`the record ${name} has no fields`);
        for (const field of json['fields']) fields.push(this.#field(field, name, inside, depth));
        if (new Set(fields.map((field) => field.name)).size !== fields.length)
          throw new SchemaError(`the record ${name} repeats a field`);
        return record;
      }
    }
  }

  #field(json: AvroJson, owner: string, namespace: string, depth: number): FieldNode {
    if (!isObject(json) || typeof json['name'] !== 'string' || !fieldName.test(json['name']))
      throw new SchemaError(`a field of ${owner} has no legal name`);
    const field: Mutable<FieldNode> = {
      name: json['name'],
      aliases: texts(json['aliases'] ?? [], 'aliases'),
      type: this.node(json['type'] ?? null, namespace, depth + 1),
      property: typeof json['property'] === 'string' ? json['property'] : json['name'],
    };
    if (json['default'] !== undefined) field.default = { value: json['default'] };
    return field;
  }

  #add<N extends AvroNode & { readonly name: string }>(name: string, node: N): N {
    this.#named.set(name, node);
    return node;
  }
}

/** The full name that `name` has where `namespace` holds: an own `namespace` counts unless the name has dots. */
function qualify(name: string, own: AvroJson | undefined, namespace: string): string {
  if (name.includes('.')) return name;
  const space = typeof own === 'string' ? own : namespace;
  return space === '' ? name : `${space}.${name}`;
}

function texts(json: AvroJson, what: string): readonly string[] {
  if (isList(json) && json.every((item) => typeof item === 'string')) return json as readonly string[];
  throw new SchemaError(`${what} is not a list of names`);
}

function isList(json: AvroJson | undefined): json is readonly AvroJson[] {
  return Array.isArray(json);
}

function isObject(json: AvroJson | undefined): json is JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}
