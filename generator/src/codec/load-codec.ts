/** `loadCodec`: a codec for a schema at hand, for the command line, tools and tests. */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { Codec, Encoding } from '@agentwire/runtime';
import type * as Codegen from '@agentwire/runtime/codegen/v1';
import { createDiagnostics, DiagnosticsError } from '../diagnostics/index.js';
import { linkModules } from './link-modules.js';
import type { LoadCodecOptions, LoadedCodec } from './loaded-codec.js';
import { openSchema } from './open-schema.js';
import { base, printCodec, type PrintedCodec } from './print-codec.js';

export type { LoadCodecOptions, LoadedCodec } from './loaded-codec.js';

/**
 * The codecs of one type: printed as JavaScript, imported as `data:` modules, which Node keeps by their content for as
 * long as the process lives. Whoever loads thousands does so in workers that are replaced now and then.
 * @param input `{ file }`, or the text of a schema: a string is never taken for a path.
 * @throws {DiagnosticsError} everything that is wrong with the schema.
 * @example
 * const { json } = await loadCodec('{"type":"object","properties":{"a":{"type":"integer"}}}');
 * json.decode(new TextEncoder().encode('{"a":1}'));
 */
export async function loadCodec(
  input: string | { readonly file: string },
  options: LoadCodecOptions = {},
): Promise<LoadedCodec> {
  const diagnostics = createDiagnostics();
  const schema = openSchema(input, options, diagnostics);
  if (schema === undefined || diagnostics.hasErrors) throw new DiagnosticsError(diagnostics.all);
  const printed = printCodec(schema);
  const urls = linkModules(printed.modules, { bare: runtimeUrl });
  const codecs = new Map<Encoding, Codec<unknown>>();
  for (const encoding of ['json', 'protobuf', 'avro'] as const) {
    const codec = await importCodec(encoding, printed, urls);
    if (codec !== undefined) codecs.set(encoding, codec);
  }
  const { checkJson, checkValue } = await importRuntime();
  const json = codecs.get('json');
  if (json === undefined) throw new Error(`bug: ${schema.declaration.name} has no JSON codec`);
  const [protobuf, avro] = [codecs.get('protobuf'), codecs.get('avro')];
  return {
    name: schema.declaration.name,
    json,
    ...(protobuf === undefined ? {} : { protobuf }),
    ...(avro === undefined ? {} : { avro }),
    because: (encoding) => (codecs.has(encoding) ? undefined : (printed.because.get(encoding) ?? notARecord)),
    validate: (instance) => checkJson(json.shape, instance),
    is: (value) => checkValue(json.shape, value, 1).length === 0,
  };
}

const notARecord = 'only records have codecs of their own in it';

async function importCodec(
  encoding: Encoding,
  { root, symbols }: PrintedCodec,
  urls: ReadonlyMap<string, string>,
): Promise<Codec<unknown> | undefined> {
  const url = urls.get(`${base}/${encoding}`);
  if (url === undefined) return undefined;
  const module = (await import(url)) as Readonly<Record<string, Codec<unknown> | undefined>>;
  return module[symbols.codec(root, encoding).name];
}

/** `data:` modules have no place to look packages up from, so they are given the runtime's own. */
function runtimeUrl(specifier: string): string {
  return pathToFileURL(createRequire(import.meta.url).resolve(specifier)).href;
}

/** The same instance of the runtime that the printed modules import, whatever else is loaded. */
async function importRuntime(): Promise<typeof Codegen> {
  return (await import(runtimeUrl('@agentwire/runtime/codegen/v1'))) as typeof Codegen;
}
