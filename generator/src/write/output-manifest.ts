/** `.agentwire.json`: the files that were generated, so that only those are ever replaced or removed. */
import { createHash } from 'node:crypto';
import type { Diagnostics } from '../diagnostics/index.js';
import { parseDocument } from '../source/document.js';
import { type SourceText, wholeOf } from '../source/text.js';
import { createDiagnostics } from '../diagnostics/index.js';
import { unsafePath } from './output-path.js';

export const manifestName = '.agentwire.json';

/** Path to digest of the text as it was written. */
export type OutputManifest = ReadonlyMap<string, string>;

/** `sha256-` and base64, over the text with plain line feeds: a checkout with CRLF is the same file. */
export function digestOf(text: string): string {
  return `sha256-${createHash('sha256').update(plainLines(text)).digest('base64')}`;
}

export function plainLines(text: string): string {
  return text.includes('\r') ? text.replaceAll('\r\n', '\n') : text;
}

/** Sorted, one file a line: merges of two branches conflict only where both changed the same file. */
export function printManifest(files: OutputManifest, generator: string): string {
  const sorted = [...files].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `${JSON.stringify({ generator, files: Object.fromEntries(sorted) }, null, 2)}\n`;
}

/** What an earlier run wrote. A broken manifest is a warning (AW5006): the generated header still tells most files. */
export function readManifest(source: SourceText, diagnostics: Diagnostics): OutputManifest {
  const files = new Map<string, string>();
  const syntax = createDiagnostics();
  const root = parseDocument(source, syntax);
  const listed = root?.kind === 'object' ? root.get('files') : undefined;
  if (syntax.hasErrors || listed?.kind !== 'object') {
    diagnostics.report('AW5006', wholeOf(source), { path: source.path, reason: 'does not parse' });
    return files;
  }
  for (const { key, keySpan, value } of listed.entries) {
    // The manifest may have been edited by anybody: a path in it must not lead removal out of the folder.
    const reason = unsafePath(key);
    if (reason === undefined && value.kind === 'string') files.set(key, value.value);
    else diagnostics.report('AW5006', keySpan, { path: source.path, reason: `lists ${JSON.stringify(key)}` });
  }
  return files;
}
