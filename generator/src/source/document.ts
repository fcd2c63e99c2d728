/** The one door for structured text: JSON strictly, YAML by the core schema, both with positions. */
import { Buffer } from 'node:buffer';
import type { Diagnostics } from '../diagnostics/index.js';
import { parseJson } from './json.js';
import type { Node } from './node.js';
import { type SourceText, wholeOf } from './text.js';
import { parseYaml } from './yaml.js';

export { at, type Node, pointerTo, toJson } from './node.js';

/** Bytes of one schema, manifest or configuration file. */
export const maxFileSize = 16 * 1024 * 1024;

/**
 * The document, or undefined where its syntax is broken (AW1002) or it is too large (AW1003). Duplicate keys are
 * reported and the first one is kept.
 */
export function parseDocument(source: SourceText, diagnostics: Diagnostics): Node | undefined {
  const size = Buffer.byteLength(source.text);
  if (size > maxFileSize) {
    diagnostics.report('AW1003', wholeOf(source), { size, limit: maxFileSize });
    return undefined;
  }
  return isYaml(source) ? parseYaml(source, diagnostics) : parseJson(source, diagnostics);
}

function isYaml({ path, text }: SourceText): boolean {
  if (/\.ya?ml$/i.test(path)) return true;
  if (/\.(?:json|avsc|avpr)$/i.test(path)) return false;
  // A pipe has no name to go by.
  return !/^\ufeff?\s*["[{]/.test(text);
}
