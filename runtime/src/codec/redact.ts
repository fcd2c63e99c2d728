/** A copy of a value for logs, traces and audit, with its sensitive members masked. */
import { plainBranch } from './check/union.js';
import { Report } from './check/report.js';
import type { RecordShape, Shape, UnionShape } from './shape.js';

export const mask = '***';
const deepest = 64;

/** Members that the shape does not declare are masked as well: nobody has said that they may be shown. */
export function redact(shape: Shape, value: unknown): unknown {
  return redacted(shape, value, 0);
}

function redacted(shape: Shape, value: unknown, depth: number): unknown {
  if (depth > deepest) return mask;
  if (typeof value !== 'object' || value === null) return value;
  switch (shape.kind) {
    case 'ref':
      return redacted(shape.target(), value, depth + 1);
    case 'nullable':
      return redacted(shape.of, value, depth);
    case 'list':
      return Array.isArray(value) ? value.map((item) => redacted(shape.items, item, depth + 1)) : mask;
    case 'map':
      return Object.fromEntries(entriesOf(value).map(([key, item]) => [key, redacted(shape.values, item, depth + 1)]));
    case 'record':
      return redactedRecord(shape, value, depth);
    case 'union':
      return redactedUnion(shape, value, depth);
    default:
      return value;
  }
}

function redactedRecord(shape: RecordShape, value: object, depth: number): unknown {
  const byName = new Map(shape.members.map((member) => [member.name, member]));
  return Object.fromEntries(
    entriesOf(value).map(([key, item]) => {
      const member = byName.get(key);
      return [key, member === undefined || member.sensitive === true ? mask : redacted(member.shape, item, depth + 1)];
    }),
  );
}

function redactedUnion(shape: UnionShape, value: object, depth: number): unknown {
  if (shape.style === 'plain' || shape.style === 'untagged') {
    const branch = plainBranch(new Report(1), value, shape, 'value');
    return branch === undefined ? mask : redacted(branch.shape, value, depth + 1);
  }
  const members = value as Readonly<Record<string, unknown>>;
  const branch = shape.branches.find((one) => one.name === members['kind']);
  if (branch === undefined) return mask;
  const property = shape.style === 'oneof' ? branch.name : 'value';
  return { kind: branch.name, [property]: redacted(branch.shape, members[property], depth + 1) };
}

function entriesOf(value: object): readonly (readonly [string, unknown])[] {
  if (value instanceof Map) return [...(value as Map<unknown, unknown>)].map(([key, item]) => [String(key), item]);
  return Object.entries(value);
}
