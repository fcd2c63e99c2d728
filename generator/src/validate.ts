import type { Issue } from '@agentwire/runtime';
import { loadCodec, type LoadCodecOptions } from './codec/load-codec.js';

/**
 * What is wrong with plain JSON by a schema; empty where it is valid.
 * @param schema `{ file }`, or the text of a schema.
 * @throws {DiagnosticsError} everything that is wrong with the schema itself.
 * @example await validate('{"type":"integer"}', 'x') // [{ path: '', message: '"x" is not an integer' }]
 */
export async function validate(
  schema: string | { readonly file: string },
  instance: unknown,
  options: LoadCodecOptions = {},
): Promise<readonly Issue[]> {
  return (await loadCodec(schema, options)).validate(instance);
}
