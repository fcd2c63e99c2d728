/** Protobuf: on the wire, by buf's categories, or as Confluent's registry judges. */
import type { Comparator } from '../comparator.js';
import { bufCategories, bufFindings } from './buf/index.js';
import { registryFindings } from './registry.js';
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
    if (policy.startsWith('confluent-'))
      return directions.flatMap((direction) => registryFindings(before, after, direction));
    return directions.flatMap((direction) => wireFindings(before, after, direction));
  },
};
