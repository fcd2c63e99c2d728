/** Records, enums and fixed: the types that have names. */
import { didYouMean } from '../../diagnostics/index.js';
import type { AvroNamed, AvroRecordField } from '../../model/avro-schema.js';
import type { Node, ObjectNode } from '../../source/node.js';
import { toJson } from '../../source/node.js';
import type { Span } from '../../source/text.js';
import { checkAttributes } from './attributes.js';
import { buildSchema, type Building, wrongForm } from './build.js';
import type { Definition } from './collect.js';
import { checkDefault } from './defaults.js';
import { readLogical } from './logical.js';
import { isFullName, isName, qualify } from './names.js';

interface Head {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly doc?: string;
  readonly span: Span;
}

/** The type of a definition, built once; recursive ones see themselves unfinished. */
export function defineType(definition: Definition, building: Building): AvroNamed | undefined {
  const known = building.types.get(definition);
  if (known !== undefined) return known;
  const { node } = definition;
  const type = node.get('type');
  const aliases = names(node, 'aliases', isFullName, building).map((name) => qualify(name, definition.namespace));
  const span = (node.get('name') ?? node).span;
  const head: Head = { name: definition.name, aliases, span, ...docOf(node, building) };
  switch (type?.kind === 'string' ? type.value : 'record') {
    case 'enum':
      return enumType(definition, head, building);
    case 'fixed':
      return fixedType(definition, head, building);
    case 'error':
      return recordType(definition, head, true, building);
    default:
      return recordType(definition, head, false, building);
  }
}

function recordType(definition: Definition, head: Head, error: boolean, building: Building): AvroNamed {
  const { node } = definition;
  checkAttributes(node, 'record', building.diagnostics);
  const fields: AvroRecordField[] = [];
  const record: AvroNamed = { kind: 'record', ...head, error, fields, wrapper: false };
  building.types.set(definition, record);
  const list = node.get('fields');
  if (list === undefined) missing(node, `the record ${head.name}`, 'fields', building);
  else if (list.kind !== 'array') wrongForm(list, list.kind, 'a list of fields', building);
  else {
    for (const item of list.items) {
      const field = fieldOf(item, definition, building);
      if (field === undefined) continue;
      const before = fields.find((one) => one.name === field.name);
      if (before === undefined) fields.push(field);
      else {
        const related = [{ span: before.span, message: 'the first one' }];
        building.diagnostics.report('AW3414', field.span, { record: head.name, field: field.name }, { related });
      }
    }
  }
  return record;
}

function fieldOf(node: Node, owner: Definition, building: Building): AvroRecordField | undefined {
  const { diagnostics } = building;
  if (node.kind !== 'object') return wrongForm(node, node.kind, 'a field, { "name": ..., "type": ... }', building);
  checkAttributes(node, 'field', diagnostics);
  const name = node.get('name');
  const typeNode = node.get('type');
  if (name === undefined) missing(node, `a field of ${owner.name}`, 'name', building);
  else if (name.kind !== 'string') wrongForm(name, name.kind, 'a name', building);
  else if (!isName(name.value)) {
    const mended = name.value.replace(/[^A-Za-z0-9_]+/g, '_').replace(/^(?=\d)/, '_');
    const hint = isName(mended) ? `${mended} would be` : undefined;
    diagnostics.report('AW3404', name.span, { what: 'the field', name: name.value }, { hint });
  }
  const label = name?.kind === 'string' ? name.value : 'a field';
  if (typeNode === undefined) {
    missing(node, `the field ${label}`, 'type', building);
    return undefined;
  }
  const type = buildSchema(typeNode, { file: owner.file, namespace: owner.namespace }, building);
  const sort = sortOf(node, building);
  const aliases = names(node, 'aliases', isName, building);
  const value = node.get('default');
  if (name?.kind !== 'string' || !isName(name.value) || type === undefined) return undefined;
  if (value !== undefined) building.later.push(() => checkDefault(value, type, label, diagnostics));
  return {
    name: name.value,
    type,
    aliases,
    ...docOf(node, building),
    ...(value === undefined ? {} : { default: { value: toJson(value) } }),
    ...(sort === undefined ? {} : { sort }),
    span: name.span,
  };
}

