/** Second pass: types linked by object, every part of them checked. */
import { type Diagnostics, suggest } from '../../diagnostics/index.js';
import type { AvroNamed, AvroSchema } from '../../model/avro-schema.js';
import type { ArrayNode, Node, ObjectNode } from '../../source/node.js';
import { checkAttributes } from './attributes.js';
import { defineType } from './build-named.js';
import type { Collected, Definition } from './collect.js';
import { readLogical } from './logical.js';
import { constructors, isPrimitive } from './primitives.js';
import { findType } from './scope.js';

/** What all files of a run share. */
export interface Building {
  readonly files: readonly Collected[];
  /** A type is one object wherever it is used. */
  readonly types: Map<Definition, AvroNamed>;
  /** Run when everything is linked: the type of a default may be defined after it. */
  readonly later: (() => void)[];
  readonly diagnostics: Diagnostics;
}

/** Where a node stands. */
export interface Place {
  readonly file: Collected;
  readonly namespace: string;
}

export function buildSchema(node: Node, place: Place, building: Building): AvroSchema | undefined {
  switch (node.kind) {
    case 'string':
      return byName(node.value, node, place, building);
    case 'array':
      return unionOf(node, place, building);
    case 'object':
      return fromObject(node, place, building);
    case 'null':
      return wrongForm(node, 'the JSON null', 'a type', building, 'the type is the text "null"');
    case 'number':
    case 'boolean':
      return wrongForm(node, String(node.value), 'a type', building);
  }
}

export function wrongForm(node: Node, found: string, expected: string, building: Building, hint?: string): undefined {
  building.diagnostics.report('AW3401', node.span, { found, expected }, { hint });
  return undefined;
}

function byName(name: string, node: Node, place: Place, building: Building): AvroSchema | undefined {
  if (isPrimitive(name)) return { kind: name, span: node.span };
  if (constructors.includes(name))
    return wrongForm(node, `"${name}"`, `an object, { "type": "${name}", ... }`, building);
  const { file, namespace } = place;
  const definition = findType(name, namespace, file, building.files, node.span, building.diagnostics);
  return definition === undefined ? undefined : defineType(definition, building);
}

function fromObject(node: ObjectNode, place: Place, building: Building): AvroSchema | undefined {
  const { diagnostics } = building;
  const type = node.get('type');
  if (type === undefined) {
    const slip = node.entries.find((entry) => suggest(entry.key, ['type']) !== undefined);
    const hint = slip === undefined ? undefined : `did you mean type instead of ${slip.key}?`;
    diagnostics.report('AW3408', node.span, { what: 'the type', attribute: 'type' }, { hint });
    return undefined;
  }
  if (type.kind !== 'string') return buildSchema(type, place, building);
  switch (type.value) {
    case 'array': {
      const items = partOf(node, 'array', 'items', place, building);
      return items === undefined ? undefined : { kind: 'array', items, span: node.span };
    }
    case 'map': {
      const values = partOf(node, 'map', 'values', place, building);
      return values === undefined ? undefined : { kind: 'map', values, span: node.span };
    }
    case 'record':
    case 'error':
    case 'enum':
    case 'fixed': {
      const definition = place.file.byNode.get(node);
      return definition === undefined ? undefined : defineType(definition, building);
    }
    default: {
      if (!isPrimitive(type.value)) return byName(type.value, type, place, building);
      checkAttributes(node, 'primitive', diagnostics);
      const logical = readLogical(node, type.value, undefined, diagnostics);
      return { kind: type.value, span: node.span, ...(logical === undefined ? {} : { logical }) };
    }
  }
}

function partOf(
  node: ObjectNode,
  what: 'array' | 'map',
  attribute: string,
  place: Place,
  building: Building,
): AvroSchema | undefined {
  checkAttributes(node, what, building.diagnostics);
  const part = node.get(attribute);
  if (part !== undefined) return buildSchema(part, place, building);
  building.diagnostics.report('AW3408', node.span, { what: `the ${what}`, attribute });
  return undefined;
}

function unionOf(node: ArrayNode, place: Place, building: Building): AvroSchema | undefined {
  const { diagnostics } = building;
  if (node.items.length === 0) {
    diagnostics.report('AW3415', node.span, {});
    // Legal all the same: who only compares schemas goes on.
    return { kind: 'union', branches: [], span: node.span };
  }
  const branches: AvroSchema[] = [];
  const seen = new Map<string, Node>();
  for (const item of node.items) {
    const branch = buildSchema(item, place, building);
    if (branch === undefined) continue;
    if (branch.kind === 'union') {
      diagnostics.report('AW3406', item.span, {});
      continue;
    }
    const name = 'name' in branch ? branch.name : branch.kind;
    const before = seen.get(name);
    if (before !== undefined) {
      const related = [{ span: before.span, message: 'the first one' }];
      diagnostics.report('AW3407', item.span, { branch: name }, { related });
      continue;
    }
    seen.set(name, item);
    branches.push(branch);
  }
  return branches.length === 0 ? undefined : { kind: 'union', branches, span: node.span };
}
