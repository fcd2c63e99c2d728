export { codes, type Code } from './codes/index.js';
export { createDiagnostics, DiagnosticsError, type Diagnostic, type Diagnostics } from './collector.js';
export { didYouMean, suggest } from './suggest.js';
export { renderGithub } from './github.js';
export { type JsonDiagnostic, toJsonDiagnostic } from './json.js';
export { renderDiagnostic, renderDiagnostics } from './text.js';
