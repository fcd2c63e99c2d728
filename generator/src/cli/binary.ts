/** Bytes as a person or a shell can take them. */
import { Buffer } from 'node:buffer';
import { createDiagnostics, DiagnosticsError } from '../diagnostics/index.js';
import { wholeOf } from '../source/text.js';
import { decodeText } from './input.js';

export type Spelling = 'raw' | 'hex' | 'base64';

// Without defaults: yargs takes a default for a given option, and these two exclude each other.
export const spellingOptions = {
  hex: { type: 'boolean', conflicts: 'base64', describe: 'Binary as hexadecimal text' },
  base64: { type: 'boolean', describe: 'Binary as base64 text' },
} as const;

export interface SpellingArguments {
  readonly hex: boolean | undefined;
  readonly base64: boolean | undefined;
}

export function spellingOf(args: SpellingArguments): Spelling {
  if (args.hex === true) return 'hex';
  return args.base64 === true ? 'base64' : 'raw';
}

/** @throws {DiagnosticsError} AW7006 where the text is not in its spelling. */
export function readSpelled(bytes: Uint8Array, spelling: Spelling, path: string): Uint8Array {
  if (spelling === 'raw') return bytes;
  const text = decodeText(bytes, path).text.replace(/\s/g, '');
  const grammar = spelling === 'hex' ? /^(?:[0-9a-f]{2})*$/i : /^(?:[A-Za-z0-9+/_-]{2,4})*={0,2}$/;
  if (grammar.test(text)) return Buffer.from(text, spelling);
  const wrong = text.search(spelling === 'hex' ? /[^0-9a-f]/i : /[^A-Za-z0-9+/=_-]/);
  const reason = wrong === -1 ? 'it is cut short' : `found ${JSON.stringify(text.charAt(wrong))}`;
  const diagnostics = createDiagnostics();
  diagnostics.report('AW7006', wholeOf({ path, text: '' }), { encoding: spelling, reason });
  throw new DiagnosticsError(diagnostics.all);
}

export function spelled(bytes: Uint8Array, spelling: 'hex' | 'base64'): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(spelling);
}
