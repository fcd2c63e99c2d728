/** Passing over a value by its schema, checking its structure on the way. */
import type { AvroReader } from './reader.js';
import { type AvroNode, isWeightless } from './schema.js';

export function skipValue(node: AvroNode, r: AvroReader): void {
  switch (node.kind) {
    case 'null':
      return;
    case 'boolean':
      r.boolean();
      return;
    case 'int':
      r.int();
      return;
    case 'long':
      r.bigint();
      return;
    case 'float':
      return r.skip(4);
    case 'double':
      return r.skip(8);
    case 'bytes':
    case 'string':
      return r.skipBytes();
    case 'fixed':
      return r.skip(node.size);
    case 'enum':
      r.index(node.symbols.length);
      return;
    case 'union': {
      const branch = node.branches[r.index(node.branches.length)];
      if (branch !== undefined) skipValue(branch, r);
      return;
    }
    case 'array':
    case 'map':
      return skipBlocks(node, r);
    case 'record':
      r.enter();
      for (const field of node.fields) skipValue(field.type, r);
      return r.leave();
  }
}

function skipBlocks(node: Extract<AvroNode, { kind: 'array' | 'map' }>, r: AvroReader): void {
  const weightless = node.kind === 'array' && isWeightless(node.items);
  let seen = 0;
  for (let left = r.block(seen, weightless); left > 0; left = r.block(seen, weightless)) {
    seen += left;
    for (; left > 0; left--) {
      if (node.kind === 'map') r.skipBytes();
      skipValue(node.kind === 'map' ? node.values : node.items, r);
    }
  }
}
