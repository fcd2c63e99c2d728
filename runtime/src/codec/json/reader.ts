/**
 * Reads JSON from UTF-8 bytes, straight into values. Throws a `Fault` at the first byte that is not what the type says.
 * The message is copied, with zero bytes behind it: no JSON has a zero byte, so that every scan ends by itself.
 */
import { noJsonOfAny } from '../any.js';
import { fromBase64 } from '../base64.js';
import { type DecodeOptions, Fault } from '../codec.js';
import { parseFieldMask } from '../field-masks.js';
import { isUuid, isUuidAt } from '../formats.js';
import { parseAvroDuration, parseSeconds } from '../durations.js';
import { endOfRow, type TextPattern } from '../pattern.js';
import { memorize, memory, recallAt } from '../core/memory.js';
import { type OpenWords, wordAt } from '../core/words.js';
import { type Instant, parseInstant, parseMillis, parseTimeOfDay, isProtoTimestamp } from '../rfc3339.js';
import { readDate } from './dates.js';
import type { JsonValue } from '../json-value.js';
import { jsonNames, type JsonNames, type JsonWords, type Quoted } from './keys.js';
import { type AsciiSlice, asciiSlicer, decodeUtf8, hasLoneSurrogate } from '../core/text.js';

const scratchSize = 64 * 1024;
/** Zero bytes behind the message: reads of four bytes and of whole dates may look that far. */
const slack = 40;
const longestNumber = 64;

/** A JSON value as bytes of the message. */
export interface JsonSpan {
  readonly start: number;
  readonly end: number;
}

export type JsonKind = 'string' | 'number' | 'boolean' | 'null' | 'array' | 'object';

const powersOfTen = Array.from({ length: 23 }, (_, exponent) => 10 ** exponent);

/** Names of members in any order and of open objects: a name that stands ready is a property's at once. */
const memberNames = memory(256);

export class JsonReader {
  readonly #scratch: Uint8Array;
  readonly #scratchView: DataView;
  readonly #scratchSlice: AsciiSlice;
  #bytes: Uint8Array;
  #view: DataView;
  #slice: AsciiSlice;
  /** The whole message as text, made when the first string is read: strings are then slices of it. */
  #text: string | undefined;
  #copy = false;
  #pos = 0;
  #end = 0;
  #depth = 0;
  #maxDepth = 64;
  #maxItems = 100_000;
  #unknownName = '';

  /** Larger messages than `room` get a buffer of their own. */
  constructor(room: number = scratchSize) {
    this.#scratch = new Uint8Array(room + slack);
    this.#scratchView = new DataView(this.#scratch.buffer);
    this.#scratchSlice = asciiSlicer(this.#scratch);
    this.#bytes = this.#scratch;
    this.#view = this.#scratchView;
    this.#slice = this.#scratchSlice;
  }

  get position(): number {
    return this.#pos;
  }

  begin(message: Uint8Array, options: DecodeOptions = {}): void {
    const size = message.length;
    const small = size + slack <= this.#scratch.length;
    if (small) {
      this.#bytes = this.#scratch;
      this.#view = this.#scratchView;
      this.#slice = this.#scratchSlice;
      this.#bytes.fill(0, size, size + slack);
    } else {
      this.#bytes = new Uint8Array(size + slack);
      this.#view = new DataView(this.#bytes.buffer);
      this.#slice = asciiSlicer(this.#bytes);
    }
    this.#bytes.set(message);
    // A kept string would keep a large message's text alive.
    this.#copy = !small || options.strings === 'copy';
    this.#text = undefined;
    this.#pos = 0;
    this.#end = size;
    this.#depth = 0;
    this.#maxDepth = options.maxDepth ?? 64;
    this.#maxItems = options.maxItems ?? 100_000;
  }

