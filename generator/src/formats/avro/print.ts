/** A declaration, and what it refers to, as the text of an `.avsc` file. */
import { createDiagnostics, DiagnosticsError } from '../../diagnostics/index.js';
import { planAvro } from '../../encodings/avro.js';
import { schemaJson } from '../../encodings/avro/schema-json.js';
import { emptyLock } from '../../lock/lock.js';
import type { Declaration } from '../../model/types.js';
import type { PrintOptions } from '../format.js';

/** @throws {DiagnosticsError} AW3430 where Avro cannot carry a part of it */
export function print(root: Declaration, options: PrintOptions): string {
  const diagnostics = createDiagnostics();
  const { layouts } = planAvro([root], options.lock ?? emptyLock, diagnostics, options);
  const schema = layouts.schemaOf.get(root);
  if (schema === undefined || diagnostics.hasErrors) throw new DiagnosticsError(diagnostics.all);
  return `${JSON.stringify(schemaJson(schema, new Set()), undefined, 2)}\n`;
}
