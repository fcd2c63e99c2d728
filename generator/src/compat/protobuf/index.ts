/** Protobuf: on the wire, or by buf's categories. */
import type { Comparator } from '../comparator.js';
import { bufCategories, bufFindings } from './buf/index.js';
import { openProtobuf } from './descriptor.js';
import { wireFindings } from './findings.js';

export const protobufComparator: Comparator = {
  format: 'protobuf',
  compare(old, fresh, { directions, policy }, diagnostics) {
    const before = openProtobuf(old.files, old.workspace, diagnostics);
    const after = openProtobuf(fresh.files, fresh.workspace, diagnostics);
    if (diagnostics.hasErrors) return [];
    const category = bufCategories.find((one) => one === policy);
    if (category !== undefined) return bufFindings(before, after, category);
    return directions.flatMap((direction) => wireFindings(before, after, direction));
  },
};
