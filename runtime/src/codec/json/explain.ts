/** What is said about bytes that could not be read: the path of the fault, and everything that is wrong. */
import { checkJson } from '../check.js';
import { pointer } from '../check/report.js';
import { CodecError, Fault, type Issue } from '../codec.js';
import type { Shape } from '../shape.js';
import { decodeUtf8 } from '../core/text.js';

/** The error of `decode`. Errors that are not about the bytes pass as they are. */
export function faultOf(error: unknown, bytes: Uint8Array, shape: Shape, position: number): unknown {
  if (!(error instanceof Fault) && !(error instanceof RangeError)) return error;
  // A constraint that does not know where it stands was met right behind its value.
  const offset = error instanceof Fault && error.offset >= 0 ? error.offset : position;
  const fault: Issue = { path: pathAt(bytes, offset), message: error.message };
  if (error instanceof Fault && error.limit) return new CodecError('limit_exceeded', [fault], offset);
  const issues = everyIssue(bytes, shape);
  return new CodecError('invalid_bytes', issues.length > 0 ? issues : [fault], offset);
}

/** All issues by the shape, if the bytes are JSON at all. */
function everyIssue(bytes: Uint8Array, shape: Shape): Issue[] {
  const text = decodeUtf8(bytes, 0, bytes.length);
  if (text === undefined) return [];
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return [];
  }
  return checkJson(shape, json);
}

interface Level {
  /** Of an array; -1 in an object. */
  index: number;
  /** Of an object. */
  key: string;
}

/** The RFC 6901 path of the value that stands at `offset`, or ends there: JSON tells it without a schema. */
export function pathAt(bytes: Uint8Array, offset: number): string {
  const levels: Level[] = [];
  let keyNext = false;
  for (let at = 0; at <= offset && at < bytes.length; at++) {
    const level = levels.at(-1);
    switch (bytes[at]) {
      case 0x7b:
        if (at < offset) levels.push({ index: -1, key: '' });
        keyNext = true;
        break;
      case 0x5b:
        if (at < offset) levels.push({ index: 0, key: '' });
        keyNext = false;
        break;
      case 0x7d:
      case 0x5d:
        if (at < offset) levels.pop();
        keyNext = false;
        break;
      case 0x2c:
        // The comma behind a value is where a fault of that value may have been noticed.
        if (at === offset) break;
        if (level !== undefined && level.index >= 0) level.index++;
        keyNext = level !== undefined && level.index < 0;
        break;
      case 0x22: {
        const close = endOfString(bytes, at);
        if (keyNext && level !== undefined) {
          level.key = keyText(bytes, at, close);
          keyNext = false;
        }
        at = close;
        break;
      }
    }
  }
  return pointer(levels.map(({ index, key }) => (index >= 0 ? String(index) : key)));
}

function endOfString(bytes: Uint8Array, start: number): number {
  for (let at = start + 1; at < bytes.length; at++) {
    if (bytes[at] === 0x5c) at++;
    else if (bytes[at] === 0x22) return at;
  }
  return bytes.length;
}

function keyText(bytes: Uint8Array, start: number, end: number): string {
  const text = decodeUtf8(bytes, start, end + 1) ?? '""';
  try {
    return String(JSON.parse(text));
  } catch {
    return '';
  }
}
