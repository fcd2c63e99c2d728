/** What a schema stands for by each policy: as a writer, what may be sent; as a reader, what is taken. */
import type { Json } from '../../model/types.js';
import type { Policy } from '../options.js';
import type { Opened } from './opened.js';
import { schemas } from './solve/affirm.js';
import { type Doc, docOf, objectOf, type Plain, type PlainObject } from './solve/doc.js';

export function asWriter(opened: Opened, policy: Policy): Opened {
  switch (policy) {
    case 'roles':
      return changed(opened, closing);
    case 'confluent-lenient':
      return changed(opened, (node, doc, place) => closing(withoutFormat(node), doc, place));
    case 'confluent-strict':
    case 'semantic':
      return withoutFormats(opened);
    default:
      return opened;
  }
}

export function asReader(opened: Opened, policy: Policy): Opened {
  switch (policy) {
    case 'semantic':
      return withoutFormats(opened);
    case 'confluent-strict':
      return changed(opened, (node, _doc, _place, hasDefault) => withDefaults(withoutFormat(node), hasDefault));
    case 'confluent-lenient':
      return changed(opened, (node, _doc, _place, hasDefault) =>
        withDefaults(opening(withoutFormat(node)), hasDefault),
      );
    default:
      return opened;
  }
}

/** `value`: the schema judges a whole value; `part`: it is one of several that judge it. */
type Place = 'value' | 'part';
type Change = (node: PlainObject, doc: Doc, place: Place, hasDefault: (member: string) => boolean) => PlainObject;

const single = new Set(['additionalProperties', 'items', 'contains', 'unevaluatedProperties', 'unevaluatedItems']);
const lists = new Set(['prefixItems']);
const maps = new Set(['properties', 'patternProperties']);

function changed(opened: Opened, change: Change): Opened {
  const origins = new Map<Plain, Plain>();
  const { doc } = opened;

  function visit(node: Plain, place: Place): Plain {
    if (typeof node === 'boolean') return node;
    const value = (one: Json): Json => visit(one as Plain, 'value');
    const part = (one: Json): Json => visit(one as Plain, 'part');
    const entries = Object.entries(node).map(([keyword, of]): [string, Json] => {
      if (single.has(keyword)) return [keyword, value(of)];
      if (lists.has(keyword)) return [keyword, schemas(of).map(value)];
      if (maps.has(keyword)) return [keyword, mapped(of, value)];
      if (keyword === 'allOf' || keyword === 'anyOf' || keyword === 'oneOf') return [keyword, schemas(of).map(part)];
      if (keyword === 'then' || keyword === 'else') return [keyword, part(of)];
      if (keyword === 'dependentSchemas') return [keyword, mapped(of, part)];
      return [keyword, of];
    });
    const hasDefault = (member: string): boolean => {
      const one = objectOf(node['properties'])[member];
      return one !== undefined && opened.isAnnotated(one as Plain, 'default');
    };
    const result = change(Object.fromEntries(entries), doc, place, hasDefault);
    origins.set(result, node);
    return result;
  }

  const definitions = typeof opened.bundled === 'boolean' ? {} : objectOf(opened.bundled['$defs']);
  const root = visit(doc.root, 'value');
  const defs = mapped(definitions, (one) => visit(one as Plain, 'part'));
  const bundled: Plain =
    typeof root === 'boolean' || Object.keys(definitions).length === 0 ? root : { ...root, $defs: defs };
  const next = docOf(bundled);
  return {
    ...opened,
    bundled,
    doc: next,
    spanOf: (node, keyword) => opened.spanOf(node === next.root ? doc.root : (origins.get(node) ?? node), keyword),
  };
}

function mapped(of: Json, change: (one: Json) => Json): PlainObject {
  return Object.fromEntries(Object.entries(objectOf(of)).map(([key, one]) => [key, change(one)]));
}

/** A generated writer sends declared members, and extras only where the schema declares them. */
function closing(node: PlainObject, doc: Doc, place: Place): PlainObject {
  if (place === 'part' || !declaresMembers(node, doc, new Set()) || isClosed(node, doc, new Set())) return node;
  if (['additionalProperties', 'unevaluatedProperties', 'patternProperties'].some((key) => node[key] !== undefined))
    return node;
  const applies = ['$ref', 'allOf', 'anyOf', 'oneOf', 'if', 'dependentSchemas'].filter(
    (key) => node[key] !== undefined,
  );
  const [only] = applies;
  if (only === undefined) return { ...node, additionalProperties: false };
  // One of several is sent, and of that one its members.
  if (applies.length === 1 && (only === 'anyOf' || only === 'oneOf') && node['properties'] === undefined)
    return {
      ...node,
      [only]: schemas(node[only]).map((one) => (typeof one === 'boolean' ? one : closing(one, doc, 'value'))),
    };
  return { ...node, unevaluatedProperties: false };
}

function isClosed(node: Plain, doc: Doc, seen: ReadonlySet<Plain>): boolean {
  if (typeof node === 'boolean' || seen.has(node)) return false;
  if (node['additionalProperties'] === false || node['unevaluatedProperties'] === false) return true;
  const around = new Set(seen).add(node);
  const closed = (one: Plain): boolean => isClosed(one, doc, around);
  if (typeof node['$ref'] === 'string' && closed(doc.target(node['$ref']))) return true;
  if (schemas(node['allOf']).some(closed)) return true;
  return ['anyOf', 'oneOf'].some((key) => schemas(node[key]).length > 0 && schemas(node[key]).every(closed));
}

/** A schema without any is open JSON, and anything may be sent by it. */
function declaresMembers(node: Plain, doc: Doc, seen: Set<Plain>): boolean {
  if (typeof node === 'boolean' || seen.has(node)) return false;
  seen.add(node);
  if (Object.keys(objectOf(node['properties'])).length > 0) return true;
  const reference = node['$ref'];
  const parts = [
    ...(typeof reference === 'string' ? [doc.target(reference)] : []),
    ...['allOf', 'anyOf', 'oneOf'].flatMap((key) => schemas(node[key])),
    ...['then', 'else'].flatMap((key) => (node[key] === undefined ? [] : [node[key] as Plain])),
  ];
  return parts.some((one) => declaresMembers(one, doc, seen));
}

/** The drafts leave it to the user whether `format` is asserted; by themselves it is an annotation. */
function withoutFormats(opened: Opened): Opened {
  return JSON.stringify(opened.bundled).includes('"format":') ? changed(opened, withoutFormat) : opened;
}

function withoutFormat({ format: _format, ...node }: PlainObject): PlainObject {
  return node;
}

function opening({
  additionalProperties: _additional,
  unevaluatedProperties: _unevaluated,
  ...node
}: PlainObject): PlainObject {
  return node;
}

/** A registry takes a default for a value that a reader fills in. */
function withDefaults(node: PlainObject, hasDefault: (member: string) => boolean): PlainObject {
  const { required } = node;
  if (!Array.isArray(required)) return node;
  return { ...node, required: required.filter((name) => !hasDefault(String(name))) };
}
