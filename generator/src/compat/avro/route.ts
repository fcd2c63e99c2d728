/** Where in a value a difference lies, and a value of the writer's schema that leads there. */
import type { AvroSchema } from '../../model/avro-schema.js';
import type { Json } from '../../model/types.js';

export type Step =
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'branch'; readonly index: number }
  | { readonly kind: 'item' }
  | { readonly kind: 'value' }
  /** The end of a route: this symbol of an enum. */
  | { readonly kind: 'symbol'; readonly symbol: string }
  /** The end of a route: bytes that are not UTF-8. */
  | { readonly kind: 'no text' }
  /** The end of a route: a decimal of this many digits. */
  | { readonly kind: 'digits'; readonly digits: number };

export type Route = readonly Step[];

/** Values of a recursive schema end; this deep at the latest, or the schema has no values. */
const deepest = 60;

/** A small value in Avro's JSON encoding that passes the route; undefined where no value does. */
export function valueAlong(schema: AvroSchema, route: Route, depth = 0): Json | undefined {
  if (depth > deepest) return undefined;
  const [step, ...rest] = route;
  switch (schema.kind) {
    case 'null':
      return null;
    case 'boolean':
      return false;
    case 'int':
    case 'long':
    case 'float':
    case 'double':
      return 1;
    case 'string':
      return schema.logical?.name === 'uuid' ? '00000000-0000-4000-8000-000000000000' : 'a';
    case 'bytes':
      if (step?.kind === 'digits') return largest(step.digits, undefined);
      return step?.kind === 'no text' ? '\u00ff' : 'a';
    case 'fixed':
      return step?.kind === 'digits' ? largest(step.digits, schema.size) : '\u0000'.repeat(schema.size);
    case 'enum':
      return step?.kind === 'symbol' ? step.symbol : schema.symbols[0];
    case 'array': {
      if (step?.kind !== 'item') return [];
      const item = valueAlong(schema.items, rest, depth + 1);
      return item === undefined ? undefined : [item];
    }
    case 'map': {
      if (step?.kind !== 'value') return {};
      const value = valueAlong(schema.values, rest, depth + 1);
      return value === undefined ? undefined : { key: value };
    }
    case 'union': {
      const indices = step?.kind === 'branch' ? [step.index] : [...schema.branches.keys()];
      for (const index of indices) {
        const branch = schema.branches[index];
        if (branch === undefined) continue;
        // Without a route the shortest way out of a recursion is wanted: null, where it is there.
        const way = step?.kind === 'branch' ? rest : [];
        const value = branch.kind === 'null' ? null : valueAlong(branch, way, depth + 1);
        if (value !== undefined) return branch.kind === 'null' ? null : { [branchName(branch)]: value };
      }
      return undefined;
    }
    case 'record': {
      const entries: [string, Json][] = [];
      for (const field of schema.fields) {
        const mine = step?.kind === 'field' && step.name === field.name;
        const value = valueAlong(field.type, mine ? rest : [], depth + 1);
        if (value === undefined) return undefined;
        entries.push([field.name, value]);
      }
      return Object.fromEntries(entries);
    }
  }
}

/** 99...9 in two's complement, as Avro's JSON spells bytes. */
function largest(digits: number, size: number | undefined): string {
  let rest = 10n ** BigInt(digits) - 1n;
  let text = '';
  while (rest > 0n) {
    text = String.fromCharCode(Number(rest & 0xffn)) + text;
    rest >>= 8n;
  }
  if (text.charCodeAt(0) > 127) text = `\u0000${text}`;
  return size === undefined ? text : text.padStart(size, '\u0000').slice(-size);
}

export function branchName(schema: AvroSchema): string {
  return 'name' in schema ? schema.name : schema.kind;
}
