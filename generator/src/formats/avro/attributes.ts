/** What the parts of an Avro schema may say. Other attributes are metadata, unless they look like a slip. */
import { suggest, type Diagnostics } from '../../diagnostics/index.js';
import type { ObjectNode } from '../../source/node.js';

const named = ['type', 'name', 'namespace', 'doc', 'aliases'];
const logical = ['logicalType', 'precision', 'scale'];

const attributes = {
  record: [...named, 'fields'],
  field: ['name', 'type', 'default', 'doc', 'order', 'aliases', 'property'],
  enum: [...named, 'symbols', 'default'],
  fixed: [...named, 'size', ...logical],
  array: ['type', 'items', 'default'],
  map: ['type', 'values', 'default'],
  primitive: ['type', ...logical],
  protocol: ['protocol', 'namespace', 'doc', 'types', 'messages'],
} as const;

export type Part = keyof typeof attributes;

export function checkAttributes(node: ObjectNode, part: Part, diagnostics: Diagnostics): void {
  const known: readonly string[] = attributes[part];
  const free = known.filter((name) => node.get(name) === undefined);
  for (const { key, keySpan } of node.entries) {
    if (known.includes(key)) continue;
    // Only a near miss of an attribute that is not there itself can be a slip, and short words are near to anything.
    const near = key.length > 3 ? suggest(key, free) : undefined;
    if (near === undefined || Math.abs(near.length - key.length) > 1) continue;
    diagnostics.report('AW3413', keySpan, { found: key, known: near }, { hint: `did you mean ${near}?` });
  }
}
