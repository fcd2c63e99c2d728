/** One schema out of a schema and the named types that it refers to, each written out where it is first met. */
import type { AvroJson } from './schema.js';

type JsonObject = { readonly [key: string]: AvroJson };

export function selfContained(schema: AvroJson, definitions: readonly AvroJson[]): AvroJson {
  const waiting = new Map<string, JsonObject>();
  for (const one of definitions) if (isObject(one)) waiting.set(fullNameOf(one, ''), one);
  return written(schema, '');

  function written(node: AvroJson, namespace: string): AvroJson {
    if (typeof node === 'string') {
      const name = node.includes('.') || namespace === '' ? node : `${namespace}.${node}`;
      const definition = waiting.get(name) ?? waiting.get(node);
      return definition === undefined ? node : written(definition, '');
    }
    if (isList(node)) return node.map((branch) => written(branch, namespace));
    if (!isObject(node)) return node;
    const named = typeof node['name'] === 'string';
    const name = named ? fullNameOf(node, namespace) : '';
    // Before its members: a type may refer to itself.
    if (named) waiting.delete(name);
    const inner = named ? name.slice(0, Math.max(0, name.lastIndexOf('.'))) : namespace;
    return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, member(key, value, inner)]));
  }

  function member(key: string, value: AvroJson, namespace: string): AvroJson {
    if (key === 'type' || key === 'items' || key === 'values') return written(value, namespace);
    if (key !== 'fields' || !isList(value)) return value;
    return value.map((field) =>
      isObject(field) && field['type'] !== undefined ? { ...field, type: written(field['type'], namespace) } : field,
    );
  }
}

function fullNameOf(node: JsonObject, around: string): string {
  const { name, namespace } = node;
  if (typeof name !== 'string' || name.includes('.')) return String(name);
  const own = typeof namespace === 'string' ? namespace : around;
  return own === '' ? name : `${own}.${name}`;
}

function isObject(node: AvroJson): node is JsonObject {
  return typeof node === 'object' && node !== null && !Array.isArray(node);
}

function isList(node: AvroJson): node is readonly AvroJson[] {
  return Array.isArray(node);
}
