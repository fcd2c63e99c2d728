/** A declaration, and what it refers to, as a `.proto` text. */
import { createDiagnostics } from '../../diagnostics/index.js';
import { printProto } from '../../encodings/print-proto.js';
import { planProtobuf } from '../../encodings/protobuf.js';
import { emptyLock } from '../../lock/lock.js';
import type { Declaration } from '../../model/types.js';
import type { PrintOptions } from '../format.js';

/** Derived numbers are those of a first generation: whoever has a lock prints its layouts with `printProto`. */
export function printDeclaration(root: Declaration, { namespace }: PrintOptions): string {
  const { layouts } = planProtobuf([root], emptyLock, createDiagnostics());
  return printProto(layouts, { namespace });
}
