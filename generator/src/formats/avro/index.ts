/** Avro: `.avsc` schemas, the types of `.avpr` and `.avdl` protocols. */
import type { FormatFrontend } from '../format.js';
import { load } from './load.js';
import { print } from './print.js';

export const avro: FormatFrontend = {
  format: 'avro',
  claims: (path, text) => /\.(?:avsc|avpr|avdl)$/i.test(path) || (/^stdin|\.json$/i.test(path) && looksLikeAvro(text)),
  load: (roots, _workspace, diagnostics) => load(roots, diagnostics),
  print,
};

/** A type with fields or symbols and no sign of JSON Schema. */
function looksLikeAvro(text: string): boolean {
  return (
    /"type"\s*:\s*"(?:record|error|enum|fixed)"/.test(text) &&
    /"(?:fields|symbols|size)"\s*:/.test(text) &&
    !/"\$schema"\s*:/.test(text)
  );
}
