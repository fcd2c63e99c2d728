/** What the user hands to a command: files, pipes and `FILE#Name`. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createDiagnostics, DiagnosticsError } from '../diagnostics/index.js';
import { type SourceText, wholeOf } from '../source/text.js';
import { maxFileSize } from '../source/document.js';
import type { Context } from './context.js';

export interface SchemaArgument {
  readonly file: string;
  readonly type?: string;
}

/** `schemas/a.proto#Status` */
export function schemaArgument(text: string): SchemaArgument {
  const at = text.indexOf('#');
  if (at === -1) return { file: text };
  const type = text.slice(at + 1);
  return { file: text.slice(0, at), ...(type === '' ? {} : { type }) };
}

/**
 * The bytes of a file, or of stdin for `-` or nothing.
 * @throws {DiagnosticsError} AW1001, AW1003.
 */
export async function readInput(name: string | undefined, { io, tell }: Context): Promise<Uint8Array> {
  const path = inputName(name);
  const diagnostics = createDiagnostics();
  const place = wholeOf({ path, text: '' });
  try {
    if (isStdin(name)) {
      if (io.stdin.isTTY) tell('reading from the terminal, Ctrl-D ends');
      return await io.stdin.read();
    }
    const bytes = await readFile(resolve(io.cwd, path));
    if (bytes.length <= maxFileSize) return bytes;
    diagnostics.report('AW1003', place, { size: bytes.length, limit: maxFileSize });
  } catch (error) {
    diagnostics.report('AW1001', place, { path, reason: reasonOf(error) });
  }
  throw new DiagnosticsError(diagnostics.all);
}

/** How findings name the input. */
export function inputName(name: string | undefined): string {
  return name === undefined || isStdin(name) ? '<stdin>' : name;
}

/** yargs hands `-` over as an empty text, which is no file either. */
function isStdin(name: string | undefined): boolean {
  return name === undefined || name === '-' || name === '';
}

/** @throws {DiagnosticsError} AW1001 where the bytes are no text. */
export function decodeText(bytes: Uint8Array, path: string): SourceText {
  try {
    return { path, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    const diagnostics = createDiagnostics();
    diagnostics.report('AW1001', wholeOf({ path, text: '' }), { path, reason: 'it is not UTF-8 text' });
    throw new DiagnosticsError(diagnostics.all);
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'permission denied',
};

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  if (code === undefined) throw error;
  return reasons[code] ?? code;
}
