/**
 * The outline of a `.proto` text. It reads statements, not the meaning of types and options: protobufjs's parser does
 * that (`parser.ts`). It is what knows places, and it goes on behind an error, so that one run tells them all.
 */
import type { Diagnostics } from '../../diagnostics/index.js';
import type { SourceText } from '../../source/text.js';
import { Broken, Cursor } from './cursor.js';
import type {
  Entry,
  EnumEntry,
  ExtendEntry,
  FieldEntry,
  MessageEntry,
  OneofEntry,
  Outline,
  OutlineImport,
  Range,
  RpcEntry,
  ServiceEntry,
  TypeName,
  WordEntry,
} from './outline.js';
import type { Token } from './tokens.js';

const maxDepth = 64;
export const maxNumber = 536_870_911;
const maxWord = 2_147_483_647;

/** Undefined where the syntax is broken; that was reported as AW3201. */
export function readOutline(source: SourceText, diagnostics: Diagnostics): Outline | undefined {
  const reader = new OutlineReader(source, diagnostics);
  const outline = reader.file();
  return reader.failed ? undefined : outline;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

class OutlineReader {
  readonly #cursor: Cursor;
  readonly #options: Mutable<Outline['options'][number]>[] = [];

  constructor(source: SourceText, diagnostics: Diagnostics) {
    this.#cursor = new Cursor(source, diagnostics);
  }

  get failed(): boolean {
    return this.#cursor.failed;
  }

  file(): Outline {
    const cursor = this.#cursor;
    let syntax: Outline['syntax'] = 'proto2';
    let packageName = '';
    const imports: OutlineImport[] = [];
    const entries: Entry[] = [];
    while (cursor.token.kind !== 'end') {
      this.#statement(() => {
        const first = cursor.token;
        if (cursor.is('syntax') || cursor.is('edition')) syntax = this.#syntax();
        else if (cursor.is('package')) {
          cursor.take();
          packageName = this.#typeName('a package name').name;
          cursor.expect(';');
        } else if (cursor.is('import')) {
          cursor.take();
          const visibility = cursor.accept('public') ? 'public' : cursor.accept('weak') ? 'weak' : 'private';
          const path = cursor.string('a path');
          imports.push({ path, visibility, span: cursor.from(first) });
          cursor.expect(';');
        } else if (cursor.is('service')) entries.push(this.#service());
        else if (!this.#common(entries, 0)) {
          throw cursor.broken(`found ${cursor.shown()}, expected message, enum, service, extend, import or option`);
        }
      });
      // A closing brace too many would stand still.
      if (cursor.is('}')) {
        cursor.broken('found a "}" that closes nothing');
        cursor.take();
      }
    }
    return { syntax, package: packageName, imports, entries, options: this.#options };
  }

  #syntax(): Outline['syntax'] {
    const cursor = this.#cursor;
    const edition = cursor.take().text === 'edition';
    cursor.expect('=');
    const place = cursor.token;
    const name = cursor.string(edition ? 'an edition' : 'a syntax');
    cursor.expect(';');
    if (edition && name === '2023') return 'editions';
    if (!edition && (name === 'proto2' || name === 'proto3')) return name;
    void place;
    throw cursor.broken(`"${name.slice(0, 40)}" is neither proto2, proto3 nor edition 2023`);
  }

  /** One statement; behind a broken one reading goes on. */
  #statement(read: () => void): void {
    try {
      read();
    } catch (error) {
      if (!(error instanceof Broken)) throw error;
      this.#cursor.recover();
    }
  }

  #block(read: () => void): void {
    const cursor = this.#cursor;
    cursor.expect('{');
    while (!cursor.is('}')) {
      if (cursor.token.kind === 'end') throw cursor.broken('found the end of the file, expected }');
      if (cursor.accept(';')) continue;
      this.#statement(read);
    }
    cursor.take();
  }

  /** What may stand in a file and in a message. */
  #common(entries: Entry[], depth: number): boolean {
    const cursor = this.#cursor;
    if (cursor.accept(';')) return true;
    if (cursor.is('option')) {
      cursor.take();
      this.#option();
      cursor.expect(';');
      return true;
    }
    if (cursor.is('message')) {
      const first = cursor.take();
      entries.push(this.#message(first, depth + 1));
      return true;
    }
    if (cursor.is('enum')) {
      entries.push(this.#enum());
      return true;
    }
    if (cursor.is('extend')) {
      entries.push(this.#extend());
      return true;
    }
    return false;
  }

  #message(first: Token, depth: number): MessageEntry {
    const cursor = this.#cursor;
    const name = cursor.word('the name of a message');
    if (depth > maxDepth) throw cursor.broken(`messages nest deeper than ${maxDepth}`);
    return this.#messageBody(name, first, depth);
  }

  #messageBody(name: Token, first: Token, depth: number): MessageEntry {
    const cursor = this.#cursor;
    const entries: Entry[] = [];
    const reserved: Range[] = [];
    const reservedNames: string[] = [];
    const span = { source: cursor.source, start: name.start, end: name.end };
    this.#block(() => {
      if (cursor.is('oneof') && cursor.peek(2).text === '{') entries.push(this.#oneof(entries, depth));
      else if (cursor.is('reserved')) this.#reserved(reserved, reservedNames, maxNumber);
      else if (cursor.is('extensions')) {
        cursor.skipTo([';']);
        cursor.expect(';');
      } else if (this.#isType() || !this.#common(entries, depth)) this.#field(entries, entries, depth);
    });
    const comment = first.comment;
    return {
      kind: 'message',
      name: name.text,
      span,
      entries,
      reserved,
      reservedNames,
      ...(comment === undefined ? {} : { comment }),
    };
  }

  /** `message`, `enum` and `option` may also be the beginning of a field's type or label. */
  #isType(): boolean {
    const next = this.#cursor.peek(1);
    return next.text === '.' || this.#cursor.peek(2).text === '=';
  }

  #field(into: Entry[], siblings: Entry[], depth: number): void {
    const cursor = this.#cursor;
    const first = cursor.token;
    const label =
      cursor.is('optional') || cursor.is('required') || cursor.is('repeated') ? cursor.take().text : undefined;
    if (cursor.is('group') && cursor.peek(1).kind === 'word') {
      cursor.take();
      const name = cursor.word('the name of a group');
      cursor.expect('=');
      const number = cursor.integer('a field number');
      this.#fieldOptions();
      if (depth > maxDepth) throw cursor.broken(`groups nest deeper than ${maxDepth}`);
      siblings.push(this.#messageBody(name, first, depth + 1));
      const type = { name: name.text, span: { source: cursor.source, start: name.start, end: name.end } };
      into.push(
        this.#fieldEntry(first, { ...name, text: lowerFirst(name.text) }, label, type, undefined, number, true),
      );
      return;
    }
    let key: TypeName | undefined;
    let type: TypeName;
    if (cursor.is('map') && cursor.peek(1).text === '<') {
      cursor.take();
      cursor.take();
      key = this.#typeName('the type of keys');
      cursor.expect(',');
      type = this.#typeName('the type of values');
      cursor.expect('>');
    } else type = this.#typeName('a field');
    const name = cursor.word('the name of a field');
    cursor.expect('=');
    const number = cursor.integer('a field number');
    this.#fieldOptions();
    cursor.expect(';');
    into.push(this.#fieldEntry(first, name, label, type, key, number, false));
  }

  #fieldEntry(
    first: Token,
    name: Token,
    label: string | undefined,
    type: TypeName,
    key: TypeName | undefined,
    number: ReturnType<Cursor['integer']>,
    group: boolean,
  ): FieldEntry {
    const cursor = this.#cursor;
    const comment = group ? first.comment : cursor.comment(first);
    const known = label === 'optional' || label === 'required' || label === 'repeated' ? label : undefined;
    return {
      kind: 'field',
      name: name.text,
      span: { source: cursor.source, start: name.start, end: name.end },
      type,
      number: number.value,
      numberSpan: number.span,
      group,
      ...(known === undefined ? {} : { label: known }),
      ...(key === undefined ? {} : { key }),
      ...(comment === undefined ? {} : { comment }),
    };
  }

  #oneof(siblings: Entry[], depth: number): OneofEntry {
    const cursor = this.#cursor;
    const first = cursor.take();
    const name = cursor.word('the name of a oneof');
    const fields: Entry[] = [];
    this.#block(() => {
      if (cursor.is('option') && !this.#isType()) {
        cursor.take();
        this.#option();
        cursor.expect(';');
      } else this.#field(fields, siblings, depth);
    });
    return {
      kind: 'oneof',
      name: name.text,
      span: { source: cursor.source, start: name.start, end: name.end },
      fields: fields.filter((entry) => entry.kind === 'field'),
      ...(first.comment === undefined ? {} : { comment: first.comment }),
    };
  }

  #enum(): EnumEntry {
    const cursor = this.#cursor;
    const first = cursor.take();
    const name = cursor.word('the name of an enum');
    const words: WordEntry[] = [];
    const reserved: Range[] = [];
    const reservedNames: string[] = [];
    this.#block(() => {
      if (cursor.is('option') && cursor.peek(1).text !== '=') {
        cursor.take();
        this.#option();
        cursor.expect(';');
      } else if (cursor.is('reserved') && cursor.peek(1).text !== '=') this.#reserved(reserved, reservedNames, maxWord);
      else words.push(this.#word());
    });
    return {
      kind: 'enum',
      name: name.text,
      span: { source: cursor.source, start: name.start, end: name.end },
      words,
      reserved,
      reservedNames,
      ...(first.comment === undefined ? {} : { comment: first.comment }),
    };
  }

  #word(): WordEntry {
    const cursor = this.#cursor;
    const name = cursor.word('a word of the enum');
    cursor.expect('=');
    const { value, span } = cursor.integer('a number');
    this.#fieldOptions();
    cursor.expect(';');
    const comment = cursor.comment(name);
    return {
      kind: 'word',
      name: name.text,
      span: { source: cursor.source, start: name.start, end: name.end },
      number: value,
      numberSpan: span,
      ...(comment === undefined ? {} : { comment }),
    };
  }

  #service(): ServiceEntry {
    const cursor = this.#cursor;
    const first = cursor.take();
    const name = cursor.word('the name of a service');
    const rpcs: RpcEntry[] = [];
    this.#block(() => {
      if (cursor.is('option')) {
        cursor.take();
        this.#option();
        cursor.expect(';');
      } else rpcs.push(this.#rpc());
    });
    return {
      kind: 'service',
      name: name.text,
      span: { source: cursor.source, start: name.start, end: name.end },
      rpcs,
      ...(first.comment === undefined ? {} : { comment: first.comment }),
    };
  }

  #rpc(): RpcEntry {
    const cursor = this.#cursor;
    const first = cursor.expect('rpc');
    const name = cursor.word('the name of an rpc');
    const input = this.#rpcType();
    cursor.expect('returns');
    const output = this.#rpcType();
    if (cursor.is('{')) {
      this.#block(() => {
        cursor.expect('option');
        this.#option();
        cursor.expect(';');
      });
    } else cursor.expect(';');
    const comment = cursor.comment(first);
    return {
      kind: 'rpc',
      name: name.text,
      span: { source: cursor.source, start: name.start, end: name.end },
      input,
      output,
      ...(comment === undefined ? {} : { comment }),
    };
  }

  #rpcType(): TypeName {
    const cursor = this.#cursor;
    cursor.expect('(');
    if (cursor.is('stream') && cursor.peek(1).text !== ')') cursor.take();
    const type = this.#typeName('a message');
    cursor.expect(')');
    return type;
  }

  #extend(): ExtendEntry {
    const cursor = this.#cursor;
    cursor.take();
    const type = this.#typeName('a message');
    // Extension fields are kept as unknown ones; protobufjs's parser checks their syntax.
    cursor.skipTo(['{']);
    cursor.expect('{');
    cursor.skipTo(['}']);
    cursor.expect('}');
    return { kind: 'extend', name: type.name, span: type.span };
  }

  #reserved(ranges: Range[], names: string[], max: number): void {
    const cursor = this.#cursor;
    cursor.take();
    do {
      if (cursor.token.kind === 'string') names.push(cursor.string('a name'));
      else if (cursor.token.kind === 'word') names.push(cursor.take().text);
      else {
        const from = cursor.integer('a number').value;
        const to = cursor.accept('to') ? (cursor.accept('max') ? max : cursor.integer('a number').value) : from;
        ranges.push({ from, to });
      }
    } while (cursor.accept(','));
    cursor.expect(';');
  }

  #fieldOptions(): void {
    const cursor = this.#cursor;
    if (!cursor.accept('[')) return;
    do this.#option();
    while (cursor.accept(','));
    cursor.expect(']');
  }

  /** `name = value`; only the name and its place are kept. */
  #option(): void {
    const cursor = this.#cursor;
    const first = cursor.token;
    let name = '';
    while (!cursor.is('=') && cursor.token.kind !== 'end' && !cursor.is(';')) name += cursor.take().text;
    this.#options.push({ name, span: cursor.from(first) });
    cursor.expect('=');
    cursor.skipTo([';', ',', ']']);
  }

  #typeName(what: string): TypeName {
    const cursor = this.#cursor;
    const first = cursor.token;
    let name = cursor.accept('.') ? '.' : '';
    name += cursor.word(what).text;
    while (cursor.accept('.')) name += `.${cursor.word(what).text}`;
    return { name, span: cursor.from(first) };
  }
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
