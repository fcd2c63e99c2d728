/** Protobuf: on the wire, or by buf's categories. */
import type { Comparator } from '../comparator.js';
import { openProtobuf } from './descriptor.js';
import { wireFindings } from './findings.js';

export const protobufComparator: Comparator = {
  format: 'protobuf',
  compare(old, fresh, { directions }, diagnostics) {
    const before = openProtobuf(old.files, old.workspace, diagnostics);
    const after = openProtobuf(fresh.files, fresh.workspace, diagnostics);
    if (diagnostics.hasErrors) return [];
    return directions.flatMap((direction) => wireFindings(before, after, direction));
  },
};
