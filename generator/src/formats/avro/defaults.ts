/** Defaults are written in Avro's own JSON: unions by their first branch, bytes as code points. */
import type { Diagnostics } from '../../diagnostics/index.js';
import type { AvroSchema } from '../../model/avro-schema.js';
import type { Node } from '../../source/node.js';

/** Reports the first part of a default that does not fit. */
export function checkDefault(node: Node, type: AvroSchema, field: string, diagnostics: Diagnostics): void {
  const problem = misfit(node, type, 0);
  if (problem === undefined) return;
  const { at, expected, hint } = problem;
  diagnostics.report('AW3405', at.span, { field, found: foundText(at), expected }, { hint });
}

interface Misfit {
  readonly at: Node;
  readonly expected: string;
  readonly hint?: string | undefined;
}

function misfit(node: Node, type: AvroSchema, depth: number): Misfit | undefined {
  const expected = (text: string): Misfit => ({ at: node, expected: text });
  if (depth > 64) return expected('less nesting');
  switch (type.kind) {
    case 'null':
      return node.kind === 'null' ? undefined : expected('null');
    case 'boolean':
      return node.kind === 'boolean' ? undefined : expected('true or false');
    case 'int':
      return isInteger(node, 32) ? undefined : expected('a 32-bit integer');
    case 'long':
      return isInteger(node, 64) ? undefined : expected('an integer that JSON carries exactly, within 2^53 - 1');
    case 'float':
    case 'double':
      return node.kind === 'number' ? undefined : expected('a number');
    case 'string':
      return node.kind === 'string' ? undefined : expected('text');
    case 'bytes':
      return isByteText(node) ? undefined : expected('text of code points up to 255');
    case 'fixed':
      if (isByteText(node) && node.kind === 'string' && node.value.length === type.size) return undefined;
      return expected(`text of ${type.size} code points up to 255`);
    case 'enum':
      if (node.kind === 'string' && type.symbols.includes(node.value)) return undefined;
      return expected(`one of ${type.symbols.slice(0, 20).join(', ')}`);
    case 'array':
      if (node.kind !== 'array') return expected('a list');
      return first(node.items, (item) => misfit(item, type.items, depth + 1));
    case 'map':
      if (node.kind !== 'object') return expected('an object');
      return first(node.entries, ({ value }) => misfit(value, type.values, depth + 1));
    case 'union': {
      const [branch, ...others] = type.branches;
      const problem = branch === undefined ? undefined : misfit(node, branch, depth + 1);
      const fits = problem !== undefined && others.some((other) => misfit(node, other, depth + 1) === undefined);
      return fits ? { ...problem, hint: 'put the branch of the default first' } : problem;
    }
    case 'record':
      if (node.kind !== 'object') return expected('an object');
      return first(type.fields, (field) => {
        const value = node.get(field.name);
        if (value !== undefined) return misfit(value, field.type, depth + 1);
        return field.default === undefined ? expected(`an object with ${field.name}`) : undefined;
      });
  }
}

function first<T>(items: readonly T[], check: (item: T) => Misfit | undefined): Misfit | undefined {
  for (const item of items) {
    const problem = check(item);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function isInteger(node: Node, bits: 32 | 64): boolean {
  if (node.kind !== 'number' || !/^-?\d+$/.test(node.raw) || node.raw.length > 20) return false;
  // A larger one would be rounded on its way through JSON.
  return BigInt.asIntN(bits, BigInt(node.raw)) === BigInt(node.raw) && Number.isSafeInteger(node.value);
}

function isByteText(node: Node): boolean {
  return node.kind === 'string' && /^[\u0000-\u00ff]*$/.test(node.value);
}

function foundText(node: Node): string {
  if (node.kind === 'string') return JSON.stringify(node.value.slice(0, 40));
  if (node.kind === 'number') return node.raw;
  if (node.kind === 'object') return 'an object';
  return node.kind === 'array' ? 'a list' : node.kind === 'null' ? 'null' : String(node.value);
}
