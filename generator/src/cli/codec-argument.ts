/** The codec that `--schema` and `--as` name. */
import type { Codec, Encoding } from '@agentwire/runtime';
import type { LoadedCodec } from '../codec/loaded-codec.js';
import { createDiagnostics, DiagnosticsError } from '../diagnostics/index.js';
import { wholeOf } from '../source/text.js';
import type { Context } from './context.js';
import { schemaArgument } from './input.js';

export const codecOptions = {
  schema: { type: 'string', demandOption: true, requiresArg: true, describe: 'FILE or FILE#Name' },
  as: { choices: ['json', 'protobuf', 'avro'], demandOption: true, requiresArg: true, describe: 'The encoding' },
} as const;

export interface CodecArguments {
  readonly schema: string;
  readonly as: Encoding;
}

/** @throws {DiagnosticsError} what is wrong with the schema, or AW7003. */
export async function codecOf(
  { schema, as }: CodecArguments,
  { io }: Context,
): Promise<{ readonly loaded: LoadedCodec; readonly codec: Codec<unknown> }> {
  const { file, type } = schemaArgument(schema);
  const loaded = await io.services.loadCodec({ file }, { cwd: io.cwd, ...(type === undefined ? {} : { type }) });
  const codec = loaded[as];
  if (codec !== undefined) return { loaded, codec };
  const diagnostics = createDiagnostics();
  const reason = loaded.because(as) ?? 'the schema cannot be carried by it';
  diagnostics.report('AW7003', wholeOf({ path: file, text: '' }), { encoding: as, type: loaded.name, reason });
  throw new DiagnosticsError(diagnostics.all);
}
