/**
 * Judges plain JSON by a JSON Schema of draft 2020-12 or 07 in full: for what the shared model cannot say, and so no
 * generated codec either. Closures built once per schema; no code from strings.
 */
export { compileSchema, type SchemaOptions } from './compile.js';
