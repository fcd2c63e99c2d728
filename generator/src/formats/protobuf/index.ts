/** Protobuf: proto2, proto3 and edition 2023. */
import type { FormatFrontend } from '../format.js';
import { readFiles } from './files.js';
import { lowerFiles } from './lower.js';
import { printDeclaration } from './print.js';
import { verify } from './verify.js';

export const protobuf: FormatFrontend = {
  format: 'protobuf',
  claims: (path, text) => path.endsWith('.proto') || /^\s*(?:syntax|edition)\s*=\s*["']/.test(withoutComments(text)),
  load(roots, workspace, diagnostics) {
    const files = readFiles(roots, workspace, diagnostics);
    for (const file of files) if (!file.builtIn) verify(file, diagnostics);
    const modules = lowerFiles(files, diagnostics);
    // A refusal must not pass in silence, should those two see nothing wrong.
    const told = new Set(diagnostics.all.filter(({ severity }) => severity === 'error').map(({ span }) => span.source));
    for (const { source, refused } of told.size > 0 && files.some(({ source }) => told.has(source)) ? [] : files) {
      if (refused !== undefined) diagnostics.report('AW3201', { source, start: 0, end: 0 }, { found: refused });
    }
    const rank = new Map(roots.map((root, index) => [root.path, index]));
    // Roots in the order given, then what they reach.
    return modules.toSorted(
      (a, b) => (rank.get(a.source.path) ?? Infinity) - (rank.get(b.source.path) ?? Infinity) || 0,
    );
  },
  print: printDeclaration,
};

/** Comments at the head of a text. */
function withoutComments(text: string): string {
  return text.slice(0, 65_536).replace(/^(?:\s+|\/\/[^\n]*\n|\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\/)+/, '');
}