  /** Nothing but white space may stand behind the value. */
  finish(): void {
    this.#space();
    if (this.#pos !== this.#end) throw this.refuse('text after the value');
  }

  /** Lets go of the message. */
  release(): void {
    this.#text = undefined;
    this.#unknownName = '';
    this.#bytes = this.#scratch;
    this.#view = this.#scratchView;
    this.#slice = this.#scratchSlice;
  }

  refuse(message: string): Fault {
    const ended = this.#pos >= this.#end && message.startsWith('expected ');
    return new Fault(ended ? `the text ends, ${message}` : message, this.#pos);
  }

  #limit(message: string): Fault {
    return new Fault(message, this.#pos, true);
  }

  /** The first byte that is not white space; it stays unread. */
  #space(): number {
    const bytes = this.#bytes;
    let pos = this.#pos;
    let byte = bytes[pos] as number;
    while (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) byte = bytes[++pos] as number;
    this.#pos = pos;
    return byte;
  }

  #expect(byte: number, words: string): void {
    let found = this.#bytes[this.#pos] as number;
    if (found <= 0x20) found = this.#space();
    if (found !== byte) throw this.refuse(`expected ${words}`);
    this.#pos++;
  }

  #enter(): void {
    if (++this.#depth > this.#maxDepth) throw this.#limit(`nested deeper than ${this.#maxDepth} levels`);
  }

  // ---------------------------------------------------------------------------------------------------------- records

  /** Begins an object: the index of its first member among the names, their count if it is none of them, -1 at the end. */
  open(names: JsonNames): number {
    this.#expect(0x7b, 'an object');
    this.#enter();
    const byte = this.#space();
    if (byte === 0x7d) return this.#leave();
    return this.#member(names, names.count);
  }

  /** The member after `last`, likewise. */
  next(names: JsonNames, last: number): number {
    let byte = this.#bytes[this.#pos] as number;
    if (byte <= 0x20) byte = this.#space();
    if (byte === 0x2c) {
      this.#pos++;
      if ((this.#bytes[this.#pos] as number) <= 0x20) this.#space();
      return this.#member(names, last);
    }
    if (byte === 0x7d) return this.#leave();
    throw this.refuse('expected a comma or the end of the object');
  }

  #leave(): -1 {
    this.#pos++;
    this.#depth--;
    return -1;
  }

  #member(names: JsonNames, last: number): number {
    const expected = names.successor[last] as number;
    if (expected < names.count && this.#matches(names.quoted[expected] as Quoted)) {
      this.#expect(0x3a, 'a colon');
      return expected;
    }
    const name = this.#memberName();
    const found = names.find(name);
    if (found === names.count) this.#unknownName = name;
    else names.successor[last] = found;
    return found;
  }

