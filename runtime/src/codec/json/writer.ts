/**
 * Writes canonical JSON (RFC 8785): numbers as ECMAScript prints them, the shortest escapes, no white space. The order
 * of members is the caller's part; generated code writes them sorted.
 */
import { noJsonOfAny } from '../any.js';
import { base64Codes } from '../base64.js';
import { Fault } from '../codec.js';
import { type Known, putKnown } from '../core/known.js';
import { memorize, memory, recall } from '../core/memory.js';
import { isPlain } from '../core/plain-json.js';
import { hasLoneSurrogate } from '../core/text.js';
import { headOf, type Heads, noHeads } from '../core/owned.js';
import { noTails, textInto, type Tails } from '../core/tails.js';
import { type OpenWords, wordOf } from '../core/words.js';
import {
  type AvroDuration,
  formatAvroDuration,
  formatSeconds,
  isAvroDuration,
  isSeconds,
  type Seconds,
} from '../durations.js';
import { type FieldMask, formatFieldMask } from '../field-masks.js';
import { isUuidAt } from '../formats.js';
import { endOfRow, type TextPattern } from '../pattern.js';
import { formatInstant, formatTimeOfDay, type Instant, isProtoTimestamp, isWritable } from '../rfc3339.js';
import { writeDate } from './dates.js';
import { digitsInto } from './digits.js';
import { type JsonKey, jsonKey, type JsonWords, type Quoted } from './keys.js';
import type { KeptMembers } from './kept.js';

const scratchSize = 64 * 1024;
const deepest = 64;

/** Shorter texts are written by a loop: a native call costs more. */
const nativeFrom = 24;

/** Lists of fewer texts are written one by one. */
const shortestJoined = 8;

const trueWord = 0x65757274; // 'true'
const nullWord = 0x6c6c756e; // 'null'

/** Names of members that no schema declares. */
const names = memory(64);

export class JsonWriter {
  #bytes: Uint8Array = new Uint8Array(scratchSize);
  #view: DataView = new DataView(this.#bytes.buffer);
  readonly heads: Heads = noHeads();
  #tails: Tails = noTails();
  #pos = 0;
  #depth = 0;
  // Some room is always left for the last word of a key, a comma, a bracket.
  #limit = scratchSize - 64;

  /** What was written stands at their start; only until the next message. */
  get buffer(): Uint8Array {
    return this.#bytes;
  }

  get position(): number {
    return this.#pos;
  }

