/** Source maps of declarations (revision 3): "go to definition" lands in the schema. */
import { posix } from 'node:path';
import { positionOf, type Span } from '../source/text.js';

// Private-use characters: the encoders never let them through unescaped.
const open = '\ue002';
const close = '\ue003';

/** Stands in printed text for the mark of this number, until `declarationMap` takes it out. */
export function markToken(index: number): string {
  return `${open}${index}${close}`;
}

/**
 * The text without its tokens, and the map of where they stood.
 * @param path the output file without its ending, relative to the output folder
 */
export function declarationMap(
  marked: string,
  marks: readonly Span[],
  path: string,
  toRoot: string,
): { readonly text: string; readonly map: string } {
  const sources = [...new Set(marks.map((span) => span.source.path))];
  const name = `${posix.basename(path)}.d.ts`;
  const encode = segmentEncoder();
  const lines = marked.split('\n').map((line) => {
    const segments: string[] = [];
    let column = 0;
    let text = '';
    for (const [index, piece] of line.split(open).entries()) {
      const end = index === 0 ? 0 : piece.indexOf(close) + 1;
      const span = marks[Number(piece.slice(0, end - 1))];
      if (index > 0 && span !== undefined) segments.push(encode(column, sources.indexOf(span.source.path), span));
      text += piece.slice(end);
      column = text.length;
    }
    encode.nextLine();
    return { text, segments: segments.join(',') };
  });
  // Joined and not `posix.relative`, which would ask where the process stands.
  const up = '../'.repeat(path.split('/').length - 1);
  const map = {
    version: 3,
    file: name,
    sourceRoot: '',
    sources: sources.map((source) => posix.join(up, toRoot, source)),
    names: [],
    mappings: lines
      .map((line) => line.segments)
      .join(';')
      .replace(/;+$/, ''),
  };
  const text = lines.map((line) => line.text).join('\n');
  return { text: `${text}//# sourceMappingURL=${name}.map\n`, map: `${JSON.stringify(map)}\n` };
}

interface SegmentEncoder {
  (column: number, source: number, span: Span): string;
  nextLine(): void;
}

/** Every field is a difference to the field before it; columns start anew on every line. */
function segmentEncoder(): SegmentEncoder {
  let before = { column: 0, source: 0, line: 0, at: 0 };
  const encode = (column: number, source: number, span: Span): string => {
    const position = positionOf(span.source, span.start);
    const now = { column, source, line: position.line - 1, at: position.column - 1 };
    const fields = [now.column - before.column, now.source - before.source, now.line - before.line, now.at - before.at];
    before = now;
    return fields.map(vlq).join('');
  };
  const nextLine = (): void => {
    before = { ...before, column: 0 };
  };
  return Object.assign(encode, { nextLine });
}

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function vlq(value: number): string {
  let rest = value < 0 ? (-value << 1) | 1 : value << 1;
  let out = '';
  do {
    const digit = rest & 31;
    rest >>>= 5;
    out += digits[rest > 0 ? digit | 32 : digit];
  } while (rest > 0);
  return out;
}
