/** What the command line does, as functions. */
export { loadCodec, type LoadCodecOptions, type LoadedCodec } from './codec/load-codec.js';
export { check, type CheckOptions, type CheckResult } from './compat/check.js';
export { checkProject, type ProjectCheckOptions } from './compat/project/index.js';
export { release, type ReleaseOptions, type ReleaseResult } from './compat/project/release.js';
export type { Direction, Finding, Severity, Verdict, Witness } from './compat/finding.js';
export type { Mode, Policy } from './compat/options.js';
export { convert, type ConvertOptions } from './convert.js';
export {
  type Code,
  type Diagnostic,
  DiagnosticsError,
  type JsonDiagnostic,
  renderDiagnostics,
  toJsonDiagnostic,
} from './diagnostics/index.js';
export type { EncodingRow, GenerateOptions, GenerateResult } from './generate-result.js';
export { scaffold, type ScaffoldResult } from './init/scaffold.js';
export { generate } from './pipeline.js';
export { validate } from './validate.js';
