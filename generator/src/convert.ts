/** `agentwire convert`: a schema printed in another schema language, by way of the model. */
import { openSchema } from './codec/open-schema.js';
import { createDiagnostics, DiagnosticsError } from './diagnostics/index.js';
import { formats } from './formats/index.js';
import type { Format } from './model/types.js';

export interface ConvertOptions {
  readonly file: string;
  /** Which type of the file. */
  readonly type?: string;
  /** Where the file is looked for, absolute. */
  readonly cwd: string;
  readonly to: Format;
  /** Protobuf package or Avro namespace; default: what generated code has, the protocol's name or `schemas`. */
  readonly namespace?: string;
}

/** @throws {DiagnosticsError} everything that is wrong with the schema, or that the other language cannot say. */
export async function convert({ file, type, cwd, to, namespace }: ConvertOptions): Promise<string> {
  const diagnostics = createDiagnostics();
  const schema = openSchema({ file }, { cwd, ...(type === undefined ? {} : { type }) }, diagnostics);
  const target = formats.find((format) => format.format === to);
  if (schema === undefined || target === undefined || diagnostics.hasErrors) {
    throw new DiagnosticsError(diagnostics.all);
  }
  return target.print(schema.declaration, { namespace: namespace ?? schema.namespace, lock: schema.lock });
}
