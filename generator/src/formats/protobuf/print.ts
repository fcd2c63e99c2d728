/** A declaration, and what it refers to, as a `.proto` text. */
import { createDiagnostics, DiagnosticsError } from '../../diagnostics/index.js';
import { printProto } from '../../encodings/print-proto.js';
import { planProtobuf } from '../../encodings/protobuf.js';
import { emptyLock } from '../../lock/lock.js';
import type { Declaration } from '../../model/types.js';
import type { PrintOptions } from '../format.js';

/** @throws {DiagnosticsError} AW3301 where Protobuf cannot carry a part of it */
export function printDeclaration(root: Declaration, { namespace, lock = emptyLock }: PrintOptions): string {
  const diagnostics = createDiagnostics();
  const { layouts } = planProtobuf([root], lock, diagnostics);
  if (diagnostics.hasErrors) throw new DiagnosticsError(diagnostics.all);
  return printProto(layouts, { namespace });
}
