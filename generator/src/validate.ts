/** `agentwire validate` as a function. */
import type { Issue } from '@agentwire/runtime';
import { loadCodec } from './codec/load-codec.js';
import type { LoadCodecOptions } from './codec/loaded-codec.js';

export interface Verdict {
  readonly valid: boolean;
  /** Empty where it is valid. */
  readonly issues: readonly Issue[];
}

/**
 * Judges plain JSON by a schema.
 * @param schema the text of a schema, or the file it stands in.
 * @throws {DiagnosticsError} everything that is wrong with the schema itself.
 * @example await validate({ file: 'schemas/order.schema.json' }, { id: 7 });
 */
export async function validate(
  schema: string | { readonly file: string },
  instance: unknown,
  options: LoadCodecOptions = {},
): Promise<Verdict> {
  const issues = (await loadCodec(schema, options)).validate(instance);
  return { valid: issues.length === 0, issues };
}
