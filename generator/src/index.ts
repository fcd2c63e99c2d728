export type { Diagnostic } from './diagnostics/index.js';
