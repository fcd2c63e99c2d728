/** The commands as functions. */
export { loadCodec } from './codec/load-codec.js';
export type { LoadCodecOptions, LoadedCodec } from './codec/loaded-codec.js';
export { convert, type ConvertOptions } from './convert.js';
export { DiagnosticsError, type Diagnostic, renderDiagnostics } from './diagnostics/index.js';
export type { EncodingRow, GenerateOptions, GenerateResult } from './generate-result.js';
export { generate } from './pipeline.js';
export { validate, type Verdict } from './validate.js';
