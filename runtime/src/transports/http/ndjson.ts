/**
 * Updates before the reply, as lines of one response (`application/x-ndjson`). Each line is one JSON object with one
 * member, written without white space around it, so that the envelope inside is the text that was signed:
 *
 *     {"accepted":true}
 *     {"update":{"header":{…},"payload":{"data":{"progress":0.5}}}}
 *     {"reply":{"header":{…},"payload":{"data":{…}}}}
 *
 * `accepted` is the first line. The last one is `reply` (`{"reply":null}` where the operation is one-way) or `error`
 * with problem details; a response that ends without either was cut off. Empty lines keep idle proxies awake and mean
 * nothing.
 *
 * A stream is `item` lines in the same form. The agent's ends with `{"end":true}` or `error`; the caller's is the body of
 * its request and ends with it.
 */
import { concat, utf8 } from '../../envelope/bytes.js';
import { AgentError } from '../../error.js';

export type LineKind = 'accepted' | 'update' | 'item' | 'reply' | 'end' | 'error';

export interface Line {
  readonly kind: LineKind;
  readonly value: Uint8Array;
}

const heads: Readonly<Record<LineKind, Uint8Array>> = {
  accepted: utf8('{"accepted":'),
  update: utf8('{"update":'),
  item: utf8('{"item":'),
  reply: utf8('{"reply":'),
  end: utf8('{"end":'),
  error: utf8('{"error":'),
};
const kinds = Object.keys(heads) as LineKind[];
const tail = utf8('}\n');
const newline = 0x0a;
const closingBrace = 0x7d;

export const acceptedLine: Uint8Array = utf8('{"accepted":true}\n');
export const endLine: Uint8Array = utf8('{"end":true}\n');
/** The reply of a one-way operation. */
export const nothing: Uint8Array = utf8('null');

export function lineOf(kind: LineKind, value: Uint8Array): Uint8Array {
  return concat([heads[kind], value, tail]);
}

export interface LineReader {
  /** The lines that a chunk completes. @throws {AgentError} `protocol_violation`, `too_large`. */
  push(chunk: Uint8Array): Line[];
}

/** @param limit bytes of one line. */
export function lineReader(limit: number): LineReader {
  let begun: Uint8Array[] = [];
  let size = 0;
  const grow = (part: Uint8Array): void => {
    size += part.length;
    if (size > limit) throw AgentError.of('too_large', `a line has more than ${limit} bytes`, { outcome: 'unknown' });
    if (part.length > 0) begun.push(part);
  };
  return {
    push(chunk) {
      const lines: Line[] = [];
      let from = 0;
      for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, from)) {
        grow(chunk.subarray(from, end));
        const [only] = begun;
        const line = begun.length === 1 && only !== undefined ? only : concat(begun);
        begun = [];
        size = 0;
        from = end + 1;
        if (line.length > 0) lines.push(parseLine(line));
      }
      grow(chunk.subarray(from));
      return lines;
    },
  };
}

function parseLine(line: Uint8Array): Line {
  const kind = line.at(-1) === closingBrace ? kinds.find((one) => startsWith(line, heads[one])) : undefined;
  if (kind === undefined)
    throw AgentError.of('protocol_violation', `a line that is none of ${kinds.join(', ')}`, {
      outcome: 'unknown',
    });
  return { kind, value: line.subarray(heads[kind].length, -1) };
}

function startsWith(bytes: Uint8Array, head: Uint8Array): boolean {
  return head.every((byte, index) => bytes[index] === byte);
}
