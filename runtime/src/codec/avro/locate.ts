/** From the offset of a fault to a path: the bytes are walked once more, by the schema this time. */
import type { AvroReader } from './reader.js';
import { type AvroNode, isWeightless } from './schema.js';
import { skipValue } from './skip.js';

/** The RFC 6901 pointer of the value whose bytes hold `offset`, as far as the bytes can be followed. */
export function locate(schema: AvroNode, r: AvroReader, offset: number): string {
  const path: (string | number)[] = [];
  try {
    walk(schema, r, offset, path);
  } catch {
    // The walk meets the fault itself where the structure is broken: the path led there.
  }
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** Whether the fault lies in this value; `path` is then its path. */
function walk(node: AvroNode, r: AvroReader, offset: number, path: (string | number)[]): boolean {
  switch (node.kind) {
    case 'record':
      r.enter();
      for (const field of node.fields) {
        if (!node.wrapper) path.push(field.property);
        if (walk(field.type, r, offset, path)) return true;
        if (!node.wrapper) path.pop();
      }
      r.leave();
      return false;
    case 'union': {
      const index = r.index(node.branches.length);
      if (offset < r.position) return true;
      const branch = node.branches[index];
      return branch !== undefined && walk(branch, r, offset, path);
    }
    case 'array':
    case 'map':
      return walkBlocks(node, r, offset, path);
    case 'null':
    case 'boolean':
    case 'int':
    case 'long':
    case 'float':
    case 'double':
    case 'bytes':
    case 'string':
    case 'fixed':
    case 'enum':
      skipValue(node, r);
      return offset < r.position;
  }
}

function walkBlocks(
  node: Extract<AvroNode, { kind: 'array' | 'map' }>,
  r: AvroReader,
  offset: number,
  path: (string | number)[],
): boolean {
  const weightless = node.kind === 'array' && isWeightless(node.items);
  let seen = 0;
  for (;;) {
    let left = r.block(seen, weightless);
    if (offset < r.position) return true;
    if (left === 0) return false;
    for (; left > 0; left--, seen++) {
      const key = node.kind === 'map' ? r.string() : seen;
      if (node.kind === 'map' && offset < r.position) return true;
      path.push(key);
      if (walk(node.kind === 'map' ? node.values : node.items, r, offset, path)) return true;
      path.pop();
    }
  }
}
