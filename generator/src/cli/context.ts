/** What every command is handed: where to print what, by the options that all commands share. */
import { type Diagnostic, renderDiagnostics, renderGithub, toJsonDiagnostic } from '../diagnostics/index.js';
import { colours, plain } from '../diagnostics/paint.js';
import type { Io } from './io.js';

export interface GlobalArguments {
  readonly json: boolean;
  readonly silent: boolean;
  readonly color: boolean;
}

export interface Context {
  readonly io: Io;
  readonly json: boolean;
  /** A result: always printed. */
  readonly print: (text: string) => void;
  /** With `--json`: the one document on stdout. */
  readonly printJson: (value: object, diagnostics?: readonly Diagnostic[]) => void;
  /** What a person likes to know and a script does not need: stderr, and neither with `--silent` nor with `--json`. */
  readonly tell: (text: string) => void;
  /** Findings for a person; with `--json` they are part of the printed document instead. */
  readonly report: (diagnostics: readonly Diagnostic[]) => void;
}

export function createContext(args: GlobalArguments, io: Io): Context {
  const quiet = args.silent || args.json;
  // https://no-color.org: set and not empty.
  const coloured = args.color && io.stderr.isTTY && (io.env['NO_COLOR'] ?? '') === '';
  const print = (text: string): void => io.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
  return {
    io,
    json: args.json,
    print,
    printJson(value, diagnostics = []) {
      print(JSON.stringify({ ...value, diagnostics: diagnostics.map(toJsonDiagnostic) }, null, 2));
    },
    tell(text) {
      if (!quiet) io.stderr.write(`${text}\n`);
    },
    report(diagnostics) {
      if (args.json || diagnostics.length === 0) return;
      io.stderr.write(`${renderDiagnostics(diagnostics, coloured ? colours : plain)}\n`);
      if (io.env['GITHUB_ACTIONS'] === 'true') for (const one of diagnostics) io.stderr.write(`${renderGithub(one)}\n`);
    },
  };
}
