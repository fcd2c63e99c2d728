/** Collects what is wrong with a value, where, and in words that never show a sensitive member. */
import type { Issue } from '../codec.js';

const mostIssues = 100;
const deepest = 64;
const longestQuote = 60;

export class Report {
  readonly issues: Issue[] = [];
  readonly #limit: number;
  readonly #path: string[] = [];
  #hidden = 0;

  constructor(limit: number = mostIssues) {
    this.#limit = limit;
  }

  get full(): boolean {
    return this.issues.length >= this.#limit;
  }

  /** At the place that is being looked at, or at a member of it. */
  add(message: string, ...below: readonly string[]): void {
    if (!this.full) this.issues.push({ path: pointer([...this.#path, ...below]), message });
  }

  /** Steps into a member or item; false where it is too deep to go on. */
  enter(segment: string, hidden = false): boolean {
    if (this.#path.length >= deepest) {
      this.add(`nested deeper than ${deepest} levels`);
      return false;
    }
    this.#path.push(segment);
    if (hidden || this.#hidden > 0) this.#hidden++;
    return true;
  }

  leave(): void {
    this.#path.pop();
    if (this.#hidden > 0) this.#hidden--;
  }

  /** A segment that comes from the data itself, such as a map's key. */
  keySegment(key: string): string {
    return this.#hidden > 0 ? '*' : key;
  }

  /** Takes over issues of another judge, whose paths start here. */
  adopt(found: readonly Issue[]): void {
    const here = pointer(this.#path);
    for (const { path, message } of found) {
      if (this.full) return;
      if (this.#hidden > 0) return this.add('does not match its schema');
      this.issues.push({ path: here + path, message });
    }
  }

  /** The value as words of a message. */
  show(value: unknown): string {
    if (this.#hidden > 0) return 'the value';
    switch (typeof value) {
      case 'string':
        return value.length <= longestQuote
          ? JSON.stringify(value)
          : `${JSON.stringify(value.slice(0, longestQuote))}...`;
      case 'number':
      case 'boolean':
        return String(value);
      case 'bigint': {
        const text = value.toString();
        return text.length <= longestQuote ? text : `an integer of ${text.length} digits`;
      }
      case 'undefined':
        return 'undefined';
      case 'function':
        return 'a function';
      case 'symbol':
        return 'a symbol';
      case 'object':
        return nameOf(value);
    }
  }
}

function nameOf(value: object | null): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'an invalid Date' : value.toISOString();
  if (value instanceof Map) return 'a Map';
  if (value instanceof Uint8Array) return 'a Uint8Array';
  return 'an object';
}

/** RFC 6901. */
export function pointer(path: readonly string[]): string {
  return path.map((segment) => `/${segment.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