  /** Steps over the quoted text if it stands here. */
  #matches(quoted: Quoted): boolean {
    const { words, mask } = quoted;
    const view = this.#view;
    const last = words.length - 1;
    let at = this.#pos;
    for (let i = 0; i < last; i++, at += 4) if (view.getInt32(at, true) !== words[i]) return false;
    if (((view.getInt32(at, true) ^ (words[last] as number)) & mask) !== 0) return false;
    this.#pos += quoted.length;
    return true;
  }

  #memberName(): string {
    if (this.#space() !== 0x22) throw this.refuse('expected a member name');
    const end = this.#plainEnd();
    const start = this.#pos;
    const name = end < 0 ? this.#richString(start, -1 - end) : this.#nameOf(start, end);
    this.#expect(0x3a, 'a colon');
    return name;
  }

  #nameOf(start: number, end: number): string {
    this.#pos = end + 1;
    const known = recallAt(memberNames, this.#view, start, end - start);
    if (known !== undefined) return known.text;
    const name = this.#cut(start, end);
    memorize(memberNames, name);
    return name;
  }

  /** Refuses a member that stands twice, or under two spellings. */
  once(value: unknown): void {
    if (value !== undefined) throw this.refuse('the member stands twice');
  }

  missing(name: string): Fault {
    return this.refuse(`missing ${name}`);
  }

  /** Refuses a member that the record does not declare. */
  undeclared(): Fault {
    return this.refuse('the member is not declared');
  }

  /** Keeps a member that the record does not declare. */
  keep(kept: Record<string, unknown> | undefined): Record<string, unknown> {
    const name = this.#unknownName;
    const members = kept ?? (Object.create(null) as Record<string, unknown>);
    if (Object.hasOwn(members, name)) throw this.refuse('the member stands twice');
    members[name] = this.#json();
    return members;
  }

  // --------------------------------------------------------------------------------------------------- lists and maps

  /** Begins an array; false if it is empty. */
  openList(): boolean {
    this.#expect(0x5b, 'an array');
    this.#enter();
    if (this.#space() !== 0x5d) return true;
    this.#leave();
    return false;
  }

  /** After an item, of which there are now `count`; false at the end. */
  nextItem(count: number): boolean {
    let byte = this.#bytes[this.#pos] as number;
    if (byte <= 0x20) byte = this.#space();
    if (byte === 0x2c) {
      if (count >= this.#maxItems) throw this.#limit(`more than ${this.#maxItems} items`);
      this.#pos++;
      return true;
    }
    if (byte !== 0x5d) throw this.refuse('expected a comma or the end of the array');
    this.#leave();
    return false;
  }

  /** Begins a map: its first key, or undefined if it is empty. */
  openMap(): string | undefined {
    this.#expect(0x7b, 'an object');
    this.#enter();
    if (this.#space() !== 0x7d) return this.#memberName();
    this.#leave();
    return undefined;
  }

  /** The key after an entry, of which there are now `count`. */
  nextKey(map: object, count: number): string | undefined {
    const byte = this.#space();
    if (byte === 0x7d) {
      this.#leave();
      return undefined;
    }
    if (byte !== 0x2c) throw this.refuse('expected a comma or the end of the object');
    if (count >= this.#maxItems) throw this.#limit(`more than ${this.#maxItems} members`);
    this.#pos++;
    const key = this.#memberName();
    if (Object.hasOwn(map, key)) throw this.refuse('the member stands twice');
    return key;
  }

  // ---------------------------------------------------------------------------------------------------------- scalars

  #word(text: string): boolean {
    for (let i = 0; i < text.length; i++) if (this.#bytes[this.#pos + i] !== text.charCodeAt(i)) return false;
    this.#pos += text.length;
    return true;
  }

  /** Steps over null if it stands here. */
  null(): boolean {
    return this.#space() === 0x6e && this.#word('null');
  }

  boolean(): boolean {
    const byte = this.#space();
    if (byte === 0x74 && this.#word('true')) return true;
    if (byte === 0x66 && this.#word('false')) return false;
    throw this.refuse('expected a boolean');
  }

  integer(least: number = Number.MIN_SAFE_INTEGER, most: number = Number.MAX_SAFE_INTEGER): number {
    const value = this.#number();
    if (!Number.isInteger(value)) throw this.refuse('expected an integer');
    if (value < least || value > most) throw this.refuse(`expected an integer from ${least} to ${most}`);
    // Minus zero is zero.
    return value + 0;
  }

  float(least: number = -Number.MAX_VALUE, most: number = Number.MAX_VALUE): number {
    const value = this.#number();
    if (!(value >= least && value <= most)) throw this.refuse(`expected a number from ${least} to ${most}`);
    return value;
  }

  /** The nearest 32-bit float. */
  float32(): number {
    const value = Math.fround(this.#number());
    if (!Number.isFinite(value)) throw this.refuse('expected a number that 32 bits hold');
    return value;
  }

  /** A number, or NaN and the infinities as text (ProtoJSON). */
  special(): number {
    if (this.#space() !== 0x22) return this.float();
    const text = this.string();
    if (text !== 'NaN' && text !== 'Infinity' && text !== '-Infinity') throw this.refuse('expected a number');
    return Number(text);
  }

  special32(): number {
    return this.#space() === 0x22 ? this.special() : this.float32();
  }

  /** Steps over a number and gives its value; the grammar is RFC 8259's. */
  #number(): number {
    const bytes = this.#bytes;
    let byte = bytes[this.#pos] as number;
    if (byte <= 0x20) byte = this.#space();
    const start = this.#pos;
    let at = start;
    if (byte === 0x2d) byte = bytes[++at] as number;
    let value = byte - 0x30;
    if (!(value >= 0 && value <= 9)) throw this.refuse('expected a number');
    byte = bytes[++at] as number;
    if (value === 0) {
      if (byte >= 0x30 && byte <= 0x39) throw this.refuse('a number does not begin with zero');
    } else {
      while (byte >= 0x30 && byte <= 0x39) {
        value = value * 10 + (byte - 0x30);
        byte = bytes[++at] as number;
      }
    }
    let places = 0;
    if (byte === 0x2e) {
      const point = at;
      byte = bytes[++at] as number;
      while (byte >= 0x30 && byte <= 0x39) {
        value = value * 10 + (byte - 0x30);
        byte = bytes[++at] as number;
      }
      places = at - point - 1;
      if (places === 0) throw this.refuse('a digit belongs behind the point');
    }
    // Up to fifteen digits and their power of ten are exact, and so is one division.
    if ((byte | 0x20) === 0x65 || at - start > 16) return this.#longNumber(start, at);
    this.#pos = at;
    if (places !== 0) value /= powersOfTen[places] as number;
    return bytes[start] === 0x2d ? -value : value;
  }

  /** A number with an exponent or many digits, from its text. */
  #longNumber(start: number, from: number): number {
    const bytes = this.#bytes;
    let at = from;
    let byte = bytes[at] as number;
    if ((byte | 0x20) === 0x65) {
      byte = bytes[++at] as number;
      if (byte === 0x2b || byte === 0x2d) byte = bytes[++at] as number;
      if (!(byte >= 0x30 && byte <= 0x39)) throw this.refuse('a digit belongs into the exponent');
      while (byte >= 0x30 && byte <= 0x39) byte = bytes[++at] as number;
    }
    if (at - start > longestNumber) throw this.#limit(`a number of more than ${longestNumber} characters`);
    this.#pos = at;
    const value = Number(this.#slice(start, at));
    if (!Number.isFinite(value)) throw this.refuse('the number is too large');
    return value;
  }

  int64(): bigint {
    const value = this.#bigint();
    if (BigInt.asIntN(64, value) !== value) throw this.refuse('expected an int64');
    return value;
  }

  uint64(): bigint {
    const value = this.#bigint();
    if (BigInt.asUintN(64, value) !== value) throw this.refuse('expected a uint64');
    return value;
  }

  /** Text of digits; a number as well, where a double is exact. */
  #bigint(): bigint {
    if (this.#space() !== 0x22) return BigInt(this.integer());
    const text = this.string();
    if (!/^-?(?:0|[1-9]\d{0,19})$/.test(text)) throw this.refuse('expected the digits of an integer');
    return BigInt(text);
  }

  /** The digits of a decimal: text, or a number as it is spelled. */
  digits(): string {
    if (this.#space() === 0x22) return this.string();
    const start = this.#pos;
    this.#number();
    return this.#slice(start, this.#pos);
  }

  /** A point in time by RFC 3339, finer digits than milliseconds dropped. */
  date(local = false): Date {
    if (this.#space() !== 0x22) throw this.refuse('expected a date-time');
    if (!local && this.#bytes[this.#pos + 25] === 0x22) {
      const millis = readDate(this.#bytes, this.#pos + 1);
      if (!Number.isNaN(millis)) {
        this.#pos += 26;
        return new Date(millis);
      }
    }
    const millis = parseMillis(this.string(), local);
    if (Number.isNaN(millis)) throw this.refuse('expected a date-time of RFC 3339');
    return new Date(millis);
  }

  micros(local = false): bigint {
    const { seconds, nanos } = this.#instant(local);
    return BigInt(seconds) * 1_000_000n + BigInt(Math.floor(nanos / 1000));
  }

  nanos(local = false): bigint {
    const { seconds, nanos } = this.#instant(local);
    const value = BigInt(seconds) * 1_000_000_000n + BigInt(nanos);
    if (BigInt.asIntN(64, value) !== value) throw this.refuse('expected a time that 64 bits of nanoseconds hold');
    return value;
  }

  timestamp(): { seconds: bigint; nanos: number } {
    const instant = this.#instant(false);
    if (!isProtoTimestamp(instant)) throw this.refuse('expected the years 1 to 9999');
    return { seconds: BigInt(instant.seconds), nanos: instant.nanos };
  }

  #instant(local: boolean): Instant {
    const instant = parseInstant(this.string(), local);
    if (instant === undefined) throw this.refuse('expected a date-time of RFC 3339');
    return instant;
  }

  duration(): { seconds: bigint; nanos: number } {
    const value = parseSeconds(this.string());
    if (value === undefined) throw this.refuse('expected a duration such as 1.5s');
    return value;
  }

  /** google.protobuf.FieldMask. */
  fieldMask(): { paths: string[] } {
    const paths = parseFieldMask(this.string());
    if (paths === undefined) throw this.refuse('expected a field mask such as taskId,owner.agentId');
    return { paths };
  }

  /** google.protobuf.Any has no JSON here. */
  any(): never {
    throw this.refuse(noJsonOfAny);
  }

  calendarDuration(): { months: number; days: number; millis: number } {
    const value = parseAvroDuration(this.string());
    if (value === undefined) throw this.refuse('expected a duration such as P1M2DT3.004S');
    return value;
  }

  timeMillis(): number {
    return Math.floor(this.#timeOfDay() / 1_000_000);
  }

  timeMicros(): bigint {
    return BigInt(Math.floor(this.#timeOfDay() / 1000));
  }

  #timeOfDay(): number {
    const nanos = parseTimeOfDay(this.string());
    if (Number.isNaN(nanos)) throw this.refuse('expected a time of day such as 23:59:59.123');
    return nanos;
  }

  uuid(): string {
    if (this.#space() !== 0x22) this.#expect(0x22, 'a uuid');
    const start = this.#pos + 1;
    if (this.#bytes[start + 36] === 0x22 && isUuidAt(this.#view, start)) {
      this.#pos = start + 37;
      return this.#cut(start, start + 36);
    }
    const text = this.string();
    if (!isUuid(text)) throw this.refuse('expected a uuid');
    return text;
  }

  /** Text that a pattern matches; a row of classes is matched on the bytes. */
  matching(pattern: TextPattern): string {
    const { row } = pattern;
    if (row !== undefined && this.#space() === 0x22) {
      const start = this.#pos + 1;
      const end = endOfRow(row, this.#view, start, this.#end);
      if (end >= 0 && this.#bytes[end] === 0x22) {
        this.#pos = end + 1;
        return this.#cut(start, end);
      }
    }
    const text = this.string();
    if (!pattern.test(text)) throw this.refuse(`expected text that matches ${pattern.source}`);
    return text;
  }

  /** A word of an open enum, or any other text. */
  openWord(words: OpenWords): string {
    const end = this.#plainEnd();
    const start = this.#pos;
    if (end < 0) return this.#richString(start, -1 - end);
    this.#pos = end + 1;
    return wordAt(words, this.#view, start, end - start)?.text ?? this.#cut(start, end);
  }

  /** Bytes from base64, of either alphabet, padded or not. */
  bytes(): Uint8Array {
    const end = this.#plainEnd();
    const start = this.#pos;
    if (end < 0) return this.#escapedBytes(this.#richString(start, -1 - end));
    this.#pos = end + 1;
    return fromBase64(this.#bytes, start, end) ?? this.#noBase64();
  }

  /** A slash may be escaped. */
  #escapedBytes(text: string): Uint8Array {
    const ascii = Uint8Array.from(text, (letter) => Math.min(255, letter.charCodeAt(0)));
    return fromBase64(ascii, 0, ascii.length) ?? this.#noBase64();
  }

  #noBase64(): never {
    throw this.refuse('expected base64');
  }

  /** A word of a closed enum. */
  word<W extends string>(words: JsonWords<W>): W {
    const byte = this.#space();
    if (byte === 0x22) {
      const last = words.last;
      if (last < words.quoted.length && this.#matches(words.quoted[last] as Quoted)) return words.words[last] as W;
      const index = words.find(this.string());
      if (index >= 0) {
        words.last = index;
        return words.words[index] as W;
      }
    } else if (words.numbers !== undefined) {
      const word = words.byNumber(this.integer());
      if (word !== undefined) return word;
    }
    throw this.refuse('expected a word of the list');
  }

  /** A word, or a number: of a known word, that word (open enums of proto3). */
  wordOrNumber<W extends string>(words: JsonWords<W>): W | number {
    if (this.#space() === 0x22) return this.word(words);
    const number = this.integer(-2_147_483_648, 2_147_483_647);
    return words.byNumber(number) ?? number;
  }

  string(): string {
    const end = this.#plainEnd();
    const start = this.#pos;
    if (end < 0) return this.#richString(start, -1 - end);
    this.#pos = end + 1;
    return this.#cut(start, end);
  }

  /** Steps over the quote of a string; where its closing one stands, or `-1 - at` where it is not plain from there on. */
  #plainEnd(): number {
    const bytes = this.#bytes;
    const view = this.#view;
    this.#expect(0x22, 'a string');
    let at = this.#pos;
    // Four bytes at a time, until one is a quote, a backslash, a control character or beyond ASCII.
    for (;;) {
      const four = view.getInt32(at, true);
      const quote = four ^ 0x22222222;
      const slash = four ^ 0x5c5c5c5c;
      const stop =
        ((quote - 0x01010101) & ~quote) | ((slash - 0x01010101) & ~slash) | ((four - 0x20202020) & ~four) | four;
      if ((stop & 0x80808080) !== 0) break;
      at += 4;
    }
    let byte = bytes[at] as number;
    while (byte !== 0x22 && byte !== 0x5c && byte >= 0x20 && byte < 0x80) byte = bytes[++at] as number;
    return byte === 0x22 ? at : -1 - at;
  }

  #cut(start: number, end: number): string {
    if (this.#copy) return this.#slice(start, end);
    return (this.#text ??= this.#slice(0, this.#end)).slice(start, end);
  }

  /** A string with escapes or beyond ASCII. */
  #richString(start: number, from: number): string {
    const bytes = this.#bytes;
    let at = from;
    let escapes = false;
    for (let byte = bytes[at] as number; byte !== 0x22; byte = bytes[++at] as number) {
      if (byte < 0x20) {
        this.#pos = at;
        throw this.refuse(at >= this.#end ? 'the text ends inside a string' : 'a control character inside a string');
      }
      if (byte === 0x5c) {
        escapes = true;
        at++;
        // A zero byte behind the backslash may be the end of the message.
        if ((bytes[at] as number) < 0x20) at--;
      }
    }
    const text = decodeUtf8(bytes, start, at);
    if (text === undefined) throw this.refuse('the text is not UTF-8');
    if (!escapes) {
      this.#pos = at + 1;
      return text;
    }
    const value = unescape(text);
    if (value === undefined) throw this.refuse('an escape that JSON does not have');
    this.#pos = at + 1;
    return value;
  }

  // -------------------------------------------------------------------------------------------------------- open JSON

  /** What kind of value stands here. */
  kind(): JsonKind {
    switch (this.#space()) {
      case 0x22:
        return 'string';
      case 0x7b:
        return 'object';
      case 0x5b:
        return 'array';
      case 0x74:
      case 0x66:
        return 'boolean';
      case 0x6e:
        return 'null';
      default:
        return 'number';
    }
  }

  /** Any JSON value, plain. `T` is what a schema beyond the model makes of it, judged by its validator. */
  json<T = JsonValue>(): T {
    return this.#json() as T;
  }

  jsonObject<T = Record<string, JsonValue>>(): T {
    if (this.kind() !== 'object') throw this.refuse('expected an object');
    return this.#json() as T;
  }

  jsonArray<T = JsonValue[]>(): T {
    if (this.kind() !== 'array') throw this.refuse('expected an array');
    return this.#json() as T;
  }

  #json(): unknown {
    switch (this.kind()) {
      case 'string':
        return this.string();
      case 'number':
        return this.float();
      case 'boolean':
        return this.boolean();
      case 'null':
        if (!this.null()) throw this.refuse('expected a value');
        return null;
      case 'array': {
        const list: unknown[] = [];
        for (let more = this.openList(); more; more = this.nextItem(list.length)) list.push(this.#json());
        return list;
      }
      case 'object': {
        const object: Record<string, unknown> = {};
        let size = 0;
        for (let key = this.openMap(); key !== undefined; key = this.nextKey(object, ++size)) {
          define(object, key, this.#json());
        }
        return object;
      }
    }
  }

  /** Steps over a value, which must be JSON all the same. */
  skip(): void {
    switch (this.kind()) {
      case 'string':
        this.string();
        return;
      case 'number':
        this.#number();
        return;
      case 'boolean':
        this.boolean();
        return;
      case 'null':
        if (!this.null()) throw this.refuse('expected a value');
        return;
      case 'array': {
        let count = 0;
        for (let more = this.openList(); more; more = this.nextItem(++count)) this.skip();
        return;
      }
      case 'object': {
        let size = 0;
        for (let key = this.openMap(); key !== undefined; key = this.nextKey(noMembers, ++size)) this.skip();
        return;
      }
    }
  }

  /** Steps over a value and tells where it stands in the message. */
  raw(): JsonSpan {
    this.#space();
    const start = this.#pos;
    this.skip();
    return { start, end: this.#pos };
  }

  /** Looks ahead: the scalar that the object here has as its member `name`; undefined if there is none. */
  tag(name: string): string | number | boolean | null | undefined {
    return this.#ahead(
      (key) => key === name,
      () => {
        const value = this.#space() === 0x7b || this.kind() === 'array' ? undefined : this.json();
        return value as string | number | boolean | null | undefined;
      },
    );
  }

  /** `{"kind":...,"value":...}` in either order; `tag` has looked at the kind already. */
  wrapped<V>(read: (r: JsonReader) => V): V {
    let kind: string | undefined;
    let value: V | undefined;
    for (let key = this.open(wrapperNames); key >= 0; key = this.next(wrapperNames, key)) {
      if (key === 0) {
        this.once(kind);
        kind = this.string();
      } else if (key === 1) {
        this.once(value);
        value = read(this);
      } else throw this.undeclared();
    }
    if (value === undefined) throw this.missing('value');
    return value;
  }

  /** Looks ahead: which of these members the object here has; the first in its order. */
  has<N extends string>(...names: readonly N[]): N | undefined {
    return this.#ahead(
      (key) => names.includes(key as N),
      (key) => key as N,
    );
  }

  #ahead<R>(wanted: (key: string) => boolean, take: (key: string) => R): R | undefined {
    this.#space();
    const [pos, depth] = [this.#pos, this.#depth];
    let found: R | undefined;
    let size = 0;
    for (let key = this.openMap(); key !== undefined; key = this.nextKey(noMembers, ++size)) {
      if (wanted(key)) {
        found = take(key);
        break;
      }
      this.skip();
    }
    this.#pos = pos;
    this.#depth = depth;
    return found;
  }
}

const wrapperNames = jsonNames('kind', 'value');
const noMembers: object = Object.freeze(Object.create(null));

/** Sets an own property, `__proto__` too. */
export function define(object: object, key: string, value: unknown): void {
  if (key === '__proto__')
    Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
  else (object as Record<string, unknown>)[key] = value;
}

/** The text that a JSON string stands for; undefined if an escape is wrong or leaves half a surrogate pair. */
function unescape(text: string): string | undefined {
  try {
    const value = String(JSON.parse(`"${text}"`));
    return hasLoneSurrogate(value) ? undefined : value;
  } catch {
    return undefined;
  }
}