const orders = ['ascending', 'descending', 'ignore'] as const;

function sortOf(node: ObjectNode, building: Building): (typeof orders)[number] | undefined {
  const order = node.get('order');
  if (order === undefined) return undefined;
  const found = order.kind === 'string' ? orders.find((one) => one === order.value) : undefined;
  const hint = order.kind === 'string' ? didYouMean(order.value, orders) : undefined;
  return (
    found ?? wrongForm(order, order.kind === 'string' ? order.value : order.kind, orders.join(', '), building, hint)
  );
}

function enumType(definition: Definition, head: Head, building: Building): AvroNamed {
  const { node } = definition;
  const { diagnostics } = building;
  checkAttributes(node, 'enum', diagnostics);
  const list = node.get('symbols');
  if (list === undefined) missing(node, `the enum ${head.name}`, 'symbols', building);
  const symbols: string[] = [];
  for (const { value, span } of texts(list, 'a list of symbols', building)) {
    if (!isName(value)) diagnostics.report('AW3404', span, { what: 'the symbol', name: value });
    else if (symbols.includes(value)) diagnostics.report('AW3409', span, { name: head.name, symbol: value });
    else symbols.push(value);
  }
  const fallback = node.get('default');
  if (fallback !== undefined && fallback.kind !== 'string') wrongForm(fallback, fallback.kind, 'a symbol', building);
  const known = fallback?.kind === 'string' && symbols.includes(fallback.value) ? fallback.value : undefined;
  if (fallback?.kind === 'string' && known === undefined) {
    const hint = didYouMean(fallback.value, symbols);
    diagnostics.report('AW3410', fallback.span, { name: head.name, symbol: fallback.value }, { hint });
  }
  const type: AvroNamed = { kind: 'enum', ...head, symbols, ...(known === undefined ? {} : { default: known }) };
  building.types.set(definition, type);
  return type;
}

const largestFixed = 1024 * 1024;

function fixedType(definition: Definition, head: Head, building: Building): AvroNamed {
  const { node } = definition;
  checkAttributes(node, 'fixed', building.diagnostics);
  const found = node.get('size');
  let size = 0;
  if (found === undefined) missing(node, `the fixed ${head.name}`, 'size', building);
  else if (found.kind !== 'number') wrongForm(found, found.kind, 'a number of bytes', building);
  else if (!Number.isSafeInteger(found.value) || found.value < 0 || found.value > largestFixed)
    wrongForm(found, found.raw, `a number of bytes from 0 to ${largestFixed}`, building);
  else size = found.value;
  const logical = readLogical(node, 'fixed', size, building.diagnostics);
  const type: AvroNamed = { kind: 'fixed', ...head, size, ...(logical === undefined ? {} : { logical }) };
  building.types.set(definition, type);
  return type;
}

function missing(node: Node, what: string, attribute: string, building: Building): void {
  const slip = node.kind === 'object' ? node.entries.find((entry) => didYouMean(entry.key, [attribute])) : undefined;
  const hint = slip === undefined ? undefined : `did you mean ${attribute} instead of ${slip.key}?`;
  building.diagnostics.report('AW3408', node.span, { what, attribute }, { hint });
}

function docOf(node: ObjectNode, building: Building): { readonly doc?: string } {
  const doc = node.get('doc');
  if (doc === undefined) return {};
  if (doc.kind === 'string') return { doc: doc.value };
  wrongForm(doc, doc.kind, 'text', building);
  return {};
}

function names(node: ObjectNode, key: string, legal: (text: string) => boolean, building: Building): string[] {
  return texts(node.get(key), 'a list of names', building).flatMap(({ value, span }) => {
    if (legal(value)) return [value];
    building.diagnostics.report('AW3404', span, { what: 'the alias', name: value });
    return [];
  });
}

function texts(list: Node | undefined, expected: string, building: Building): { value: string; span: Span }[] {
  if (list === undefined) return [];
  if (list.kind !== 'array') {
    wrongForm(list, list.kind, expected, building);
    return [];
  }
  return list.items.flatMap((item) => {
    if (item.kind === 'string') return [item];
    wrongForm(item, item.kind, 'a name', building);
    return [];
  });
}
