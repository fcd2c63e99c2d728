/** `{"header":...,"payload":{"data":...,"metadata":...}}`: the document's own form, and canonical when we write it. */
import { concat, utf8 } from './bytes.js';
import { badFrame, type EnvelopeFormat, type Parts } from './format.js';

const open = utf8('{"header":');
const payloadKey = utf8(',"payload":');
const dataKey = utf8('{"data":');
const metadataKey = utf8(',"metadata":');
const close = utf8('}');

export const jsonEnvelope: EnvelopeFormat = {
  payload: (data, metadata) => concat(payloadParts(data, metadata)),
  join: (header, data, metadata) => concat([open, header, payloadKey, ...payloadParts(data, metadata), close]),
  split(frame): Parts {
    const top = membersOf(frame, skipSpace(frame, 0), ['header', 'payload']);
    if (skipSpace(frame, top.end) !== frame.length) throw badFrame('text after the envelope', top.end);
    const { header, payload } = top.spans;
    if (header === undefined) throw badFrame('the envelope has no header', 0);
    if (payload === undefined) throw badFrame('the envelope has no payload', 0);
    const inner = membersOf(frame, payload.start, ['data', 'metadata']);
    const data = inner.spans['data'];
    if (data === undefined) throw badFrame('the payload has no data', payload.start);
    const metadata = inner.spans['metadata'];
    return {
      header: frame.subarray(header.start, header.end),
      payload: frame.subarray(payload.start, payload.end),
      data: frame.subarray(data.start, data.end),
      metadata: metadata === undefined ? undefined : frame.subarray(metadata.start, metadata.end),
    };
  },
};

function payloadParts(data: Uint8Array, metadata: Uint8Array | undefined): readonly Uint8Array[] {
  return metadata === undefined ? [dataKey, data, close] : [dataKey, data, metadataKey, metadata, close];
}

/**
 * The members of a JSON object as spans, whatever of `known` is there (any names where it is left out): for bodies that
 * are not a whole envelope.
 * @throws {CodecError} `invalid_bytes` with the offset.
 */
export function jsonMembers(text: Uint8Array, known?: readonly string[]): Readonly<Record<string, Uint8Array>> {
  const { spans, end } = membersOf(text, skipSpace(text, 0), known);
  if (skipSpace(text, end) !== text.length) throw badFrame('text after the object', end);
  return Object.fromEntries(Object.entries(spans).map(([name, span]) => [name, text.subarray(span.start, span.end)]));
}

interface Span {
  readonly start: number;
  readonly end: number;
}

const decoder = new TextDecoder('utf-8', { fatal: true });

/** The values of an object's members as spans. Only names of `known` may stand there, each once. */
function membersOf(
  bytes: Uint8Array,
  start: number,
  known?: readonly string[],
): { spans: Record<string, Span>; end: number } {
  if (bytes[start] !== 0x7b) throw badFrame('expected an object', start);
  // A member may be named `__proto__`.
  const spans = Object.create(null) as Record<string, Span>;
  let at = skipSpace(bytes, start + 1);
  if (bytes[at] === 0x7d) return { spans, end: at + 1 };
  for (;;) {
    const keyEnd = skipString(bytes, at);
    const key = keyAt(bytes, at, keyEnd);
    if (known?.includes(key) === false) throw badFrame(`an unknown member beside ${known.join(' and ')}`, at);
    if (Object.hasOwn(spans, key)) throw badFrame(`${key} stands twice`, at);
    at = skipSpace(bytes, keyEnd);
    if (bytes[at] !== 0x3a) throw badFrame('expected a colon', at);
    const from = skipSpace(bytes, at + 1);
    const end = skipValue(bytes, from);
    spans[key] = { start: from, end };
    at = skipSpace(bytes, end);
    if (bytes[at] === 0x7d) return { spans, end: at + 1 };
    if (bytes[at] !== 0x2c) throw badFrame('expected a comma or the end of the object', at);
    at = skipSpace(bytes, at + 1);
  }
}

function keyAt(bytes: Uint8Array, start: number, end: number): string {
  let key = '';
  for (let at = start + 1; at < end - 1; at++) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x20 || byte > 0x7e || byte === 0x5c) return unusualKey(bytes, start, end);
    key += String.fromCharCode(byte);
  }
  return key;
}

function unusualKey(bytes: Uint8Array, start: number, end: number): string {
  try {
    return String(JSON.parse(decoder.decode(bytes.subarray(start, end))));
  } catch (cause) {
    throw Object.assign(badFrame('a member name is not a JSON string', start), { cause });
  }
}

function skipSpace(bytes: Uint8Array, at: number): number {
  for (;;) {
    const byte = bytes[at];
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return at;
    at++;
  }
}

function skipString(bytes: Uint8Array, at: number): number {
  if (bytes[at] !== 0x22) throw badFrame('expected a string', at);
  for (let i = at + 1; i < bytes.length; i++) {
    if (bytes[i] === 0x5c) i++;
    else if (bytes[i] === 0x22) return i + 1;
  }
  throw badFrame('a string does not end', at);
}

/**
 * Finds the end of a value by its brackets. The codec that decodes the span later judges what is inside, so a span that
 * is not JSON is refused there.
 */
function skipValue(bytes: Uint8Array, start: number): number {
  const first = bytes[start];
  if (first === 0x22) return skipString(bytes, start);
  if (first !== 0x7b && first !== 0x5b) return skipScalar(bytes, start);
  let depth = 0;
  for (let at = start; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === 0x22) at = skipString(bytes, at) - 1;
    else if (byte === 0x7b || byte === 0x5b) depth++;
    else if (byte === 0x7d || byte === 0x5d) {
      depth--;
      if (depth === 0) return at + 1;
    }
  }
  throw badFrame('the text ends inside a value', bytes.length);
}

function skipScalar(bytes: Uint8Array, start: number): number {
  let at = start;
  for (; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === 0x2c || byte === 0x7d || byte === 0x5d || byte <= 0x20) break;
  }
  if (at === start) throw badFrame('expected a value', start);
  return at;
}