  /** What was written, as a view; only until the next message. */
  written(): Uint8Array {
    return headOf(this.#bytes, this.#pos, this.heads);
  }

  reset(): void {
    this.#pos = 0;
    this.#depth = 0;
    if (this.#bytes.length === scratchSize) return;
    // One large message must not hold its memory for good.
    this.#bytes = new Uint8Array(scratchSize);
    this.#view = new DataView(this.#bytes.buffer);
    this.#tails.fill(undefined);
    this.heads.fill(undefined);
    this.#limit = scratchSize - 64;
  }

  #room(count: number): void {
    if (this.#pos + count <= this.#limit) return;
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#pos + count + 128));
    larger.set(this.#bytes.subarray(0, this.#pos));
    this.#bytes = larger;
    this.#view = new DataView(larger.buffer);
    this.#tails.fill(undefined);
    this.heads.fill(undefined);
    this.#limit = larger.length - 64;
  }

  /** Refuses the value: what is wrong with it is told by its shape. */
  refuse(message: string): Fault {
    return new Fault(message, this.#pos);
  }

  // ------------------------------------------------------------------------------------------------------- containers

  /** Begins an object; `close` takes the position. */
  open(value: unknown): number {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw this.refuse('expected an object');
    if (++this.#depth > deepest) throw this.refuse(`nested deeper than ${deepest} levels`);
    this.#room(2);
    return this.#pos;
  }

  /** The comma of the first member becomes the bracket. */
  close(start: number): void {
    this.#depth--;
    if (this.#pos === start) this.#bytes[this.#pos++] = 0x7b;
    else this.#bytes[start] = 0x7b;
    this.#bytes[this.#pos++] = 0x7d;
  }

  openList(value: unknown): number {
    if (!Array.isArray(value)) throw this.refuse('expected an array');
    if (++this.#depth > deepest) throw this.refuse(`nested deeper than ${deepest} levels`);
    this.#room(2);
    return this.#pos;
  }

  /** Before every item. */
  item(): void {
    this.#room(2);
    this.#bytes[this.#pos++] = 0x2c;
  }

  closeList(start: number): void {
    this.#depth--;
    if (this.#pos === start) this.#bytes[this.#pos++] = 0x5b;
    else this.#bytes[start] = 0x5b;
    this.#bytes[this.#pos++] = 0x5d;
  }

  /** Before every declared member. */
  key(key: JsonKey): void {
    this.#store(key);
  }

  #store({ words, length }: { readonly words: Int32Array; readonly length: number }): void {
    this.#room(length);
    const view = this.#view;
    let at = this.#pos;
    for (let i = 0; i < words.length; i++, at += 4) view.setInt32(at, words[i] as number, true);
    this.#pos += length;
  }

  /** Before every member whose name only the message knows. */
  name(name: string): void {
    this.item();
    const known = recall(names, name);
    if (known !== undefined) this.#known(known);
    else {
      this.string(name);
      memorize(names, name);
    }
    this.#bytes[this.#pos++] = 0x3a;
  }

  // ---------------------------------------------------------------------------------------------------------- scalars

  null(): void {
    this.#room(4);
    this.#view.setInt32(this.#pos, nullWord, true);
    this.#pos += 4;
  }

  boolean(value: boolean): void {
    this.#room(8);
    if (value === true) {
      this.#view.setInt32(this.#pos, trueWord, true);
      this.#pos += 4;
    } else if (value === false) {
      this.#bytes[this.#pos] = 0x66;
      this.#view.setInt32(this.#pos + 1, 0x65736c61, true);
      this.#pos += 5;
    } else throw this.refuse('expected a boolean');
  }

  /** An integer within the bounds, which default to what a double holds exactly. */
  integer(value: number, least: number = Number.MIN_SAFE_INTEGER, most: number = Number.MAX_SAFE_INTEGER): void {
    if (!Number.isInteger(value) || value < least || value > most) throw this.refuse('expected an integer in range');
    this.#room(24);
    this.#pos = digitsInto(this.#bytes, this.#pos, value);
  }

  /** A finite number within the bounds. */
  float(value: number, least: number = -Number.MAX_VALUE, most: number = Number.MAX_VALUE): void {
    if (typeof value !== 'number' || !(value >= least && value <= most))
      throw this.refuse('expected a number in range');
    this.#room(32);
    if (Number.isSafeInteger(value)) {
      this.#pos = digitsInto(this.#bytes, this.#pos, value);
      return;
    }
    // Decimals of up to three places and fifteen digits: no other decimal as short reads back as this number.
    const thousandths = Math.round(value * 1000);
    if (thousandths < 1e15 && thousandths > -1e15 && thousandths / 1000 === value) this.#thousandths(thousandths);
    else this.#ascii(String(value));
  }

  #thousandths(value: number): void {
    const bytes = this.#bytes;
    let rest = value;
    if (rest < 0) {
      bytes[this.#pos++] = 0x2d;
      rest = -rest;
    }
    const whole = Math.floor(rest / 1000);
    const places = rest - whole * 1000;
    let pos = digitsInto(bytes, this.#pos, whole);
    bytes[pos++] = 0x2e;
    bytes[pos++] = 0x30 + ((places / 100) | 0);
    if (places % 100 !== 0) bytes[pos++] = 0x30 + (((places / 10) | 0) % 10);
    if (places % 10 !== 0) bytes[pos++] = 0x30 + (places % 10);
    this.#pos = pos;
  }

  /** A number that may be NaN or infinite: text then, as ProtoJSON has it. */
  special(value: number): void {
    if (Number.isFinite(value)) this.float(value);
    else if (typeof value === 'number') this.string(String(value));
    else throw this.refuse('expected a number');
  }

  /** 64 bits are text. */
  int64(value: bigint): void {
    if (typeof value !== 'bigint' || BigInt.asIntN(64, value) !== value) throw this.refuse('expected an int64');
    this.#quoted(value.toString());
  }

  uint64(value: bigint): void {
    if (typeof value !== 'bigint' || BigInt.asUintN(64, value) !== value) throw this.refuse('expected a uint64');
    this.#quoted(value.toString());
  }

  /** A Date as RFC 3339 in UTC with milliseconds; `local` without the Z. */
  date(value: Date, local = false): void {
    if (!(value instanceof Date)) throw this.refuse('expected a Date');
    this.#room(32);
    const end = writeDate(this.#bytes, this.#pos, value.getTime(), local);
    if (end < 0) throw this.refuse('expected a Date within the years 0 to 9999');
    this.#pos = end;
  }

  /** Base64 with padding. */
  bytes(value: Uint8Array): void {
    if (!(value instanceof Uint8Array)) throw this.refuse('expected a Uint8Array');
    const { length } = value;
    this.#room(Math.ceil(length / 3) * 4 + 2);
    const out = this.#bytes;
    let pos = this.#pos;
    out[pos++] = 0x22;
    for (let i = 0; i < length; i += 3) {
      const three = ((value[i] ?? 0) << 16) | ((value[i + 1] ?? 0) << 8) | (value[i + 2] ?? 0);
      out[pos] = base64Codes[three >> 18] as number;
      out[pos + 1] = base64Codes[(three >> 12) & 63] as number;
      out[pos + 2] = i + 1 < length ? (base64Codes[(three >> 6) & 63] as number) : 0x3d;
      out[pos + 3] = i + 2 < length ? (base64Codes[three & 63] as number) : 0x3d;
      pos += 4;
    }
    out[pos++] = 0x22;
    this.#pos = pos;
  }

  /** A word of a closed enum. */
  word<W extends string>(value: W, words: JsonWords<W>): void {
    const index = value === words.words[words.last] ? words.last : words.find(value);
    if (index < 0) throw this.refuse('expected a word of the list');
    words.last = index;
    this.#store(words.quoted[index] as Quoted);
  }

  /** A word, or the number of one that this schema does not know (open enums of proto3). */
  wordOrNumber<W extends string>(value: W | number, words: JsonWords<W>): void {
    if (typeof value !== 'number') return this.word(value, words);
    const known = words.byNumber(value);
    if (known === undefined) this.integer(value, -2_147_483_648, 2_147_483_647);
    else this.word(known, words);
  }

  string(value: string): void {
    if (typeof value !== 'string') throw this.refuse('expected a string');
    const { length } = value;
    this.#room(length * 3 + 2);
    const start = this.#pos;
    const bytes = this.#bytes;
    if (length < nativeFrom) {
      let pos = start + 1;
      for (let i = 0; i < length; i++) {
        const code = value.charCodeAt(i);
        if (code < 0x20 || code > 0x7f || code === 0x22 || code === 0x5c) return this.#escaped(value);
        bytes[pos++] = code;
      }
      bytes[start] = 0x22;
      bytes[pos] = 0x22;
      this.#pos = pos + 1;
      return;
    }
    const written = textInto(bytes, this.#tails, start + 1, value);
    const end = start + 1 + written;
    if (written !== length && hasLoneSurrogate(value)) throw this.refuse('the text has a lone surrogate');
    if (this.#needsEscape(start + 1, end)) return this.#escaped(value);
    bytes[start] = 0x22;
    bytes[end] = 0x22;
    this.#pos = end + 1;
  }

  uuid(value: string): void {
    const start = this.#pos;
    this.string(value);
    if (this.#pos !== start + 38 || !isUuidAt(this.#view, start + 1)) throw this.refuse('expected a uuid');
  }

  /** The items of a list of texts: one native call for all of them where they are many, and plain. */
  strings(values: readonly string[]): void {
    if (this.#joined(values)) return;
    for (const value of values) {
      this.item();
      this.string(value);
    }
  }

  #joined(items: readonly unknown[]): boolean {
    if (items.length < shortestJoined) return false;
    let size = 3 * items.length;
    for (let i = 0; i < items.length; i++) {
      const item = items[i];
      if (typeof item !== 'string') return false;
      size += item.length;
    }
    // Room for ASCII: text that needs more is not written whole, which the count below tells.
    this.#room(size);
    const bytes = this.#bytes;
    const first = this.#pos + 2;
    const written = textInto(bytes, this.#tails, first, items.join('","'));
    if (written !== size - 3) return false;
    let at = first;
    for (let i = 0; i < items.length; i++) {
      const end = at + (items[i] as string).length;
      if (this.#needsEscape(at, end)) return false;
      at = end + 3;
    }
    bytes[first - 2] = 0x2c;
    bytes[first - 1] = 0x22;
    bytes[at - 3] = 0x22;
    this.#pos = at - 2;
    return true;
  }

  /** A text that the pattern matches; a row of classes is matched on the bytes. */
  matching(value: string, pattern: TextPattern): void {
    if (typeof value !== 'string') throw this.refuse('expected a string');
    const known = recall(pattern.matched, value);
    if (known !== undefined) return this.#known(known);
    const start = this.#pos;
    this.string(value);
    const { row } = pattern;
    const end = this.#pos - 1;
    const matches = row === undefined ? pattern.test(value) : endOfRow(row, this.#view, start + 1, end) === end;
    if (!matches) throw this.refuse(`expected text that matches ${pattern.source}`);
    memorize(pattern.matched, value);
  }

  /** A word of an open enum, or any other text. */
  openWord(value: string, words: OpenWords): void {
    const known = wordOf(words, value);
    if (known === undefined) this.string(value);
    else this.#known(known);
  }

  #known(known: Known): void {
    this.#room(known.length + 5);
    this.#bytes[this.#pos] = 0x22;
    putKnown(this.#view, this.#pos + 1, known);
    this.#pos += known.length + 2;
    this.#bytes[this.#pos - 1] = 0x22;
  }

  /** Whether a quote, a backslash or a control character stands in the bytes; four at a time. */
  #needsEscape(start: number, end: number): boolean {
    const view = this.#view;
    let at = start;
    for (; at + 4 <= end; at += 4) {
      const four = view.getInt32(at, true);
      const quote = four ^ 0x22222222;
      const slash = four ^ 0x5c5c5c5c;
      const found = ((quote - 0x01010101) & ~quote) | ((slash - 0x01010101) & ~slash) | ((four - 0x20202020) & ~four);
      if ((found & 0x80808080) !== 0) return true;
    }
    for (; at < end; at++) {
      const code = this.#bytes[at] as number;
      if (code < 0x20 || code === 0x22 || code === 0x5c) return true;
    }
    return false;
  }

  #escaped(value: string): void {
    if (hasLoneSurrogate(value)) throw this.refuse('the text has a lone surrogate');
    // JSON.stringify writes the escapes of RFC 8785, section 3.2.2.2.
    const text = JSON.stringify(value);
    this.#room(text.length * 3);
    this.#pos += textInto(this.#bytes, this.#tails, this.#pos, text);
  }

  #quoted(text: string): void {
    this.#room(text.length + 2);
    this.#bytes[this.#pos++] = 0x22;
    this.#ascii(text);
    this.#bytes[this.#pos++] = 0x22;
  }

  #ascii(text: string): void {
    const bytes = this.#bytes;
    let pos = this.#pos;
    for (let i = 0; i < text.length; i++) bytes[pos++] = text.charCodeAt(i);
    this.#pos = pos;
  }

  // ------------------------------------------------------------------------------------------- times, and other values

  /** A constant of the schema. */
  constant(value: unknown, wanted: null | boolean | number | string): void {
    if (value !== wanted) throw this.refuse(`expected ${String(wanted)}`);
    if (wanted === null) this.null();
    else if (typeof wanted === 'boolean') this.boolean(wanted);
    else if (typeof wanted === 'number') this.float(wanted);
    else this.string(wanted);
  }

  /** A number that is a 32-bit float. */
  float32(value: number): void {
    if (Math.fround(value) !== value) throw this.refuse('expected a number that 32 bits hold');
    this.float(value);
  }

  special32(value: number): void {
    if (Number.isFinite(value)) this.float32(value);
    else this.special(value);
  }

  /** Microseconds since the epoch. */
  micros(value: bigint, local = false): void {
    this.#instant(this.#fraction(value, 1_000_000n, 1000), 6, local);
  }

  /** Nanoseconds since the epoch, within 64 bits. */
  nanos(value: bigint, local = false): void {
    if (BigInt.asIntN(64, value) !== value) throw this.refuse('expected nanoseconds within 64 bits');
    this.#instant(this.#fraction(value, 1_000_000_000n, 1), 9, local);
  }

  /** google.protobuf.Timestamp. */
  timestamp(value: Seconds): void {
    if (typeof value.seconds !== 'bigint') throw this.refuse('expected a bigint');
    const instant = { seconds: Number(value.seconds), nanos: value.nanos };
    if (!isProtoTimestamp(instant)) throw this.refuse('expected the years 1 to 9999');
    this.#instant(instant);
  }

  #fraction(value: bigint, perSecond: bigint, nanos: number): Instant {
    if (typeof value !== 'bigint') throw this.refuse('expected a bigint');
    const rest = ((value % perSecond) + perSecond) % perSecond;
    return { seconds: Number((value - rest) / perSecond), nanos: Number(rest) * nanos };
  }

  #instant(instant: Instant, digits?: 6 | 9, local = false): void {
    if (!isWritable(instant)) throw this.refuse('expected a time within the years 0 to 9999');
    this.string(formatInstant(instant, digits, local));
  }

  /** google.protobuf.Duration. */
  duration(value: Seconds): void {
    if (typeof value.seconds !== 'bigint' || !isSeconds(value)) throw this.refuse('expected a duration');
    this.string(formatSeconds(value));
  }

  /** google.protobuf.FieldMask. */
  fieldMask(value: FieldMask): void {
    const text = formatFieldMask(value);
    if (text === undefined) throw this.refuse('a path of the field mask has no form in JSON');
    this.string(text);
  }

  /** google.protobuf.Any has no JSON here. */
  any(_value: unknown): never {
    throw this.refuse(noJsonOfAny);
  }

  /** Avro's duration. */
  calendarDuration(value: AvroDuration): void {
    if (!isAvroDuration(value)) throw this.refuse('expected months, days and milliseconds');
    this.string(formatAvroDuration(value));
  }

  /** Milliseconds since midnight. */
  timeMillis(value: number): void {
    if (!Number.isInteger(value) || value < 0 || value >= 86_400_000) throw this.refuse('expected a time of day');
    this.string(formatTimeOfDay(value * 1_000_000, 3));
  }

  /** Microseconds since midnight. */
  timeMicros(value: bigint): void {
    if (typeof value !== 'bigint' || value < 0n || value >= 86_400_000_000n)
      throw this.refuse('expected a time of day');
    this.string(formatTimeOfDay(Number(value) * 1000, 6));
  }

  /** Open JSON, members sorted by UTF-16 units (RFC 8785, section 3.2.3). */
  json(value: unknown): void {
    if (typeof value === 'string') return this.string(value);
    if (typeof value === 'number') return this.float(value);
    if (typeof value === 'boolean') return this.boolean(value);
    if (value === null) return this.null();
    if (typeof value !== 'object' || !isPlain(value)) throw this.refuse('expected plain JSON');
    if (Array.isArray(value)) return this.jsonArray(value);
    return this.jsonObject(value);
  }

  /** Open JSON whose members keep their order: for the binary encodings, whose text nobody signs. */
  plain(value: unknown): void {
    if (typeof value === 'string') return this.string(value);
    if (typeof value !== 'object' || value === null) return this.json(value);
    return Array.isArray(value) ? this.plainArray(value) : this.plainObject(value);
  }

  plainArray(value: unknown): void {
    const start = this.openList(value);
    const items = value as readonly unknown[];
    if (!this.#joined(items)) {
      for (let i = 0; i < items.length; i++) {
        this.item();
        this.plain(items[i]);
      }
    }
    this.closeList(start);
  }

  plainObject(value: unknown): void {
    const start = this.open(value);
    if (!isPlain(value as object)) throw this.refuse('expected a plain object');
    const members = value as Readonly<Record<string, unknown>>;
    const names = Object.keys(members);
    for (let i = 0; i < names.length; i++) {
      const name = names[i] as string;
      this.name(name);
      this.plain(members[name]);
    }
    this.close(start);
  }

  jsonArray(value: unknown): void {
    const start = this.openList(value);
    if (!this.#joined(value as readonly unknown[])) {
      for (const item of value as readonly unknown[]) {
        this.item();
        this.json(item);
      }
    }
    this.closeList(start);
  }

  jsonObject(value: unknown): void {
    const start = this.open(value);
    if (!isPlain(value as object)) throw this.refuse('expected a plain object');
    const members = value as Readonly<Record<string, unknown>>;
    for (const name of Object.keys(members).sort()) {
      this.name(name);
      this.json(members[name]);
    }
    this.close(start);
  }

  /** `{"kind":name,"value":...}`: a branch that JSON alone could not tell. */
  wrapped(name: string, write: () => void): void {
    const start = this.open(wrapper);
    this.key(kindKey);
    this.string(name);
    this.key(valueKey);
    write();
    this.close(start);
  }

  /** Kept members whose names come before that of `key`, or all that are left. */
  kept(kept: KeptMembers | undefined, key?: JsonKey): void {
    if (kept === undefined) return;
    for (; kept.at < kept.names.length; kept.at++) {
      const name = kept.names[kept.at] as string;
      if (key !== undefined && name >= key.name) {
        if (name === key.name) throw this.refuse('a kept member has a declared name');
        return;
      }
      this.name(name);
      this.json(kept.members[name]);
    }
  }
}

const wrapper: object = {};
const kindKey = jsonKey('kind');
const valueKey = jsonKey('value');
