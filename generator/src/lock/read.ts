/** Reading agentwire.lock: JSON, checked in full, since numbers that were once published must never be guessed. */
import type { Diagnostics } from '../diagnostics/index.js';
import { parseDocument } from '../source/document.js';
import type { Node } from '../source/node.js';
import type { SourceText } from '../source/text.js';
import type { Lock, LockedDeclaration } from './lock.js';

/** The lock of a text, or undefined after reporting AW3302 (or AW1002 for its syntax). */
export function readLock(source: SourceText, diagnostics: Diagnostics): Lock | undefined {
  const root = parseDocument(source, diagnostics);
  if (root === undefined) return undefined;
  const reader = new LockReader(diagnostics);
  const lock = reader.lock(root);
  return reader.failed ? undefined : lock;
}

const highest = 536_870_911;

class LockReader {
  readonly #diagnostics: Diagnostics;
  failed = false;

  constructor(diagnostics: Diagnostics) {
    this.#diagnostics = diagnostics;
  }

  lock(root: Node): Lock {
    const declarations: [string, LockedDeclaration][] = [];
    let released: Lock['released'];
    for (const { key, keySpan, value } of this.#entries(root, 'the lock')) {
      if (key === 'version') {
        if (value.kind !== 'number' || value.value !== 1) this.#fault(value, 'the version of the lock is not 1');
      } else if (key === 'declarations') {
        for (const one of this.#entries(value, 'declarations')) {
          declarations.push([one.key, this.#declaration(one.key, one.value)]);
        }
      } else if (key === 'released') {
        released = this.#released(value);
      } else {
        this.failed = true;
        this.#diagnostics.report('AW3302', keySpan, { found: `${key} is no part of the lock` });
      }
    }
    if (root.kind === 'object' && root.get('version') === undefined) this.#fault(root, 'the lock has no version');
    return {
      version: 1,
      declarations: Object.fromEntries(declarations),
      ...(released === undefined ? {} : { released }),
    };
  }

  #released(node: Node): Lock['released'] {
    let version = '';
    let files: readonly (readonly [string, string])[] = [];
    for (const { key, value } of this.#entries(node, 'released')) {
      if (key === 'version') version = this.#text(value, 'the released version');
      else if (key === 'files')
        files = this.#entries(value, 'files').map((one) => [one.key, this.#text(one.value, `the text of ${one.key}`)]);
      else this.#fault(value, `${key} is no part of what was released`);
    }
    return { version, files: Object.fromEntries(files) };
  }

  #declaration(name: string, node: Node): LockedDeclaration {
    const locked: { -readonly [K in keyof LockedDeclaration]: LockedDeclaration[K] } = {};
    for (const { key, value, keySpan } of this.#entries(node, name)) {
      switch (key) {
        case 'numbers':
          locked.numbers = this.#numbers(name, value);
          break;
        case 'reserved':
          locked.reserved = this.#items(value, 'reserved').map((item) => this.#number(item, 'a reserved number'));
          break;
        case 'order':
          locked.order = this.#items(value, 'order').map((item) => this.#text(item, 'a member'));
          break;
        case 'writers':
          locked.writers = this.#items(value, 'writers').map((item) => this.#writer(item));
          break;
        default:
          this.failed = true;
          this.#diagnostics.report('AW3302', keySpan, { found: `${key} is no part of a locked declaration` });
      }
    }
    const reserved = new Set(locked.reserved);
    for (const [member, number] of Object.entries(locked.numbers ?? {})) {
      if (reserved.has(number)) this.#fault(node, `${member} has number ${number}, which is reserved in ${name}`);
    }
    return locked;
  }

  #numbers(name: string, node: Node): Readonly<Record<string, number>> {
    const seen = new Map<number, string>();
    const entries = this.#entries(node, 'numbers').map(({ key, value }): [string, number] => {
      const number = this.#number(value, `the number of ${key}`);
      const other = seen.get(number);
      if (other !== undefined) this.#fault(value, `${key} and ${other} of ${name} have one number, ${number}`);
      seen.set(number, key);
      return [key, number];
    });
    return Object.fromEntries(entries);
  }

  #writer(node: Node): { readonly fingerprint: string; readonly schema: string } {
    let fingerprint = '';
    let schema = '';
    for (const { key, value, keySpan } of this.#entries(node, 'a writer')) {
      if (key === 'fingerprint') fingerprint = this.#text(value, 'a fingerprint');
      else if (key === 'schema') schema = this.#text(value, 'a schema');
      else {
        this.failed = true;
        this.#diagnostics.report('AW3302', keySpan, { found: `${key} is no part of a writer` });
      }
    }
    if (!/^[0-9a-f]{16}$/.test(fingerprint)) this.#fault(node, 'a writer needs a fingerprint of 16 hex digits');
    if (schema === '') this.#fault(node, 'a writer needs its schema');
    return { fingerprint, schema };
  }

  #entries(node: Node, what: string): Extract<Node, { kind: 'object' }>['entries'] {
    if (node.kind === 'object') return node.entries;
    this.#fault(node, `${what} is not an object`);
    return [];
  }

  #items(node: Node, what: string): readonly Node[] {
    if (node.kind === 'array') return node.items;
    this.#fault(node, `${what} is not a list`);
    return [];
  }

  #number(node: Node, what: string): number {
    if (node.kind === 'number' && Number.isInteger(node.value) && node.value >= 1 && node.value <= highest) {
      return node.value;
    }
    this.#fault(node, `${what} is not an integer from 1 to ${highest}`);
    return 1;
  }

  #text(node: Node, what: string): string {
    if (node.kind === 'string') return node.value;
    this.#fault(node, `${what} is not a text`);
    return '';
  }

  #fault(node: Node, found: string): void {
    this.failed = true;
    this.#diagnostics.report('AW3302', node.span, { found });
  }
}
