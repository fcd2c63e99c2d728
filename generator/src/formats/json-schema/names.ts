/** What schemas are called in TypeScript: after their `$defs` key, or after the property that holds them. */
import { posix } from 'node:path';
import type { Node, ObjectNode } from '../../source/node.js';
import type { Place } from './schema-node.js';

/** Hostile names may be megabytes long; equal beginnings are then a clash, and reported as one. */
const longest = 200;

/** `task_request` and `taskRequest` are `TaskRequest`; other than ASCII letters and digits are spelled by code point. */
export function pascalCase(text: string): string {
  const spelled = Array.from(text.slice(0, longest), (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code < 0x80 ? character : `U${code.toString(16).toUpperCase().padStart(4, '0')}`;
  }).join('');
  const words = spelled.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  const joined = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  if (joined === '') return 'Unnamed';
  return /^\d/.test(joined) ? `N${joined}` : joined;
}

export function rootName(path: string): string {
  return pascalCase(posix.basename(path).replace(/(?:\.schema)?\.(?:json|ya?ml)$/i, ''));
}

/** The name that a schema would have as a declaration, whether it becomes one or not. */
export function nameOf(place: Place): string {
  const { parent, step } = place;
  if (parent === undefined || step === undefined) return rootName(place.file.source.path);
  if (step.keyword === '$defs' || step.keyword === 'definitions') return pascalCase(String(step.key));
  return (nameOf(parent) + suffixOf(place)).slice(0, longest);
}

function suffixOf({ step, parent, node }: Place): string {
  if (step === undefined || parent === undefined) return '';
  switch (step.keyword) {
    case 'properties':
      return pascalCase(String(step.key));
    case 'items':
      return 'Item';
    case 'additionalProperties':
    case 'patternProperties':
      return 'Value';
    case 'anyOf':
    case 'oneOf':
      return branchSuffix(node, parent, step.keyword, Number(step.key));
    default:
      return pascalCase(step.keyword) + (step.key === undefined ? '' : pascalCase(String(step.key)));
  }
}

function branchSuffix(node: Node, parent: Place, keyword: string, index: number): string {
  const branches = parent.node.kind === 'object' ? parent.node.get(keyword) : undefined;
  const others = branches?.kind === 'array' ? branches.items.filter((branch) => !isNull(branch)) : [];
  if (others.length <= 1) return 'Value';
  const tag = node.kind === 'object' ? constantTag(node) : undefined;
  return tag === undefined ? `Option${index + 1}` : pascalCase(tag);
}

/** `{ "type": "null" }` and `{ "const": null }`. */
export function isNull(node: Node): boolean {
  if (node.kind !== 'object') return false;
  const type = node.get('type');
  return (type?.kind === 'string' && type.value === 'null') || node.get('const')?.kind === 'null';
}

function constantTag(node: ObjectNode): string | undefined {
  const properties = node.get('properties');
  if (properties?.kind !== 'object') return undefined;
  for (const { value } of properties.entries) {
    const constant = value.kind === 'object' ? value.get('const') : undefined;
    if (constant?.kind === 'string') return constant.value;
  }
  return undefined;
}
