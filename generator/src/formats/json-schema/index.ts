/** JSON Schema, drafts 2020-12 and 07. */
import type { FormatFrontend } from '../format.js';
import { load } from './load.js';
import { lower } from './lower.js';
import { print } from './print.js';

export const jsonSchema: FormatFrontend = {
  format: 'json-schema',
  claims: (path, text) =>
    /\.schema\.(?:json|ya?ml)$/i.test(path) || (/\.(?:json|ya?ml)$/i.test(path) && looksLikeSchema(text)),
  load: (roots, workspace, diagnostics) => lower(load(roots, workspace, diagnostics)),
  print,
};

/** A file that says so itself, or one that has what only schemas have. */
function looksLikeSchema(text: string): boolean {
  const head = text.slice(0, 65_536);
  if (/["']?\$schema["']?\s*:\s*["']?https?:\/\/json-schema\.org\//.test(head)) return true;
  return /^\s*\{/.test(head) && /"(?:\$defs|\$ref|definitions|properties)"\s*:\s*[{"]/.test(head);
}
